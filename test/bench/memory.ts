// Memory: two Prometheus scrape the same recorded exporters of fifty services, one as usual and one as we do.
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Monitoring } from "../../components/monitoring";
import { prometheusConfig, prometheusEnvironment, ruleFile } from "../../components/prometheus";
import { freePort } from "../support/ports";
import { type Estate, estateOf, estateSettings } from "./estate/estate";
import { scrapedFrom, startExporter } from "./estate/exporter";
import { expressionsOf, lostIn } from "./memory/lost";
import { wholeText } from "./memory/recorded";
import type { Benchmark, Outcome, Surroundings } from "./shared/benchmark";
import { Prometheus } from "./shared/prometheus";
import { median, sum } from "./shared/statistics";

const SERVICES = { whole: 50, quick: 10 };
/** Until every window of the rules is full, and chunks are as long as they stay. */
const MINUTES = { whole: 4, quick: 0.3 };
/** Memory goes up and down as it is collected, within a minute: the median of so many looks, a few seconds apart, is told. */
const LOOKS = { whole: 25, quick: 2 };
const LOOK_EVERY_MS = 3_000;
const USUAL_INTERVAL = "15s";

const SIDES = ["usual", "ours"] as const;
type Side = (typeof SIDES)[number];

/** The usual side runs as its makers set it. */
const ENVIRONMENT: Record<Side, (monitoring: Monitoring) => Record<string, string>> = {
  usual: () => ({}),
  ours: ({ forecast }) => prometheusEnvironment(forecast.expected),
};

interface Figures {
  residentMb: number;
  heapMb: number;
  series: number;
  samplesPerSecond: number;
}

export const memory: Benchmark = {
  name: "memory",
  compares: `what is scraped by ours with allow-lists (\`scrape: { keep: used }\`) by a Prometheus as we start it with everything that the same exporters show, every ${USUAL_INTERVAL}, by one as its makers set it; both evaluate our rules`,
  minutes: { whole: 6.5, quick: 0.8 },
  run: async (surroundings): Promise<Outcome> => {
    const services = SERVICES[surroundings.quick ? "quick" : "whole"];
    const settings = estateSettings(services);
    const estate = estateOf(settings);
    const ours = estateOf({ ...settings, scrape: { keep: "used", extraMetrics: [], mixins: {} } });
    const start = Date.now() / 1000 - 86_400;
    const targets = new Map(estate.targets.map((target) => [`${target.job} ${target.place}`, target]));
    const exporter = await startExporter((job, place) => {
      const target = targets.get(`${job} ${place}`);
      return target && wholeText(target, Date.now() / 1000, start);
    });
    try {
      const monitorings: Record<Side, Monitoring> = {
        usual: usual(scrapedFrom(exporter.address, estate.monitoring)),
        ours: scrapedFrom(exporter.address, ours.monitoring),
      };
      return await compare(services, estate, monitorings, surroundings);
    } finally {
      await exporter.close();
    }
  },
};

/** Every metric of every target, at the interval that configurations mostly have. */
const usual = (monitoring: Monitoring): Monitoring => ({
  ...monitoring,
  jobs: monitoring.jobs.map((job) => ({ ...job, interval: USUAL_INTERVAL, timeout: "10s" })),
});

async function compare(
  services: number,
  estate: Estate,
  monitorings: Record<Side, Monitoring>,
  surroundings: Surroundings,
): Promise<Outcome> {
  const { quick, say } = surroundings;
  const mode = quick ? "quick" : "whole";
  const started: Partial<Record<Side, Prometheus>> = {};
  const stop = () => Promise.all(Object.values(started).map((prometheus) => prometheus.stop()));
  try {
    for (const side of SIDES) started[side] = await start(side, monitorings[side], surroundings);
    const empty = await emptyFigures(surroundings);
    const minutes = MINUTES[mode];
    say(`${services} services, ${estate.targets.length} targets; both scrape for ${minutes} minutes`);
    await sleep(minutes * 60_000);
    if (!started.usual || !started.ours) throw new Error("A side is missing");
    const [usual, ours] = await Promise.all([look(started.usual, LOOKS[mode]), look(started.ours, LOOKS[mode])]);
    const lost = await lostIn(started.usual, started.ours, estate);
    if (lost.length > 0) say(`lost: ${lost.slice(0, 10).join("; ")}`);
    const row = (name: string, of: (figures: Figures) => number) => [
      name,
      of(usual),
      of(ours),
      `${((100 * of(ours)) / of(usual)).toFixed(0)} %`,
    ];
    const share = ours.residentMb / usual.residentMb;
    const above = (ours.residentMb - empty.residentMb) / (usual.residentMb - empty.residentMb);
    return {
      tables: [
        {
          title: `Prometheus for ${services} services, after ${minutes} minutes`,
          columns: ["", "usual", "ours", "share"],
          rows: [
            row("resident memory, MB", ({ residentMb }) => residentMb),
            row(
              `resident memory above an empty Prometheus (${empty.residentMb.toFixed(0)} MB), MB`,
              ({ residentMb }) => residentMb - empty.residentMb,
            ),
            row("heap in use, MB", ({ heapMb }) => heapMb),
            row("head series", ({ series }) => series),
            row("samples a second", ({ samplesPerSecond }) => samplesPerSecond),
          ],
        },
      ],
      goals: [
        {
          what: `memory, ${services} services`,
          goal: "at most half",
          found: `${(100 * share).toFixed(0)} %; ${(100 * above).toFixed(0)} % of what is above an empty Prometheus`,
          met: share <= 0.5,
        },
        {
          what: "nothing that a rule or a panel reads is lost",
          goal: "0 expressions with fewer series",
          found: `${lost.length} of ${expressionsOf(estate).length}`,
          met: lost.length === 0,
        },
      ],
      notes: [
        "The targets show what healthy ones show of what the catalogues name, and recordings of the real exporters of all else; services all of Node.js' runtime besides.",
        `Memory is the median of ${LOOKS[mode]} looks, ${LOOK_EVERY_MS / 1000} s apart. Both sides record the same series, which count on both.`,
        "Ours scrapes services, hosts and probes every 10 s, the rest every 15 s.",
      ],
    };
  } finally {
    await stop();
  }
}

async function start(name: Side, monitoring: Monitoring, { folder, tools }: Surroundings): Promise<Prometheus> {
  return Prometheus.start({
    prometheus: tools.prometheus,
    folder: join(folder, "memory", name),
    port: await freePort(),
    environment: ENVIRONMENT[name](monitoring),
    config: prometheusConfig(monitoring, { alertmanagers: [], ruleFiles: ["*.rules.yml"] }),
    ruleFiles: Object.fromEntries(monitoring.groups.map((group) => [`${group.name}.rules.yml`, ruleFile(group)])),
  });
}

async function emptyFigures({ folder, tools }: Surroundings): Promise<Pick<Figures, "residentMb">> {
  const empty = await Prometheus.start({
    prometheus: tools.prometheus,
    folder: join(folder, "memory", "empty"),
    port: await freePort(),
    config: "global: {}\n",
  });
  await sleep(LOOK_EVERY_MS);
  return { residentMb: (await one(empty, "process_resident_memory_bytes").finally(() => empty.stop())) / 1e6 };
}

const one = async (prometheus: Prometheus, metric: string) =>
  (await prometheus.ownMetric(metric)).get("") ?? Number.NaN;

const APPENDED = "prometheus_tsdb_head_samples_appended_total";

/** The sum over all labels, which later versions add. */
const all = async (prometheus: Prometheus, metric: string) => sum([...(await prometheus.ownMetric(metric)).values()]);

async function look(prometheus: Prometheus, looks: number): Promise<Figures> {
  const resident: number[] = [];
  const heap: number[] = [];
  const before = await all(prometheus, APPENDED);
  const begun = Date.now();
  for (let count = 0; count < looks; count++) {
    resident.push((await one(prometheus, "process_resident_memory_bytes")) / 1e6);
    heap.push((await one(prometheus, "go_memstats_heap_inuse_bytes")) / 1e6);
    await sleep(LOOK_EVERY_MS);
  }
  const appended = (await all(prometheus, APPENDED)) - before;
  return {
    residentMb: median(resident),
    heapMb: median(heap),
    series: await one(prometheus, "prometheus_tsdb_head_series"),
    samplesPerSecond: appended / ((Date.now() - begun) / 1000),
  };
}
