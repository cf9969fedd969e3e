// Rules: how long a Prometheus that scrapes an estate takes to evaluate all rules, as a share of their intervals.
import { setTimeout as sleep } from "node:timers/promises";
import { CALM_INTERVAL, EVALUATION_INTERVAL } from "../../components/monitoring";
import { seconds } from "../../components/rules";
import { EvaluatedEstate, type Figures, type Part } from "./rules/evaluated";
import type { Benchmark, Outcome, Surroundings } from "./shared/benchmark";
import { growthExponent, sum } from "./shared/statistics";

const SIZES = { whole: [10, 50, 200], quick: [10] };
/** Until windows of five minutes have been scraped, as they are all the time but after a start. */
const SETTLE_SECONDS = { whole: 310, quick: 35 };
const LOOKS = { whole: 5, quick: 2 };
const SHARE = 0.1;
const SLOWEST = 8;

interface Found extends Figures {
  services: number;
  series: number;
  rulesCount: number;
}

/** Of the time, what evaluating takes. */
const shareOf = (parts: readonly Part[]) => sum(parts.map(({ takes, every }) => takes / every));
const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

export const rules: Benchmark = {
  name: "rules",
  compares: "the evaluation of all our recordings and alerts with one of the same alerts on raw expressions",
  minutes: { whole: 9.5, quick: 1.2 },
  run: async (surroundings): Promise<Outcome> => {
    const found = await ofSizes(surroundings);
    const largest = found.at(-1);
    if (!largest) throw new Error("No size was measured");
    const share = shareOf(largest.groups);
    const exponent = growthExponent(found.map(({ series, groups }) => ({ size: series, cost: shareOf(groups) })));
    return {
      tables: [
        {
          title: `Evaluation of all rules: every ${EVALUATION_INTERVAL} what pages and what that reads, every ${CALM_INTERVAL} all others`,
          columns: [
            "services",
            "series",
            "rules",
            `every ${EVALUATION_INTERVAL}, s`,
            `every ${CALM_INTERVAL}, s`,
            "share of the interval",
            "missed",
            "of a core, with scraping",
            "asked once: ours s",
            "alerts by hand s",
            "faster",
          ],
          rows: found.map(({ services, series, rulesCount, groups, missed, core, asked }) => [
            String(services),
            series,
            rulesCount,
            ...[seconds(EVALUATION_INTERVAL), seconds(CALM_INTERVAL)].map((interval) =>
              sum(groups.filter(({ every }) => every === interval).map(({ takes }) => takes)),
            ),
            percent(shareOf(groups)),
            missed,
            `${(100 * core).toFixed(0)} %`,
            asked.ours,
            asked.byHand,
            `${(asked.byHand / asked.ours).toFixed(1)} ×`,
          ]),
        },
        {
          title: `What takes most, ${largest.services} services`,
          columns: ["group: rule", "every s", "takes s", "share of the interval"],
          rows: [...largest.rules]
            .sort((a, b) => shareOf([b]) - shareOf([a]))
            .slice(0, SLOWEST)
            .map((rule) => [rule.name, rule.every, rule.takes, percent(shareOf([rule]))]),
        },
      ],
      goals: [
        {
          what: `evaluation of all rules, ${largest.services} services`,
          goal: `under ${100 * SHARE} % of the interval`,
          found: percent(share),
          met: share < SHARE,
        },
      ],
      notes: [
        `The share is the sum of every group's time in its own interval; groups are evaluated beside each other. Every size has its own Prometheus, which scrapes its targets meanwhile; the largest is measured when the others have ended.${found.length > 1 ? ` It grows with the ${exponent.toFixed(2)}th power of the series.` : ""}`,
        "Asked once: each rule as a query of its own, over HTTP, on the same Prometheus. The alerts by hand have no recordings that panels could read.",
      ],
    };
  },
};

async function ofSizes(surroundings: Surroundings): Promise<Found[]> {
  const mode = surroundings.quick ? "quick" : "whole";
  const prepared = [];
  for (const services of SIZES[mode]) prepared.push(await EvaluatedEstate.prepare(services, surroundings));
  const running: EvaluatedEstate[] = [];
  try {
    for (const { start } of prepared) running.push(await start());
    surroundings.say(`scraping for ${SETTLE_SECONDS[mode]} s`);
    await sleep(SETTLE_SECONDS[mode] * 1000);
    const found: Found[] = [];
    for (const one of running) {
      const figures = await one.figures(LOOKS[mode]);
      const { services, series, estate } = one;
      surroundings.say(`${services} services: rules take ${percent(shareOf(figures.groups))} of their intervals`);
      const all = estate.monitoring.groups.flatMap(({ recordings, alerts }) => [...recordings, ...alerts]);
      found.push({ ...figures, services, series, rulesCount: all.length });
      // So that the next, which is larger, is measured without it.
      await one.stop();
    }
    return found;
  } finally {
    await Promise.all(running.map((one) => one.stop()));
  }
}
