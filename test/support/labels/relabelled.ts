// What relabelings leave of a target's labels, in Prometheus' words or in those of its operator.

type Rule = Readonly<Record<string, unknown>>;

const textsIn = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

/** The labels that a target has in the end; undefined where it is dropped. */
export function relabelled(
  rules: readonly Rule[],
  target: Readonly<Record<string, string>>,
): Record<string, string> | undefined {
  let labels = { ...target };
  for (const rule of rules) {
    const action = rule.action ?? "replace";
    const sources = textsIn(rule.sourceLabels ?? rule.source_labels);
    const regex = new RegExp(`^(?:${rule.regex ?? "(.*)"})$`);
    const match = regex.exec(sources.map((name) => labels[name] ?? "").join(";"));
    if (action === "keep" && !match) return undefined;
    if (action === "replace" && match) {
      const replacement = String(rule.replacement ?? "$1").replace(
        /\$(\d)/g,
        (_, at: string) => match[Number(at)] ?? "",
      );
      labels[String(rule.targetLabel ?? rule.target_label)] = replacement;
    }
    if (action === "labeldrop") {
      labels = Object.fromEntries(Object.entries(labels).filter(([name]) => !regex.test(name)));
    }
  }
  return Object.fromEntries(Object.entries(labels).filter(([name, value]) => !name.startsWith("__") && value));
}
