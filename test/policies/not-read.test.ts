// What lint does not judge is reported: exit 0 must mean that a file was judged.
import { describe, expect, it } from "vitest";
import { readFileText } from "../../policies/lint/reading";

const reasons = (text: string, file = "a.yaml") => readFileText(file, text).notRead.map(({ reason }) => reason);

describe("reported as not read", () => {
  it.each([
    ["a README", "# Rules\n\nHow we write them.", /no rule file/],
    ["an empty file", "", /no rule file/],
    ["promtool's tests", "rule_files: [a.yml]\ntests: [{ interval: 1m }]", /unit tests/],
    ["a VMRule", "apiVersion: a/v1\nkind: VMRule\nmetadata: { name: a }\nspec: { groups: [] }", /MetricsQL/],
    ["rules of GMP", "apiVersion: a/v1\nkind: Rules\nmetadata: { name: a }\nspec: { groups: [] }", /kind Rules/],
    [
      "rules of AMP's controller",
      "apiVersion: a/v1\nkind: RuleGroupsNamespace\nmetadata: { name: a }\nspec: {}",
      /RuleGroupsNamespace/,
    ],
    ["a dashboard of schema v2", '{"title":"A","elements":{},"layout":{}}', /schema v2/],
    [
      "one as a manifest",
      "apiVersion: a/v2\nkind: Dashboard\nmetadata: { name: a }\nspec: { elements: {} }",
      /schema v2/,
    ],
    ["one of Perses", "kind: Dashboard\nmetadata: { name: a }\nspec: { panels: {} }", /Perses/],
    [
      "Grafana rules of its operator",
      "apiVersion: a/v1\nkind: GrafanaAlertRuleGroup\nmetadata: { name: a }",
      /GrafanaAlert/,
    ],
    [
      "a Helm template",
      "groups:\n  {{- range .Values.rules }}\n  - name: {{ . }}\n  {{- end }}",
      /Helm template: render/,
    ],
    ["an ERB template", "groups:\n<% jobs.each do |job| %>\n  - name: [\n<% end %>", /ERB template: render/],
  ])("%s", (_, text, reason) => {
    expect(reasons(text)).toEqual([expect.stringMatching(reason)]);
  });
});

describe("read for what it is", () => {
  it.each([
    ["no groups yet", "groups: []"],
    [
      "a classic dashboard as a manifest",
      "apiVersion: dashboard.grafana.app/v1beta1\nkind: Dashboard\nmetadata: { name: a }\nspec: { title: A, schemaVersion: 39, panels: [{ type: stat, title: B, targets: [] }] }",
    ],
    [
      "a GrafanaDashboard",
      `apiVersion: grafana.integreatly.org/v1beta1\nkind: GrafanaDashboard\nmetadata: { name: a }\nspec:\n  json: '{"title":"A","schemaVersion":39,"panels":[{"type":"stat","title":"B","targets":[]}]}'`,
    ],
    ["a chart's values with routes", "alertmanager:\n  config: { route: { receiver: a }, receivers: [{ name: a }] }"],
    [
      "a chart's values with rules",
      "additionalPrometheusRulesMap:\n  shop: { groups: [{ name: a, rules: [{ alert: A, expr: up == 0 }] }] }",
    ],
    ["namespaces of Cortex", "shop:\n  - name: a\n    rules: [{ alert: A, expr: up == 0 }]"],
  ])("%s", (_, text) => {
    const { content, notRead } = readFileText("a.yaml", text);
    expect(notRead).toEqual([]);
    const judged = [content.rules, content.alertmanagers, content.dashboards].flat().length;
    expect(judged).toBe(text === "groups: []" ? 0 : 1);
  });
});
