// An estate whose Prometheus scrapes it and evaluates its rules, and what that takes.
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { EVALUATION_INTERVAL } from "../../../components/monitoring";
import { prometheusConfig, prometheusEnvironment, ruleFile } from "../../../components/prometheus";
import { seconds } from "../../../components/rules";
import { freePort } from "../../support/ports";
import { makeDatabase } from "../estate/database";
import { type Estate, estateOf, estateSettings, shownBy } from "../estate/estate";
import { scrapedFrom, startExporter, textOf } from "../estate/exporter";
import { Courses, startOf } from "../estate/history";
import { byHand } from "../queries/by-hand";
import { knownOf } from "../queries/panels";
import type { Surroundings } from "../shared/benchmark";
import { type EvaluatedGroup, Prometheus } from "../shared/prometheus";
import { median, sum } from "../shared/statistics";

/** What rules compare with a day before read. */
const HISTORY_SECONDS = 86_400 + 7_200;
const STEP_SECONDS = 30;

/** What one evaluation takes, in seconds; medians. */
export interface Part {
  name: string;
  /** The interval at which it is evaluated. */
  every: number;
  takes: number;
}

export interface Evaluated {
  groups: readonly Part[];
  /** Of all groups, each by `GROUP: RULE`. */
  rules: readonly Part[];
  /** Groups' evaluations that were left out because the one before had not ended. */
  missed: number;
  /** What Prometheus takes of a core for scraping and evaluating together. */
  core: number;
}

export interface Figures extends Evaluated {
  /** Seconds to ask all rules once: ours, and all alerts on raw expressions. */
  asked: { ours: number; byHand: number };
}

export class EvaluatedEstate {
  private constructor(
    readonly services: number,
    readonly estate: Estate,
    readonly series: number,
    readonly prometheus: Prometheus,
    readonly stop: () => Promise<void>,
  ) {}

  /** Makes a history of so many services, a day's by default; `start` then begins to scrape them. */
  static async prepare(services: number, { folder, tools, say }: Surroundings, historySeconds = HISTORY_SECONDS) {
    const estate = estateOf(estateSettings(services));
    const endSeconds = Math.floor(Date.now() / 1000);
    const courses = new Courses({ startSeconds: endSeconds - historySeconds, endSeconds, stepSeconds: STEP_SECONDS });
    const database = await makeDatabase(tools.prometheus, join(folder, `rules-${services}`), estate, courses);
    const { series } = database.size;
    say(`${services} services: ${estate.targets.length} targets, ${series.toLocaleString("en-US")} series`);
    const start = async () => {
      const exporter = await startExporter(shownFrom(estate, startOf(endSeconds)));
      const monitoring = scrapedFrom(exporter.address, estate.monitoring);
      const prometheus = await Prometheus.start({
        prometheus: tools.prometheus,
        folder: database.folder,
        port: await freePort(),
        environment: prometheusEnvironment(monitoring.forecast.expected),
        config: prometheusConfig(monitoring, { alertmanagers: [], ruleFiles: ["*.rules.yml"] }),
        ruleFiles: Object.fromEntries(monitoring.groups.map((group) => [`${group.name}.rules.yml`, ruleFile(group)])),
      }).catch(async (error) => {
        await exporter.close();
        throw error;
      });
      let stopped = false;
      return new EvaluatedEstate(services, estate, series, prometheus, async () => {
        if (stopped) return;
        stopped = true;
        await prometheus.stop();
        await exporter.close();
      });
    };
    return { start };
  }

  /** Looks at each group's last evaluation so many times, an interval apart. */
  async figures(looks: number): Promise<Figures> {
    return { ...(await this.evaluated(looks)), asked: await this.askOnce() };
  }

  /** The same, without asking for each rule once. */
  async evaluated(looks: number): Promise<Evaluated> {
    const seen: EvaluatedGroup[][] = [];
    const cpu = async () => sum([...(await this.prometheus.ownMetric("process_cpu_seconds_total")).values()]);
    const [before, begun] = [await cpu(), Date.now()];
    for (let look = 0; look < looks; look++) {
      await sleep(seconds(EVALUATION_INTERVAL) * 1000);
      seen.push(await this.prometheus.ruleGroups());
    }
    const core = ((await cpu()) - before) / ((Date.now() - begun) / 1000);
    const broken = await this.prometheus.brokenRules();
    if (broken.length > 0) throw new Error(`Rules cannot be evaluated:\n${broken.join("\n")}`);
    const missed = await this.prometheus.ownMetric("prometheus_rule_group_iterations_missed_total");
    const [first = []] = seen;
    return {
      groups: first.map(({ name, interval }, group) => ({
        name,
        every: interval,
        takes: median(seen.map((look) => look[group]?.evaluationTime ?? 0)),
      })),
      rules: first.flatMap((of, group) =>
        of.rules.map(({ name }, rule) => ({
          name: `${of.name}: ${name}`,
          every: of.interval,
          takes: median(seen.map((look) => look[group]?.rules[rule]?.evaluationTime ?? 0)),
        })),
      ),
      missed: sum([...missed.values()]),
      core,
    };
  }

  private async askOnce(): Promise<Figures["asked"]> {
    const known = knownOf(this.estate);
    const at = Date.now() / 1000;
    const { groups } = this.estate.monitoring;
    const took = async (exprs: readonly string[]) => {
      const answers = [];
      for (const expr of exprs) answers.push(await this.prometheus.ask({ expr, at }));
      return sum(answers.map(({ seconds }) => seconds));
    };
    const alerts = groups.flatMap((group) => group.alerts.map(({ expr }) => expr));
    const recordings = groups.flatMap((group) => group.recordings.map(({ expr }) => expr));
    return {
      ours: await took([...recordings, ...alerts]),
      byHand: await took(alerts.map((expr) => byHand(expr, known))),
    };
  }
}

/** What each target shows, by its job and its place in it. Those that are alike show the same for a second: it is made once. */
function shownFrom({ targets }: Estate, start: number) {
  const known = new Map(targets.map((target) => [`${target.job} ${target.place}`, target]));
  const texts = new Map<string, { second: number; text: string }>();
  return (job: string, place: number) => {
    const [target, now] = [known.get(`${job} ${place}`), Date.now() / 1000];
    if (!target) return undefined;
    const [like, second] = [`${target.mixin.name} ${target.like}`, Math.floor(now)];
    const made = texts.get(like);
    if (made?.second === second) return made.text;
    const text = textOf(target, shownBy(target, { now, start }), now);
    texts.set(like, { second, text });
    return text;
  };
}
