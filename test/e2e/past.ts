// A past for a Prometheus that is about to start: what its made-up targets showed in the last two days, and what the rules
// recorded of that. What compares with yesterday then has a yesterday.
import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import execa from "execa";
import { CORE_MIXINS, type Mixin } from "../../components/mixins";
import { type Monitoring, mixinsInUse, type Settings, type Target } from "../../components/monitoring";
import { yaml } from "../../components/prometheus";
import { metricsIn } from "../../components/promql";
import { samplesOf } from "../../components/rules";
import { MADE_UP_SINCE } from "../../components/sample/generator/server";
import { Prometheus } from "../bench/shared/prometheus";
import { type BlockSeries, writeBlock } from "../bench/tsdb/block";
import { freePort } from "../support/ports";
import { FULL_HOST } from "./made-up";

const STEP_SECONDS = 60;
/** Of services, whose rules look at what came between two scrapes. */
const SERVICE_STEP_SECONDS = 10;
/** A day, the day before it, and the windows of what is compared. */
const PAST_SECONDS = 52 * 3_600;
/** Within the five minutes for which a value counts as the latest. */
const EVALUATED_EVERY = "2m";
/** Longer than the past, so that each level of rules is one block or two. */
const BLOCK = "240h";

interface Past {
  settings: Settings;
  monitoring: Monitoring;
  /** The database's folder. */
  data: string;
  tools: { prometheus: string; promtool: string };
  /** Address of the host whose metrics are made up. */
  host: string;
}

/** Writes the past into a database that no Prometheus has open. */
export async function writePast({ settings, monitoring, data, tools, host }: Past): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "tocsin-past-"));
  const endSeconds = Math.floor(Date.now() / 1000 / STEP_SECONDS) * STEP_SECONDS;
  const startSeconds = endSeconds - PAST_SECONDS;
  try {
    await mkdir(join(folder, "data"));
    const shown = shownIn(settings, monitoring, host);
    const isService = ({ mixin }: Shown) => mixin.name === "service";
    const rest = shown.filter((one) => !isService(one));
    writeShown(join(folder, "data"), { startSeconds, stepSeconds: STEP_SECONDS }, rest);
    writeShown(join(folder, "data"), { startSeconds, stepSeconds: SERVICE_STEP_SECONDS }, shown.filter(isService));
    for (const rules of levelsOf(monitoring)) {
      const file = join(folder, "level.yml");
      await writeFile(file, yaml({ groups: [{ name: "level", rules }] }));
      // A Prometheus reads blocks when it starts.
      const port = await freePort();
      const reader = await Prometheus.start({ prometheus: tools.prometheus, folder, port, config: "global: {}\n" });
      const times = ["--start", startSeconds, "--end", endSeconds, "--eval-interval", EVALUATED_EVERY].map(String);
      const to = ["--url", reader.url, "--output-dir", join(folder, "data"), "--max-block-duration", BLOCK];
      await execa(tools.promtool, ["tsdb", "create-blocks-from", "rules", ...times, ...to, file]).finally(reader.stop);
    }
    await mkdir(join(data, ".."), { recursive: true });
    await rm(join(folder, "data", "wal"), { recursive: true, force: true });
    await rename(join(folder, "data"), data);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A target, and the healthy one that it is like. */
interface Shown {
  labels: Readonly<Record<string, string>>;
  mixin: Mixin;
  like: number;
}

/** The targets that are made up, and the probes. */
function shownIn(settings: Settings, monitoring: Monitoring, host: string): Shown[] {
  const mixins = mixinsInUse(settings);
  return monitoring.jobs.flatMap(({ name, via, targets }) =>
    targets.flatMap((target): Shown[] => {
      const labels = { job: name, ...target.labels };
      const [, generated, place] = /^\/metrics\/(\w+)\/(\d+)$/.exec(target.metricsPath ?? "") ?? [];
      const mixin = mixins.find((one) => one.name === generated);
      if (mixin) return [{ labels, mixin, like: Number(place) }];
      if (via) return [{ labels, mixin: CORE_MIXINS.blackbox, like: probeLike(target) }];
      return target.address === host ? [{ labels, mixin: CORE_MIXINS.node, like: FULL_HOST }] : [];
    }),
  );
}

/** Of blackbox's healthy targets the first is the exporter, and then come a page over TLS and one without it. */
const probeLike = ({ address }: Target) => (address.startsWith("https:") ? 1 : 2);

interface Steps {
  startSeconds: number;
  stepSeconds: number;
}

function writeShown(data: string, { startSeconds, stepSeconds }: Steps, targets: readonly Shown[]): void {
  const courses: Float64Array[] = [];
  const length = PAST_SECONDS / stepSeconds;
  const series = targets.flatMap(({ labels, mixin, like }): BlockSeries[] => {
    const normal = mixin.normal[like];
    if (!normal) throw new Error(`${mixin.name} shows no target ${like}`);
    const first = courses.length;
    const at = (now: number) => [
      { name: "up", labels: {}, value: 1 },
      ...mixin.catalogue.metrics.flatMap((metric) => samplesOf(metric, normal, { now, start: MADE_UP_SINCE })),
    ];
    const shown = at(startSeconds);
    courses.push(...shown.map(() => new Float64Array(length)));
    for (let row = 0; row < length; row++) {
      at(startSeconds + row * stepSeconds).forEach(({ value }, index) => {
        const course = courses[first + index];
        if (course) course[row] = value;
      });
    }
    return shown.map(({ name, labels: own }, index) => ({
      labels: withoutEmpty({ ...labels, ...own, __name__: name }),
      course: first + index,
    }));
  });
  writeBlock({ data, startSeconds, stepSeconds, courses, series });
}

/** For Prometheus an empty label is none. */
const withoutEmpty = (labels: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(labels).filter(([, value]) => value !== ""));

/** The recordings of which somebody reads the past, by what they read: first those of raw series, then those of these … */
function levelsOf(monitoring: Monitoring) {
  const levels = [];
  let waiting = recordingsWithPast(monitoring);
  while (waiting.length > 0) {
    const records = new Set(waiting.map(({ record }) => record));
    const isReady = ({ record, expr }: (typeof waiting)[number]) =>
      metricsIn(expr).every((name) => name === record || !records.has(name));
    const ready = waiting.filter(isReady);
    if (ready.length === 0) throw new Error(`These recordings read each other: ${[...records].join(", ")}`);
    levels.push(ready.map(({ record, expr, adds }) => ({ record, expr, ...(adds && { labels: adds }) })));
    waiting = waiting.filter((one) => !isReady(one));
  }
  return levels;
}

const READS_PAST = /\boffset\b|\[/;

function recordingsWithPast({ groups, dashboards }: Monitoring) {
  const recordings = groups.flatMap((group) => group.recordings);
  const panels = dashboards.flatMap(({ rows }) => rows.flatMap((row) => row.panels));
  const exprs = [...recordings.map(({ expr }) => expr), ...panels.flatMap(({ queries }) => Object.values(queries))];
  const needed = new Set(exprs.filter((expr) => READS_PAST.test(expr)).flatMap(metricsIn));
  for (const record of needed) {
    // What is added here is visited as well.
    for (const { expr } of recordings.filter((one) => one.record === record))
      for (const name of metricsIn(expr)) needed.add(name);
  }
  return recordings.filter(({ record }) => needed.has(record));
}
