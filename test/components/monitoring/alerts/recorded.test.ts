// How old recordings are, in the detection latency: the figures are those of the worst offsets at which groups can be evaluated, found
// by trying all of them, and no more.
import { describe, expect, test } from "vitest";
import { assemble, type RuleGroup } from "../../../../components/monitoring";
import { withRecorded } from "../../../../components/monitoring/alerts/recorded";
import { type Duration, recording, seconds } from "../../../../components/rules";
import { endpoints, everyMixin } from "../../../support/environment";

const { groups } = assemble("test", everyMixin(), endpoints);
const [like] = groups.flatMap(({ alerts }) => alerts);
if (!like) throw new Error("no alert");

const recorded = (record: string, expr: string) =>
  recording({ record, expr, unit: "ratio", labels: ["service"], adds: {} });

function group(name: string, interval: Duration, recordings: RuleGroup["recordings"], expr?: string): RuleGroup {
  const alerts = expr === undefined ? [] : [{ ...like, expr, latencySeconds: 0 } as RuleGroup["alerts"][number]];
  return { name, mixin: name, shardBy: "service", interval, recordings, alerts };
}

const latencyOf = (all: readonly RuleGroup[], more: Parameters<typeof withRecorded>[1] = {}) =>
  withRecorded(all, more)
    .flatMap(({ alerts }) => alerts)
    .map(({ latencySeconds }) => latencySeconds);

/** The longest time until the last of groups that read each other has seen what is there at 0, over all of their offsets. */
function worst(intervals: readonly Duration[]): number {
  const [first, ...others] = intervals;
  if (first === undefined) return 0;
  // An evaluation at the very time at which something comes to be does not see it.
  const seen = Array.from({ length: seconds(first) }, (_, at) => at + 1);
  return Math.max(...seen) + worst(others);
}

const evaluation = (interval: Duration) => seconds(interval);

describe("what an alert reads", () => {
  const alert = (expr: string, recordings: RuleGroup["recordings"] = []) => group("c", "10s", recordings, expr);

  test("of scraped series is as new as they are", () => {
    expect(latencyOf([alert("up == 0")])).toEqual([0]);
  });

  test("of its own group is evaluated just before it, through others as well", () => {
    const own = [recorded("a:b:c", "rate(x_total[1m])"), recorded("a:b:d", "a:b:c * 2")];
    expect(latencyOf([alert("a:b:d > 1", own)])).toEqual([0]);
    // In the other order the first reads what the second was.
    expect(latencyOf([alert("a:b:d > 1", [...own].reverse())])).toEqual([10]);
  });

  test("of other groups is as old as the worst offsets of all of them make it", () => {
    const all = [
      group("a", "10s", [recorded("a:b:c", "rate(x_total[1m])")]),
      group("b", "30s", [recorded("b:c:d", "a:b:c * 2")]),
      alert("b:c:d > 1"),
    ];
    expect(latencyOf(all).map((age) => age + evaluation("10s"))).toEqual([worst(["10s", "30s", "10s"])]);
  });

  test("of several is as old as the oldest; what `unless` leaves out is not waited for", () => {
    const all = [group("a", "10s", [recorded("a:b:c", "x")]), group("b", "30s", [recorded("b:c:d", "x")])];
    expect(latencyOf([...all, alert("a:b:c > 1 and b:c:d")])).toEqual([30]);
    expect(latencyOf([...all, alert("a:b:c > 1 unless b:c:d")])).toEqual([10]);
  });

  test("is that of the recordings that it selects, where several have one name", () => {
    const own = (job: string) => recording({ ...recorded("a:b:c", "x"), adds: { job } });
    const all = [group("a", "10s", [own("a")]), group("b", "30s", [own("b")])];
    expect(latencyOf([...all, alert('a:b:c{job="a"} == 0')])).toEqual([10]);
    expect(latencyOf([...all, alert("a:b:c == 0")])).toEqual([30]);
  });

  test("that reads itself reads what it was", () => {
    expect(latencyOf([alert("a:b:c == 0", [recorded("a:b:c", "absent(x) - 1 or a:b:c")])])).toEqual([0]);
  });

  test("is another program's where Grafana evaluates alerts, and waits to be written where a storage elsewhere does", () => {
    const own = [alert("a:b:c > 1", [recorded("a:b:c", "x")])];
    expect(latencyOf(own, { evaluates: "grafana" })).toEqual([10]);
    expect(latencyOf([alert("up == 0")], { writtenWithin: "5s" })).toEqual([5]);
  });
});

describe("in an environment with every mixin", () => {
  const found = (name: string, severity: string) =>
    groups.flatMap(({ alerts }) => alerts).find((one) => one.alert.name === name && one.severity === severity);

  test("error budgets read what services record in another group", () => {
    // A scrape, the service's group, its own, the group's wait.
    expect(found("SloBudgetBurningFast", "critical")?.latencySeconds).toBe(10 + 10 + 10 + 5);
  });

  test("what any mixin records of missing inputs is as old as a group that is evaluated every 30 s", () => {
    const missing = found("AlertInputsMissing", "warning");
    expect(missing?.latencySeconds).toBe(15 + 30 + 30 + seconds(missing?.for ?? "0s") + 35);
  });
});
