import { isFields, textOf } from "../../content";
import { messageProblem } from "../../go-templates";
import type { Policy } from "../../policy";

export const messageTemplate: Policy = {
  name: "message-template",
  level: "mandatory",
  description: "Texts of Alertmanager's messages can be rendered.",
  judges: "receiver",
  *check({ name, owner, integrations }) {
    if (owner !== "alertmanager") return;
    for (const { kind, fields } of integrations)
      for (const [field, text] of textsIn(fields)) {
        const problem = messageProblem(text);
        if (!problem) continue;
        yield {
          found: `${field} of ${kind} of the receiver ${name} is wrong: ${problem}`,
          why: "No message can be rendered: each notification fails, and only the log says so",
          fix: "Write {{ .CommonLabels.x }}, or {{ range .Alerts }}{{ .Labels.x }}{{ end }}",
        };
      }
  },
  examples: {
    bad: 'route: { receiver: chat }\nreceivers:\n  - name: chat\n    slack_configs: [{ api_url: "https://hooks.example", text: "{{ $labels.instance }} is down" }]',
    good: 'route: { receiver: chat }\nreceivers:\n  - name: chat\n    slack_configs: [{ api_url: "https://hooks.example", text: "{{ .CommonLabels.instance }} is down" }]',
  },
};

function textsIn(fields: Readonly<Record<string, unknown>>, before = ""): [string, string][] {
  return Object.entries(fields).flatMap(([key, value]): [string, string][] => {
    if (Array.isArray(value)) return value.flatMap((one) => (isFields(one) ? textsIn(one, `${key}.`) : []));
    if (isFields(value)) return textsIn(value, `${before}${key}.`);
    const text = textOf(value) ?? "";
    return text.includes("{{") ? [[`${before}${key}`, text]] : [];
  });
}
