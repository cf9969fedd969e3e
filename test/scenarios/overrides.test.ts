// Each form of an override, through the real promtool and through the form that Grafana evaluates.
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { assemble, type RuleGroup } from "../../components/monitoring";
import { listed } from "../../components/monitoring/overrides/schema";
import { failures } from "../../infra/commands/test/scenarios";
import { type Verdicts, verdictsOf } from "../components/grafana/verdicts";
import { endpoints, settings } from "../support/environment";
import { toolsOrSkip } from "../support/tools";
import { FORMS, hosts, services } from "./override-forms";

const tools = toolsOrSkip("promtool");

const inList = (byName: unknown) =>
  Object.entries(z.record(z.string(), z.object({}).loose()).parse(byName)).map(([alert, one]) => ({ alert, ...one }));

/** All rules of an alert's mixin, as one group. */
function groupOf(alert: string, alerts: unknown): RuleGroup {
  const { groups } = assemble("test", settings({ hosts, services, alerts }), endpoints);
  const own = groups.find((group) => group.alerts.some((placed) => placed.alert.name === alert));
  if (!own) throw new Error(`No group has ${alert}`);
  const all = groups.filter(({ mixin }) => mixin === own.mixin);
  return {
    ...own,
    recordings: all.flatMap(({ recordings }) => recordings),
    alerts: all.flatMap((group) => group.alerts),
  };
}

/** The series that fire in a form at each time, whichever rules they come from. */
const firing = (verdicts: Verdicts["grafana"]) => {
  const times = [...new Set(verdicts.map(({ at }) => at))].sort((a, b) => a - b);
  return times.map((at) => [
    at,
    [...new Set(verdicts.filter((one) => one.at === at).flatMap((one) => one.firing))].sort(),
  ]);
};

describe("every form that there is", () => {
  const entries = FORMS.flatMap(({ alerts }) => z.array(listed).parse(Array.isArray(alerts) ? alerts : inList(alerts)));
  const keysOf = (those: typeof entries) => [...new Set(those.flatMap((one) => Object.keys(one)))].sort();

  test.each([["everywhere", false] as const, ["for some series", true] as const])(
    "changes all it can %s",
    (_, some) => {
      const keys = Object.keys(listed.shape).filter((key) => some || key !== "where");
      expect(keysOf(entries.filter(({ where }) => (where !== undefined) === some))).toEqual(keys.sort());
    },
  );

  test("selects by service, by host, by team and by another label, alone", () => {
    const alone = entries.flatMap(({ where }) => (where && Object.keys(where).length === 1 ? Object.keys(where) : []));
    expect([...new Set(alone)].sort()).toEqual(["host", "mountpoint", "service", "team"]);
  });
});

describe.skipIf(!tools).each(FORMS)("an override $form", ({ alerts, scenarios, off }) => {
  const group = groupOf(scenarios[0]?.alert ?? "", alerts);

  test.runIf(off)("leaves no rule of it, in either form", () => {
    const { groups } = assemble("test", settings({ hosts, services, alerts }), endpoints);
    const names = groups.flatMap((one) => one.alerts).map(({ alert }) => alert.name);
    expect(names).not.toContain(off);
    expect(names).toContain(scenarios[0]?.alert);
  });

  test("is what Prometheus' rules say", async () => {
    expect([...(await failures(tools?.promtool ?? "", group, scenarios)).values()]).toEqual([]);
  }, 60_000);

  test("is what Grafana's say", async () => {
    const verdicts = await verdictsOf(tools?.promtool ?? "", group, scenarios);
    expect(verdicts.size).toBe(scenarios.length);
    for (const { prometheus, grafana } of verdicts.values()) expect(firing(grafana)).toEqual(firing(prometheus));
  }, 60_000);
});
