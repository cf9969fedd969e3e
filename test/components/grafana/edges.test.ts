// Where the two forms of an alert could differ and no mixin's scenario looks: values that are not numbers, values just on the
// threshold, and series that end while others go on. Prometheus' verdict is promtool's.
import { beforeAll, describe, expect, test } from "vitest";
import { dashboard } from "../../../components/dashboards";
import type { Mixin } from "../../../components/mixins";
import { alert, type Duration, type Scenario, scenarios, seconds } from "../../../components/rules";
import { nameOf } from "../../../infra/commands/test/scenarios";
import { endpoints, settings } from "../../support/environment";
import { placeGroup } from "../../support/place-group";
import { toolsOrSkip } from "../../support/tools";
import { evaluations } from "./asked";
import { type Verdicts, verdictsOf } from "./verdicts";

const tools = toolsOrSkip("promtool");

const about = { summary: "Something", description: "is {{ $value }}" } as const;

const alerts = [
  alert({ ...about, name: "EdgeAbove", expr: "value", above: { warning: 5, critical: 8 }, for: "30s" }),
  alert({ ...about, name: "EdgeBelow", expr: "value", below: { warning: 5 }, for: "0s" }),
  alert({ ...about, name: "EdgeCondition", expr: "value / divisor", severity: "warning", for: "20s" }),
  alert({ ...about, name: "EdgeKept", expr: "value", above: { warning: 5 }, for: "10s", keepFiringFor: "30s" }),
  alert({
    ...about,
    name: "EdgeConditionKept",
    expr: "value == 1",
    severity: "warning",
    for: "0s",
    keepFiringFor: "30s",
  }),
];

const two = (first: string, second: string) => ({ 'value{n="1"}': first, 'value{n="2"}': second });

/** What is said is not judged here: only that both say the same, at each evaluation until then. */
const until = (end: Duration, given: Scenario["given"]) => ({
  given,
  interval: "10s" as const,
  expect: Object.fromEntries(evaluations(0, seconds(end), "10s").map((time) => [`${time}s`, ["warning"] as const])),
});

const edges = [
  ...scenarios("EdgeAbove", {
    "a value on the threshold": until("3m", two("5x12", "6x12")),
    "a value that is not a number, or infinite": until("3m", two("6x4 NaN NaN NaN 6x4", "6x4 Inf Inf -Inf 6x4")),
    "one of two series ends": until("4m", two("6x4 stale", "6x20")),
    "a series that comes back is pending anew": until("6m", two("6x4 stale _x3 6x20", "6x30")),
    "all series end": until("4m", two("6x6 stale", "9x6 stale")),
    "a series that is not scraped for a while": until("6m", two("6x4 _x4 6x10", "6x20")),
    "it falls below for one evaluation": until("4m", two("6x5 4 6x10", "9x5 7x1 9x10")),
  }),
  ...scenarios("EdgeBelow", {
    "a value on the threshold": until("2m", two("5x12", "4x12")),
    "a value that is not a number": until("2m", two("NaN NaN 4 4 4 4 4 4", "4x12")),
    "one of two series ends": until("2m", two("4x4 stale", "4x12")),
  }),
  ...scenarios("EdgeCondition", {
    "any value is a reason, 0 and what is no number too": until("3m", {
      ...two("0x12", "1x12"),
      'divisor{n="1"}': "0x12",
      'divisor{n="2"}': "0x12",
    }),
    "one of two series ends": until("3m", {
      ...two("1x4 stale", "1x12"),
      'divisor{n="1"}': "1x12",
      'divisor{n="2"}': "1x12",
    }),
  }),
  ...scenarios("EdgeKept", {
    "it goes on firing below the threshold, and is over at the same evaluation": until("5m", two("6x4 1x20", "6x24")),
    "it comes back while it goes on firing": until("5m", two("6x4 1 6x20", "6x24")),
    "one of two series ends while it fires": until("5m", two("6x4 stale", "6x24")),
    "all series end while it fires": until("5m", two("6x4 stale", "6x4 stale")),
  }),
  ...scenarios("EdgeConditionKept", {
    "one of two is over": until("4m", two("1x4 0x12", "1x16")),
    "both are over at once": until("4m", two("1x4 0x12", "1x4 0x12")),
    "both are over, and one comes back": until("4m", two("1x4 0x1 1x12", "1x6 0x10")),
  }),
];

/** The one case that is known in which they differ. */
const [longer] = scenarios("EdgeConditionKept", {
  "both are over, one after the other": until("4m", two("1x4 0x12", "1x6 0x10")),
});

const mixin: Mixin = {
  name: "edge",
  layers: {},
  targets: "services",
  shardBy: "service",
  catalogue: { exporter: "none", version: "1", source: "this test", metrics: [] },
  scrapeInterval: "10s",
  recordings: [],
  alerts,
  dashboards: [dashboard({ uid: "edge", title: "Edge", description: "", tags: [], variables: [], rows: [] })],
  scenarios: edges,
  normal: [],
  explains: [],
  overview: [],
};

describe.skipIf(!tools)("both forms say the same where", () => {
  let verdicts: Map<string, Verdicts>;
  beforeAll(async () => {
    const group = placeGroup(mixin, { settings: settings(), endpoints });
    verdicts = await verdictsOf(tools?.promtool ?? "", group, [...edges, ...(longer ? [longer] : [])]);
  }, 120_000);

  test.each(edges.map((scenario) => nameOf(scenario)))("%s", (name) => {
    const found = verdicts.get(name);
    expect(found?.prometheus.some(({ firing, pending }) => firing.length + pending.length > 0)).toBe(true);
    expect(found?.grafana).toEqual(found?.prometheus);
  });

  // Without any series left, Grafana begins to count anew for all that still fire.
  test("the series of a condition end one after the other: but Grafana may fire longer, by at most keep_firing_for", () => {
    const found = longer && verdicts.get(nameOf(longer));
    const lasts = (side: Verdicts["grafana"] = [], n: string) =>
      side.findLast(({ firing }) => firing.some((labels) => labels.includes(`n="${n}"`)))?.at ?? 0;
    expect(lasts(found?.grafana, "2")).toBe(lasts(found?.prometheus, "2"));
    expect(lasts(found?.grafana, "1")).toBeGreaterThan(lasts(found?.prometheus, "1"));
    expect(lasts(found?.grafana, "1") - lasts(found?.prometheus, "1")).toBeLessThanOrEqual(30);
  });
});
