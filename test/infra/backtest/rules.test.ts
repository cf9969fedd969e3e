// Which alerts a backtest compares.
import { describe, expect, test } from "vitest";
import { assemble } from "../../../components/monitoring";
import { changesBetween, type Rule, ruleSetOf } from "../../../infra/commands/backtest/rules";
import { endpoints, everyMixin, settings } from "../../support/environment";

const rule = (more: Partial<Rule> = {}): Rule => ({
  ...{ name: "Tested", severity: "warning", expr: "job:x:sum > 1", forSeconds: 60, keepFiringForSeconds: 0 },
  ...more,
});

const set = (rules: Rule[], recordings: Record<string, string> = {}) => ({
  rules,
  recordings: new Map(Object.entries(recordings)),
});

const kinds = (...sides: Parameters<typeof changesBetween>) =>
  changesBetween(...sides).map(({ name, severity, kind }) => `${name} ${severity} ${kind}`);

describe("alerts are compared", () => {
  test.each<[string, Partial<Rule>]>([
    ["expression", { expr: "job:x:sum > 2" }],
    ["`for`", { forSeconds: 120 }],
    ["`keep_firing_for`", { keepFiringForSeconds: 120 }],
  ])("where their %s differs", (_, more) => {
    expect(kinds(set([rule()]), set([rule(more)]))).toEqual(["Tested warning changed"]);
  });

  test("where a recording differs that they read by way of another", () => {
    const others = { "job:x:sum": "job:y:sum * 2", "job:y:sum": "sum(y)" };
    const head = { ...others, "job:y:sum": "sum(z)" };
    expect(kinds(set([rule()], others), set([rule()], head))).toEqual(["Tested warning changed"]);
  });

  test("where they are new or gone, severity by severity", () => {
    const head = set([rule({ severity: "critical" }), rule({ name: "New" })]);
    expect(kinds(set([rule()]), head)).toEqual([
      "Tested warning removed",
      "Tested critical added",
      "New warning added",
    ]);
  });

  test("not where only a recording differs that they do not read", () => {
    expect(kinds(set([rule()], { "job:other:sum": "1" }), set([rule()], { "job:other:sum": "2" }))).toEqual([]);
  });

  test("all, where there is nothing to compare with", () => {
    expect(kinds(undefined, set([rule()]))).toEqual(["Tested warning as it is"]);
  });
});

describe("of a Monitoring", () => {
  test("no rule differs from itself, and an override changes its alert alone", () => {
    const before = ruleSetOf(assemble("all", everyMixin(), endpoints));
    expect(changesBetween(before, ruleSetOf(assemble("all", everyMixin(), endpoints)))).toEqual([]);
    const plain = ruleSetOf(assemble("shop", settings(), endpoints));
    const overridden = settings({ alerts: { NodeCPUHighUsage: { for: "5m" } } });
    expect(new Set(kinds(plain, ruleSetOf(assemble("shop", overridden, endpoints))))).toEqual(
      new Set(["NodeCPUHighUsage warning changed"]),
    );
  });

  test("recordings of one name are alternatives, each with the labels that it adds", () => {
    const { recordings } = ruleSetOf(assemble("shop", settings(), endpoints));
    expect(recordings.get("slo:objective:ratio")).toMatch(
      /^label_replace\(.*"slo", "\S+", "", ""\) or label_replace\(/,
    );
  });
});
