import { isFields, textOf } from "../../content";
import type { Policy } from "../../policy";
import { actionsIn } from "../templates";

export const messageTemplate: Policy = {
  name: "message-template",
  level: "mandatory",
  description: "Texts of Alertmanager's messages can be rendered.",
  judges: "receiver",
  *check({ name, owner, integrations }) {
    if (owner !== "alertmanager") return;
    for (const { kind, fields } of integrations)
      for (const [field, text] of textsIn(fields)) {
        const problem = problemIn(text);
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

/** Of a message: Alertmanager's template.Data. */
const FIELDS = new Set([
  ...["Receiver", "Status", "Alerts", "GroupLabels", "CommonLabels", "CommonAnnotations", "ExternalURL"],
  ...["NotificationReason", "RouteLabels", "GroupKey", "Vars"],
]);

function problemIn(text: string): string | undefined {
  const actions = actionsIn(text).filter((action) => !action.startsWith("/*"));
  const open = text.split("{{").length - 1;
  if (open > actionsIn(text).length + actionsIn(text).filter((action) => action.includes("{{")).length)
    return "an action that is opened with {{ is not closed with }}";
  const blocks = actions.filter((action) => /^(if|range|with|define|block)\b/.test(action)).length;
  const ends = actions.filter((action) => action === "end").length;
  if (blocks !== ends) return `${blocks} of if, range and with, but ${ends} of end`;
  const defined = new Set(actions.flatMap((action) => action.match(/\$\w+(?=\s*(,|:=))/g) ?? []));
  const variables = actions.flatMap((action) => withoutStrings(action).match(/\$\w+/g) ?? []);
  const unknown = variables.find((variable) => !defined.has(variable));
  if (unknown) return `the variable ${unknown} is not defined in a message`;
  let depth = 0;
  for (const action of actions) {
    const field = depth === 0 ? /(?:^|[\s(|])\.([A-Za-z]\w*)/.exec(withoutStrings(action))?.[1] : undefined;
    if (field !== undefined && !FIELDS.has(field)) return `a message has no field .${field}`;
    if (/^(range|with|define|block)\b/.test(action) || (depth > 0 && /^if\b/.test(action))) depth += 1;
    else if (depth > 0 && action === "end") depth -= 1;
  }
  return undefined;
}

const withoutStrings = (action: string) => action.replace(/"(?:[^"\\]|\\.)*"|`[^`]*`/g, '""');
