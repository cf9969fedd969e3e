// Objectives in the shadow: recorded and drawn, and nobody is notified of them, whatever overrides say.
import { expect, test } from "vitest";
import { assemble, type RuleGroup } from "../../components/monitoring";
import type { Scenario } from "../../components/rules";
import { endpoints, settings } from "../support/environment";
import { toolsOrSkip } from "../support/tools";
import { failures } from "./promtool";

const tools = toolsOrSkip("promtool");

const service = (name: string, more: object) => ({
  name,
  mixin: "service",
  targets: ["10.0.0.1:8080"],
  slos: [{ kind: "availability", objective: 0.999, ...more }],
});

const alerts = [{ alert: "SloBudgetBurningFast", where: { team: "platform" }, threshold: { critical: 0.01 } }];

/** All rules of objectives, as one group. */
function groupOf(more: object): RuleGroup {
  const services = [service("tried", { shadow: true }), service("kept", {})];
  const { groups } = assemble("test", settings({ services, ...more }), endpoints);
  const [first, ...others] = groups.filter(({ mixin }) => mixin === "slo");
  if (!first) throw new Error("there are no objectives");
  return {
    ...first,
    recordings: [first, ...others].flatMap(({ recordings }) => recordings),
    alerts: [first, ...others].flatMap((group) => group.alerts),
  };
}

function allFail(name: string, expected: Scenario["expect"]): Scenario {
  const of = (metric: string) => `${metric}{job="slo",service="${name}",team="platform",slo="availability"}`;
  return {
    alert: "SloBudgetBurningFast",
    title: `of ${name}`,
    given: {
      [of("slo:events:rate5m")]: "10x200",
      [of("slo:errors:rate5m")]: "10x200",
      [of("slo:objective:ratio")]: "0.999x200",
    },
    expect: expected,
  };
}

test.skipIf(!tools).each([
  ["", {}],
  [", also beside an override of others", { alerts }],
])("an objective in the shadow notifies nobody%s", async (_, more) => {
  const group = groupOf(more);
  const scenarios = [allFail("tried", { "5m": "quiet", "30m": "quiet" }), allFail("kept", { "30m": ["critical"] })];
  expect([...(await failures(tools?.promtool ?? "", group, scenarios)).values()]).toEqual([]);
});

test("an objective in the shadow is recorded like others", () => {
  const measured = groupOf({}).recordings.filter(({ record }) => record === "slo:objective:ratio");
  expect(measured.map(({ expr }) => /service="(\w+)"/.exec(expr)?.[1])).toEqual(["tried", "kept"]);
});
