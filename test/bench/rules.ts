// Rules: how long a Prometheus that scrapes an estate takes to evaluate all rules, as a share of their interval.
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { EVALUATION_INTERVAL } from "../../components/monitoring";
import { prometheusConfig, ruleFile } from "../../components/prometheus";
import { seconds } from "../../components/rules";
import { freePort } from "../support/ports";
import { makeDatabase } from "./estate/database";
import { estateOf, estateSettings, shownBy } from "./estate/estate";
import { scrapedFrom, startExporter, textOf } from "./estate/exporter";
import { Courses, startOf } from "./estate/history";
import { byHand } from "./queries/by-hand";
import { knownOf } from "./queries/panels";
import type { Benchmark, Outcome, Surroundings } from "./shared/benchmark";
import { Prometheus } from "./shared/prometheus";
import { growthExponent, median, sum } from "./shared/statistics";

const SIZES = { whole: [10, 50, 200], quick: [10] };
const HISTORY_SECONDS = 86_400 + 7_200;
const STEP_SECONDS = 30;
/** Until the shortest windows have been scraped. */
const SETTLE_SECONDS = { whole: 30, quick: 15 };
/** Each group's last evaluation is looked at so many times, an interval apart. */
const LOOKS = { whole: 4, quick: 2 };
const SHARE = 0.1;

interface Found {
  services: number;
  series: number;
  rules: number;
  /** Seconds that all groups take for one evaluation, and the slowest of them. */
  evaluation: number;
  slowest: { group: string; seconds: number };
  missed: number;
  /** What Prometheus takes of a core for scraping and evaluating together. */
  core: number;
  /** Seconds to ask all rules once: ours, and all alerts on raw expressions. */
  asked: { ours: number; byHand: number };
}

export const rules: Benchmark = {
  name: "rules",
  compares: "one evaluation of all our recordings and alerts with one of the same alerts on raw expressions",
  minutes: { whole: 5, quick: 1 },
  run: async (surroundings): Promise<Outcome> => {
    const found: Found[] = [];
    for (const services of SIZES[surroundings.quick ? "quick" : "whole"])
      found.push(await ofSize(services, surroundings));
    const interval = seconds(EVALUATION_INTERVAL);
    const percent = (part: number) => `${((100 * part) / interval).toFixed(1)} %`;
    const largest = found.at(-1);
    if (!largest) throw new Error("No size was measured");
    const exponent = growthExponent(found.map(({ series, evaluation }) => ({ size: series, cost: evaluation })));
    return {
      tables: [
        {
          title: `One evaluation of all rules, due every ${EVALUATION_INTERVAL}`,
          columns: [
            "services",
            "series",
            "rules",
            "all groups s",
            "share",
            "slowest group",
            "s",
            "missed",
            "of a core, with scraping",
            "asked once: ours s",
            "alerts by hand s",
            "faster",
          ],
          rows: found.map(({ services, series, rules, evaluation, slowest, missed, core, asked }) => [
            String(services),
            series,
            rules,
            evaluation,
            percent(evaluation),
            slowest.group,
            slowest.seconds,
            missed,
            `${(100 * core).toFixed(0)} %`,
            asked.ours,
            asked.byHand,
            `${(asked.byHand / asked.ours).toFixed(1)} ×`,
          ]),
        },
      ],
      goals: [
        {
          what: `evaluation of all rules, ${largest.services} services`,
          goal: `under ${100 * SHARE} % of the interval`,
          found: percent(largest.evaluation),
          met: largest.evaluation < SHARE * interval,
        },
      ],
      notes: [
        `Prometheus scrapes all targets meanwhile. The share is of the sum over all groups, which it evaluates beside each other.${found.length > 1 ? ` It grows with the ${exponent.toFixed(2)}th power of the series.` : ""}`,
        "Asked once: each rule as a query of its own, over HTTP, on the same Prometheus. The alerts by hand have no recordings that panels could read.",
      ],
    };
  },
};

async function ofSize(services: number, { quick, folder, tools, say }: Surroundings): Promise<Found> {
  const mode = quick ? "quick" : "whole";
  const estate = estateOf(estateSettings(services));
  const endSeconds = Math.floor(Date.now() / 1000);
  const courses = new Courses({ startSeconds: endSeconds - HISTORY_SECONDS, endSeconds, stepSeconds: STEP_SECONDS });
  const database = await makeDatabase(tools.prometheus, join(folder, `rules-${services}`), estate, courses);
  const start = startOf(endSeconds);
  const targets = new Map(estate.targets.map((target) => [`${target.job} ${target.place}`, target]));
  const exporter = await startExporter((job, place) => {
    const [target, now] = [targets.get(`${job} ${place}`), Date.now() / 1000];
    return target && textOf(target, shownBy(target, { now, start }), now);
  });
  const monitoring = scrapedFrom(exporter.address, estate.monitoring);
  const prometheus = await Prometheus.start({
    prometheus: tools.prometheus,
    folder: database.folder,
    port: await freePort(),
    config: prometheusConfig(monitoring, { alertmanagers: [], ruleFiles: ["*.rules.yml"] }),
    ruleFiles: Object.fromEntries(monitoring.groups.map((group) => [`${group.name}.rules.yml`, ruleFile(group)])),
  }).catch(async (error) => {
    await exporter.close();
    throw error;
  });
  try {
    say(
      `${services} services: ${estate.targets.length} targets, ${database.size.series.toLocaleString("en-US")} series`,
    );
    await sleep(SETTLE_SECONDS[mode] * 1000);
    const durations: Map<string, number>[] = [];
    const cpu = async () => sum([...(await prometheus.ownMetric("process_cpu_seconds_total")).values()]);
    const [before, begun] = [await cpu(), Date.now()];
    for (let look = 0; look < LOOKS[mode]; look++) {
      await sleep(seconds(EVALUATION_INTERVAL) * 1000);
      durations.push(await prometheus.ownMetric("prometheus_rule_group_last_duration_seconds"));
    }
    const core = ((await cpu()) - before) / ((Date.now() - begun) / 1000);
    const groups = [...(durations[0]?.keys() ?? [])].map((labels) => ({
      group: /([\w-]+)\.rules\.yml/.exec(labels)?.[1] ?? labels,
      seconds: median(durations.map((one) => one.get(labels) ?? 0)),
    }));
    const broken = await prometheus.brokenRules();
    if (broken.length > 0) throw new Error(`Rules cannot be evaluated:\n${broken.join("\n")}`);
    const missed = await prometheus.ownMetric("prometheus_rule_group_iterations_missed_total");
    const found: Found = {
      services,
      series: database.size.series,
      rules: monitoring.groups.reduce((count, { recordings, alerts }) => count + recordings.length + alerts.length, 0),
      evaluation: sum(groups.map((group) => group.seconds)),
      slowest: groups.sort((a, b) => b.seconds - a.seconds)[0] ?? { group: "none", seconds: 0 },
      missed: sum([...missed.values()]),
      core,
      asked: await askOnce(prometheus, estate),
    };
    say(
      `${services} services: all groups take ${found.evaluation.toFixed(2)} s, ${found.slowest.group} ${found.slowest.seconds.toFixed(2)} s`,
    );
    return found;
  } finally {
    await prometheus.stop();
    await exporter.close();
  }
}

async function askOnce(prometheus: Prometheus, estate: ReturnType<typeof estateOf>): Promise<Found["asked"]> {
  const known = knownOf(estate);
  const at = Date.now() / 1000;
  const { groups } = estate.monitoring;
  const took = async (exprs: readonly string[]) => {
    const answers = [];
    for (const expr of exprs) answers.push(await prometheus.ask({ expr, at }));
    return sum(answers.map(({ seconds }) => seconds));
  };
  const alerts = groups.flatMap((group) => group.alerts.map(({ expr }) => expr));
  const recordings = groups.flatMap((group) => group.recordings.map(({ expr }) => expr));
  return {
    ours: await took([...recordings, ...alerts]),
    byHand: await took(alerts.map((expr) => byHand(expr, known))),
  };
}
