import type { Policy, Problem } from "../../policy";

export const houseRules: Policy = {
  name: "house-rules",
  level: "mandatory",
  description: "Alerts have the labels and annotations that this organisation requires, in its form.",
  judges: "rule",
  settings: {
    labels: { default: [], description: 'Labels that alerts must have: "team", or "team=shop|pay" with a pattern' },
    annotations: { default: [], description: 'Annotations that alerts must have: "runbook_url=https://wiki\\\\..*"' },
  },
  *check({ kind, labels, annotations }, settings) {
    if (kind !== "alert") return;
    for (const required of settings.words("labels")) yield* missing("label", required, labels);
    for (const required of settings.words("annotations")) yield* missing("annotation", required, annotations);
  },
  examples: {
    settings: { labels: ["team=shop|pay"] },
    bad: "- alert: ShopDown\n  expr: up == 0\n  labels: { severity: critical, team: sales }",
    good: "- alert: ShopDown\n  expr: up == 0\n  labels: { severity: critical, team: shop }",
  },
};

function* missing(what: string, required: string, given: Readonly<Record<string, string>>): Iterable<Problem> {
  const [name = "", ...rest] = required.split("=");
  const pattern = rest.length === 0 ? ".+" : rest.join("=");
  const value = given[name] ?? "";
  if (patternOf(pattern).test(value)) return;
  const asked = rest.length === 0 ? "is required" : `must be ${pattern}`;
  yield {
    found: value === "" ? `the ${what} ${name} is missing` : `the ${what} ${name} is "${value}"`,
    why: `In this organisation the ${what} ${name} of an alert ${asked}`,
    fix: rest.length === 0 ? `Add ${name}` : `Set ${name} to what ${pattern} matches`,
  };
}

/** Anchored, as Prometheus' are. Throws where it is none. */
function patternOf(pattern: string): RegExp {
  try {
    return new RegExp(`^(?:${pattern})$`, "s");
  } catch (error) {
    throw new Error(`house-rules: ${pattern} is no regular expression: ${error instanceof Error ? error.message : ""}`);
  }
}
