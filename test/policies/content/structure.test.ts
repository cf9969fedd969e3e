// Rule files whose structure Prometheus refuses, each with the line and column of what is wrong.
import { describe, expect, it } from "vitest";
import { ruleFileOf } from "../../../policies/content/prometheus/rules";
import { lintTexts } from "../../../policies/lint/lint";
import { ruleFile } from "../judged";

const refused = (text: string) =>
  lintTexts([{ file: "shop.yml", text }])
    .filter(({ policy }) => policy === "rule-file-structure")
    .map(({ line, column, message }) => `${line}:${column} ${message.replace(/^.*?shop\.yml: /, "")}`);

it.each(["rulees:", "groups:", "rulse: ~"])("a group without rules and with %s is refused", (field) => {
  expect(refused(`groups:\n- name: a\n\n  ${field}`)).toEqual([expect.stringContaining("a group has no field")]);
});

describe("refused in a rule", () => {
  it.each([
    ["- alert: A\n  exp: up == 0", "5:9 a rule has no field exp."],
    ["- alert: A\n  expr: up == 0\n  severity: critical", "6:9 a rule has no field severity."],
    ["- record: a:b\n  expr: up\n  for: 5m", "6:9 a recording rule has no for."],
    ["- record: a:b\n  expr: up\n  annotations: { a: b }", "6:9 a recording rule has no annotations."],
    ["- record: a:b\n  alert: A\n  expr: up", "4:9 a rule has both alert and record."],
    ["- expr: up\n  labels: {}", "4:9 a rule has neither alert nor record."],
    ["- alert: A\n  labels: {}", "4:9 a rule has no expr."],
    ["- alert: A\n  expr: up\n  labels: [a]", "6:9 labels is no mapping of names to texts."],
    [
      "- alert: A\n  expr: up\n  annotations:\n    summary: {{ $labels.instance }}",
      "7:11 annotations gives summary no text.",
    ],
  ])("%j", (rule, problem) => {
    expect(refused(ruleFile(rule))).toEqual([expect.stringContaining(problem)]);
  });
});

it("rules in a field that is misspelt are refused, and not passed over", () => {
  const found = refused("groups:\n  - name: a\n    ruels:\n      - { alert: A, expr: up == 0 }");
  expect(found).toContainEqual(expect.stringContaining("3:5 a group has no field ruels."));
});

describe("refused around rules", () => {
  it.each([
    ["rules:\n  - { alert: A, expr: up }", "1:1 rules stand outside a group."],
    ["- alert: A\n  expr: up == 0", "1:1 rules stand outside a group."],
    ["groups:\n  - name: a\n    rules: []\nrules: []", "4:1 a rule file has no field rules."],
    ["groups:\n  - { name: a, rules: [] }\n  - { name: a, rules: [] }", '3:7 the group name "a" is given twice'],
    ["groups:\n  - rules: []", "2:5 a group has no name."],
    ["gruops:\n  - name: a\n    rules: []", "1:1 a rule file has no field gruops."],
    ["groups:\n  - name: a\n    expr: up\n    rules: []", "3:5 a group has no field expr."],
  ])("%j", (text, problem) => {
    expect(refused(text)).toEqual([expect.stringContaining(problem)]);
  });

  it("and in a PrometheusRule", () => {
    const rule = "groups: [{ name: a, rules: [{ alert: A, expr: up == 0, severity: page }] }]";
    const text = `apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata: { name: a }\nspec:\n  ${rule}`;
    expect(refused(text)).toEqual([expect.stringContaining("5:58 a rule has no field severity.")]);
  });
});

it("nothing is missing that is only not known yet, in a program's preview", () => {
  const unknown = { groups: [{ name: undefined, rules: [{ alert: undefined, expr: undefined, for: undefined }] }] };
  expect(ruleFileOf({ groups: [...unknown.groups, ...unknown.groups] }, {}).refusals).toEqual([]);
  expect(ruleFileOf({ groups: [{ name: null, rules: [{ alert: null, expr: null }] }] }, {}).refusals).toHaveLength(3);
});

describe("read as Prometheus reads it", () => {
  it.each([
    "- { alert: A, expr: up == 0, for: 5m, keep_firing_for: 5m, labels: { a: 1 }, annotations: { b: '{{ $value }}' } }",
    "- &b { alert: A, expr: up == 0 }\n- { <<: *b, for: 5m }",
  ])("%j", (rule) => {
    expect(refused(ruleFile(rule))).toEqual([]);
  });

  it("a merge key, so that what it gives is judged", () => {
    const text = ruleFile('- &b { alert: A, expr: up == 0 }\n- { <<: *b, expr: "sum(up ==" }');
    expect(lintTexts([{ file: "a.yml", text }]).map(({ policy }) => policy)).toContain("promql-syntax");
  });
});
