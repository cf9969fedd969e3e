// Million: what one Prometheus takes for a million series, with all rules and dashboards.
import { setTimeout as sleep } from "node:timers/promises";
import { askedOver, paint, RANGES } from "./queries/measure";
import { panelQueries } from "./queries/panels";
import { EvaluatedEstate } from "./rules/evaluated";
import type { Benchmark, Outcome } from "./shared/benchmark";
import { sum } from "./shared/statistics";

const SERVICES = { whole: 2_000, quick: 20 };
/** Panels show an hour; what compares with a day before finds nothing. */
const HISTORY_SECONDS = 7_200;
/** Until windows of five minutes have been scraped. */
const SETTLE_SECONDS = { whole: 330, quick: 35 };
const LOOKS = { whole: 5, quick: 2 };
const SHARE = 0.2;
const FIRST_PAINT_SECONDS = 2;
const SLOWEST = 8;

export const million: Benchmark = {
  name: "million",
  compares: "the evaluation of all rules, and all dashboards, of one Prometheus with the time that they may take",
  minutes: { whole: 15, quick: 1.5 },
  run: async (surroundings): Promise<Outcome> => {
    const mode = surroundings.quick ? "quick" : "whole";
    const running = await (await EvaluatedEstate.prepare(SERVICES[mode], surroundings, HISTORY_SECONDS)).start();
    try {
      surroundings.say(`scraping for ${SETTLE_SECONDS[mode]} s`);
      await sleep(SETTLE_SECONDS[mode] * 1000);
      const { groups, rules, missed, core } = await running.evaluated(LOOKS[mode]);
      const own = async (name: string) => sum([...(await running.prometheus.ownMetric(name)).values()]);
      const memory = (await own("process_resident_memory_bytes")) / 1e9;
      const series = await own("prometheus_tsdb_head_series");
      const share = sum(groups.map(({ takes, every }) => takes / every));
      surroundings.say(`${series.toLocaleString("en-US")} series; rules take ${percent(share)} of their intervals`);
      const paints = await firstPaints(running);
      const slowest = Math.max(...paints.map(({ seconds }) => seconds));
      return {
        tables: [
          {
            title: `One Prometheus, ${SERVICES[mode].toLocaleString("en-US")} services`,
            columns: ["targets", "series", "rules, share of the interval", "missed", "cores", "memory, GB"],
            rows: [[running.estate.targets.length, series, percent(share), missed, core, memory]],
          },
          {
            title: "What takes most",
            columns: ["group: rule", "every s", "takes s"],
            rows: [...rules]
              .sort((a, b) => b.takes / b.every - a.takes / a.every)
              .slice(0, SLOWEST)
              .map(({ name, every, takes }) => [name, every, takes]),
          },
          {
            title: "First paint of each dashboard, an hour, six queries at a time",
            columns: ["dashboard", "queries", "seconds"],
            rows: paints.map(({ dashboard, queries, seconds }) => [dashboard, queries, seconds]),
          },
        ],
        goals: [
          {
            what: "evaluation of all rules, a million series",
            goal: `under ${100 * SHARE} % of the interval`,
            found: percent(share),
            met: share < SHARE && missed === 0,
          },
          {
            what: "first paint of every dashboard, a million series",
            goal: `at most ${FIRST_PAINT_SECONDS} s`,
            found: `at most ${slowest.toFixed(1)} s`,
            met: slowest <= FIRST_PAINT_SECONDS,
          },
        ],
        notes: [
          "Everything scrapes, evaluates, answers panels and shows the targets on the same two cores.",
          "Series are those in memory, with the recorded ones. Variables of a dashboard select everything.",
        ],
      };
    } finally {
      await running.stop();
    }
  },
};

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

async function firstPaints({ estate, prometheus }: EvaluatedEstate) {
  const [range] = RANGES;
  const end = Math.floor(Date.now() / 1000);
  const asked = panelQueries(estate);
  const paints: { dashboard: string; queries: number; seconds: number }[] = [];
  for (const dashboard of new Set(asked.map((query) => query.dashboard))) {
    const of = asked.filter((query) => query.dashboard === dashboard);
    const queries = of.map((query) => askedOver(query, query.ours, range, end));
    paints.push({ dashboard, queries: of.length, seconds: await paint(prometheus, queries) });
  }
  return paints;
}
