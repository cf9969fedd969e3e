// At any scrape interval, no recording of healthy services, hosts and probes is without data: through the real promtool.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import execa from "execa";
import { expect, test } from "vitest";
import type { Mixin } from "../../components/mixins";
import { assemble, mixinsInUse } from "../../components/monitoring";
import { ruleFile } from "../../components/prometheus";
import { expressionIn, metricsIn, readingsIn, walk } from "../../components/promql";
import { type Duration, samplesOf, seconds, selectorOf } from "../../components/rules";
import { COLLECT_RARELY } from "../../infra/commands/test/promtool";
import { endpoints, settings } from "../support/environment";
import { toolsOrSkip } from "../support/tools";

const tools = toolsOrSkip("promtool");

const INTERVALS: Duration[] = ["5s", "30s", "60s", "5m"];
const MIXINS = ["service", "node", "blackbox"];

/** Long enough for four scrapes at the longest interval, and what averages over them. */
const PLAYED_SECONDS = 2700;

/** What looks further back than is played here is known later, at any interval. */
const LONG_SECONDS = 1800;

const looksBack = (expr: string) =>
  Math.max(
    0,
    ...readingsIn(expr).map(({ reads, seconds: window = 0 }) => {
      if (reads === "now") return 0;
      return reads === "range" ? window : Number.POSITIVE_INFINITY;
    }),
    ...walk(expressionIn(expr)).map(({ part }) => (part.kind === "subquery" ? (part.seconds ?? 0) : 0)),
  );

/** The series of the mixin's healthy targets, a sample a scrape. */
function shown(mixin: Mixin, every: number): Record<string, string> {
  const scrapes = Math.floor(PLAYED_SECONDS / every) + 1;
  const series = mixin.normal.flatMap((normal, index) => {
    const target = {
      job: mixin.name,
      instance: `${mixin.name}-${index}`,
      service: "shop",
      team: "sales",
      host: "web-1",
    };
    const at = (now: number) => [
      { name: "up", labels: {}, value: 1 },
      { name: "scrape_duration_seconds", labels: {}, value: 0.02 },
      ...mixin.catalogue.metrics.flatMap((metric) => samplesOf(metric, normal, { now, start: -86_400 })),
    ];
    const all = Array.from({ length: scrapes }, (_, scrape) => at(scrape * every));
    return (all[0] ?? []).map(({ name, labels }, one): [string, string] => [
      selectorOf({ name, labels: { ...target, ...labels } }),
      all.map((samples) => String(Number((samples[one]?.value ?? 0).toPrecision(9)))).join(" "),
    ]);
  });
  return Object.fromEntries(series);
}

async function withoutData(name: string, interval: Duration): Promise<string[]> {
  const usual = settings({ scrape: { interval } });
  const mixin = mixinsInUse(usual).find((one) => one.name === name);
  const groups = assemble("test", usual, endpoints).groups.filter((group) => group.mixin === name);
  if (!mixin || groups.length === 0) throw new Error(`There is no mixin ${name}`);
  const recordings = groups.flatMap((group) => group.recordings);
  const isLong = (record: string, seen: readonly string[] = []): boolean =>
    recordings
      .filter((one) => one.record === record)
      .some(
        ({ expr }) =>
          looksBack(expr) > LONG_SECONDS ||
          metricsIn(expr).some((name) => !seen.includes(name) && isLong(name, [...seen, name])),
      );
  // What stands in for targets that are gone has none here.
  const expected = [...new Set(recordings.map(({ record }) => record))].filter(
    (record) => !isLong(record) && !/absent|missing/.test(record),
  );
  const folder = await mkdtemp(join(tmpdir(), "data-"));
  try {
    for (const group of groups) await writeFile(join(folder, `${group.name}.yml`), ruleFile(group));
    const file = {
      rule_files: groups.map((group) => `${group.name}.yml`),
      evaluation_interval: "10s",
      tests: [
        {
          interval,
          input_series: Object.entries(shown(mixin, seconds(interval))).map(([series, values]) => ({ series, values })),
          promql_expr_test: expected.map((record) => ({
            expr: `count(${record}) > bool 0`,
            eval_time: `${PLAYED_SECONDS}s`,
            exp_samples: [{ labels: "{}", value: 1 }],
          })),
        },
      ],
    };
    await writeFile(join(folder, "test.yml"), JSON.stringify(file));
    const { all = "" } = await execa(tools?.promtool ?? "", ["test", "rules", "test.yml"], {
      cwd: folder,
      reject: false,
      all: true,
      env: COLLECT_RARELY,
    });
    expect(expected.length).toBeGreaterThan(0);
    return [...all.matchAll(/expr: "(.+)", time/g)].map(([, expr = ""]) => expr);
  } finally {
    await rm(folder, { recursive: true });
  }
}

test.skipIf(!tools).each(MIXINS.flatMap((mixin) => INTERVALS.map((interval) => [mixin, interval] as const)))(
  "no recording of %s is without data, scraped every %s",
  async (mixin, interval) => expect(await withoutData(mixin, interval)).toEqual([]),
  120_000,
);
