// What other houses do in their own way is right: severities by another name, recordings of another server.
import { describe, expect, it } from "vitest";
import { lintTexts } from "../../../policies/lint/lint";
import { ruleFile } from "../judged";

const found = (files: Readonly<Record<string, string>>, policy: string) =>
  lintTexts(Object.entries(files).map(([file, text]) => ({ file, text }))).filter((one) => one.policy === policy);

describe("a severity", () => {
  const alert = (label: string) => ruleFile(`- { alert: A, expr: up == 0, labels: { ${label}: critical } }`);
  const routes = (label: string) =>
    `route: { receiver: a, routes: [{ receiver: a, matchers: ['${label}="critical"'] }] }\nreceivers: [{ name: a, webhook_configs: [{ url: 'https://a' }] }]`;

  it.each(["severity", "level", "priority", "criticality", "sev", "urgency", "alert_level", "team_severity"])(
    "may be called %s",
    (label) => {
      expect(found({ "a.yml": alert(label) }, "alert-severity")).toEqual([]);
      expect(found({ "a.yml": alert(label), "b.yml": routes(label) }, "alert-severity")).toEqual([]);
    },
  );

  it.each(["team", "region", "levels", "kind"])("is no label %s", (label) => {
    expect(found({ "a.yml": alert(label) }, "alert-severity")).toHaveLength(1);
  });

  it("is called as the routes call it", () => {
    expect(found({ "a.yml": alert("level"), "b.yml": routes("severity") }, "alert-severity")).toHaveLength(1);
  });

  it("is called anything where the routes ask for none", () => {
    expect(found({ "a.yml": alert("level"), "b.yml": routes("team") }, "alert-severity")).toEqual([]);
  });
});

it.each([
  ["alertname=~Down|Gone", 0],
  ["alertname=Down", 0],
  ["alertname=~Down|Gone, cluster=~.+", 0],
  ["team=shop", 1],
])("an alert by its name may inhibit all that it explains: %s", (source, count) => {
  const matchers = JSON.stringify(source.split(", "));
  const text = `route: { receiver: a }\nreceivers: [{ name: a, webhook_configs: [{ url: 'https://a' }] }]\ninhibit_rules: [{ source_matchers: ${matchers}, equal: [cluster] }]`;
  expect(found({ "a.yml": text }, "inhibition-with-equal")).toHaveLength(count);
});

it.each([
  ["resource", 0],
  ["service", 0],
  ["kind", 0],
  ["severity", 1],
  ["team", 1],
])("a label %s that the rule gives can be the series' own", (label, count) => {
  const text = ruleFile(
    `- alert: A\n  expr: quota / ignoring (type) most > 90\n  labels: { severity: info, ${label}: a }\n  annotations: { summary: '{{ $labels.${label} }}' }`.replace(
      "severity: info, severity: a",
      "severity: a",
    ),
  );
  expect(found({ "a.yml": text }, "template-label-lost")).toHaveLength(count);
});

describe("a recording", () => {
  const recording = ruleFile("- record: namespace:cpu:sum\n  expr: sum by (namespace) (cpu)");
  const reading = ruleFile(
    "- alert: A\n  expr: namespace:cpu:sum > 5\n  labels: { severity: info }\n  annotations: { summary: '{{ $labels.seed }}' }\n- record: a:b\n  expr: namespace:cpu:sum * on (seed) info",
  );

  it.each(["one/assets/rules/a.yml", "two/rules/a.yml"])("of %s is another server's, with its labels", (file) => {
    for (const policy of ["template-label-lost", "impossible-matching"])
      expect(found({ [file]: recording, "far/assets/rules/b.yml": reading }, policy)).toEqual([]);
  });

  it.each([
    ["rules/a.yml", "rules/b.yml"],
    ["rules/recordings/a.yml", "rules/alerts/b.yml"],
    ["rules/a.yml", "rules/alerts/b.yml"],
    ["rules/recordings/a.yml", "rules/b.yml"],
    ["a.yml", "b.yml"],
  ])("of %s is known in %s", (file, reader) => {
    for (const policy of ["template-label-lost", "impossible-matching"])
      expect(found({ [file]: recording, [reader]: reading }, policy)).toHaveLength(1);
  });
});
