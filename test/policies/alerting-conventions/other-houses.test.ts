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
