// An hour at rest, where no package of Debian's is installed: what the parts of a real local environment show is played for an
// hour, as it stands and as it grew within a minute, and no rule fires on it but the dead-man's switch.
import { readdir, readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { yaml } from "../../components/prometheus";
import { selectorOf } from "../../components/rules";
import { testRules } from "../../infra/commands/test/promtool";
import { NATIVE_TOOLS } from "../../infra/machine/tools";
import { toolsOrSkip } from "../support/tools";
import { withoutPackages } from "./clean-root";
import { House } from "./house";

const tools = toolsOrSkip("pulumi", ...NATIVE_TOOLS);

const STEP_SECONDS = 15;
const HOUR_STEPS = 240;
/** Between the two looks: two scrapes of everything at least. */
const APART_SECONDS = 60;

/** What is scraped, without what rules make of it. */
const SCRAPED = '{job=~".+",__name__!~".*:.*|ALERTS|ALERTS_FOR_STATE|scrape_.+"}';

/**
 * Alerts on the machine where the tests run, which are right where this is so: it is busy with other tests, one of
 * them has the kernel kill what takes too much memory, its disk is nearly
 * full, or it is a container whose clock somebody else keeps.
 */
const TRUE_OF_THE_MACHINE: Readonly<Record<string, string>> = {
  NodeClockNotSynchronising: 'node_timex_sync_status{job="node"} == 0',
  NodeCPUHighUsage: 'node_load5{job="node"} > 2',
  NodeSystemSaturation: 'node_load5{job="node"} > 2',
  NodeOomKillDetected: 'increase(node_vmstat_oom_kill{job="node"}[15m]) > 0',
  NodeFilesystemAlmostOutOfSpace: "instance_mountpoint:node_filesystem_avail:ratio < 0.1",
};

interface Seen {
  at: number;
  values: Map<string, number>;
}

describe.skipIf(!tools)("an hour at rest", () => {
  let house: House;

  beforeAll(async () => {
    house = await House.build(withoutPackages());
    await house.does(["up"]);
    // Rates need their window, and what begins with the first minute has begun.
    await sleep(90_000);
  });
  afterAll(() => house.tearDown());

  /** Those of which nothing on this machine is the cause. */
  async function unfounded(alerts: readonly (string | undefined)[]) {
    const founded = await Promise.all(
      Object.entries(TRUE_OF_THE_MACHINE).map(async ([alert, expr]) =>
        (await house.query(expr)).length > 0 ? [alert] : [],
      ),
    );
    return alerts.filter((alert) => alert !== undefined && !founded.flat().includes(alert));
  }

  async function look(): Promise<Seen> {
    const found = await house.query(SCRAPED);
    const values = found.map(({ metric: { __name__: name = "", ...labels }, value }) => {
      return [selectorOf({ name, labels }), Number(value[1])] as const;
    });
    return { at: found[0]?.value[0] ?? 0, values: new Map(values) };
  }

  test("fires nothing but the dead-man's switch", async () => {
    const first = await look();
    await sleep(APART_SECONDS * 1_000);
    const second = await look();
    expect(second.values.size).toBeGreaterThan(1_000);
    const folder = house.path("local", "prometheus", "config", "current", "rules");
    const files = await Promise.all(
      (await readdir(folder)).map(async (name) => [name, await readFile(`${folder}/${name}`, "utf8")] as const),
    );
    const firing = `count by (alertname) (last_over_time(ALERTS{alertstate="firing"}[2h]))`;
    const { output } = await testRules(tools?.promtool ?? "", {
      rules: Object.fromEntries(files),
      tests: {
        "hour.yml": yaml({
          rule_files: files.map(([name]) => name),
          evaluation_interval: `${STEP_SECONDS}s`,
          tests: [
            {
              interval: `${STEP_SECONDS}s`,
              input_series: hourOf(first, second),
              promql_expr_test: [
                // Nothing is called so: promtool then prints what it got instead.
                { expr: firing, eval_time: "1h", exp_samples: [{ labels: "nothing", value: 1 }] },
              ],
            },
          ],
        }),
      },
    });
    const [, got] = output.split("got:");
    if (got === undefined) throw new Error(output);
    const fired = [...got.matchAll(/alertname="([^"]+)"/g)].map(([, name]) => name);
    expect(await unfounded(fired)).toEqual(["Watchdog"]);
  });

  test("has fired nothing else meanwhile, nor is anything about to", async () => {
    const known = await house.query("count by (alertname) (ALERTS)");
    expect(await unfounded(known.map(({ metric }) => metric.alertname))).toEqual(["Watchdog"]);
  });
});

/** Each series as it stands, or growing as it grew; times are counted from the hour's beginning, as promtool's are. */
function hourOf(first: Seen, second: Seen) {
  return [...second.values].flatMap(([series, value]) => {
    const before = first.values.get(series);
    if (!Number.isFinite(value)) return [];
    const isTime = /^\w*(timestamp|time)_seconds\b/.test(series) && value > 1e9;
    const grows = before !== undefined && value > before && (isTime || /^\w+_(total|count|sum|bucket)\b/.test(series));
    const slope = grows ? ((value - before) / (second.at - first.at)) * STEP_SECONDS : 0;
    const start = isTime ? value - second.at : value;
    return [{ series, values: `${start}${slope < 0 ? "-" : "+"}${Math.abs(slope)}x${HOUR_STEPS}` }];
  });
}
