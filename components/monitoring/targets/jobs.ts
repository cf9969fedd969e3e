// Scrape jobs: one for each mixin, named as the mixin, and one for all probes.
import { type Mixin, SERVICE_MIXINS } from "../../mixins";
import { seriesNames } from "../../rules";
import type { Discovery, Endpoints, OwnTargets, ScrapeJob, ScrapeLimits, Target } from "../model/monitoring";
import { healthyIn } from "../probes/health";
import { dependenciesOf } from "../probes/settings";
import { hasOwnJob } from "../scraping/access";
import { ownJob, ownJobName } from "../scraping/jobs";
import { addressText } from "../settings/fields";
import type { Settings } from "../settings/schema";
import { timeoutOf, usualInterval } from "./intervals";
import { keptMetrics } from "./keep";
import { onHosts } from "./on-hosts";
import {
  labelsOf,
  type Targets,
  targetsBeside,
  targetsOf,
  targetsOfService,
  withJob,
  withoutIntervals,
} from "./targets";
import { usesOf } from "./uses";

/** Ample for any exporter here, and far below what an unbounded label makes of it. */
const LIMITS: ScrapeLimits = {
  samples: 20_000,
  labels: 40,
  labelNameLength: 120,
  labelValueLength: 500,
  targets: 1_000,
};

export function scrapeJobs(settings: Settings, endpoints: Endpoints, mixins: readonly Mixin[]): ScrapeJob[] {
  // A part may show what the mixin of another reads: the gateway is a collector, and samples traces.
  const ofParts = mixins.filter(({ name }) => SERVICE_MIXINS[name]?.comesWith || isRun(endpoints.runs?.[name]));
  const ofMixins = mixins.flatMap((mixin): ScrapeJob[] => [
    {
      ...jobOf(mixin.name, mixin, targetsOf(mixin, settings, endpoints), endpoints),
      ...found(mixin, endpoints.finds?.[mixin.name]),
      ...keeping(mixin, mixins, settings),
    },
    {
      ...jobOf(`${mixin.name}-beside`, mixin, targetsBeside(mixin, settings, endpoints), endpoints),
      // The job of the service's own mixin has all the rest of what these targets show.
      keep: namesIn(mixin),
      ...keeping(mixin, mixins, settings),
    },
    ...usesOf(mixin.name, settings)
      .filter(({ service }) => hasOwnJob(service))
      .map(({ service, beside }): ScrapeJob => {
        const { name, ...own } = ownJob(mixin, service, settings);
        // The job says how often, for all its targets.
        const targets = withJob(mixin.name, withoutIntervals(targetsOfService(mixin, service, settings, endpoints)));
        return {
          ...jobOf(name, mixin, targets, endpoints),
          ...own,
          ...(beside && { keep: namesIn(mixin) }),
          ...keeping(mixin, mixins, settings),
        };
      }),
    ...partsBy(mixin, settings, endpoints).map((job) => ({ ...job, ...keeping(mixin, mixins, settings, ofParts) })),
  ]);
  return ofMixins.filter(
    ({ targets, selected = [], discovery }) => targets.length > 0 || selected.length > 0 || discovery,
  );
}

function jobOf(name: string, mixin: Mixin, targets: Targets, endpoints: Endpoints): ScrapeJob {
  return {
    ...scrapeJob(name, mixin, targets.listed),
    ...(targets.selected.length > 0 && { selected: targets.selected }),
    ...onHosts(targets.onHosts, targets.job, endpoints),
  };
}

const isRun = (own: OwnTargets | undefined) => own !== undefined && (own.targets ?? own.selected ?? []).length > 0;

/** What the platform runs itself, in a job of its own: the password between parts is for nobody else. */
function partsBy(mixin: Mixin, { team }: Settings, { runs = {} }: Endpoints): ScrapeJob[] {
  const own = runs[mixin.name];
  if (!own) return [];
  const labels = { service: mixin.name, team, job: mixin.name };
  const targets = (own.targets ?? []).map(
    ({ address, host }): Target => ({ address, labels: { instance: address, ...labels, ...(host && { host }) } }),
  );
  const selected = (own.selected ?? []).map(({ service = mixin.name, ...one }) => ({
    ...one,
    labels: { ...labels, service },
  }));
  return [
    {
      ...scrapeJob(ownJobName(mixin.name, "monitoring"), mixin, targets),
      ...(selected.length > 0 && { selected }),
      ...(own.asksForPassword && { asksForPassword: true as const }),
      ...(own.ofSeries && { ofSeries: own.ofSeries }),
      ...(own.paid && { paid: own.paid }),
    },
  ];
}

/** One target of a cluster exposes all its objects. */
const LIMITS_OF_CLUSTERS: ScrapeLimits = { ...LIMITS, samples: 100_000 };

function found(mixin: Mixin, discovery: Discovery | undefined): Partial<ScrapeJob> {
  if (!discovery) return {};
  if (discovery.kind !== "cluster" || !discovery.keepUsed) return { discovery };
  return { discovery, keep: namesIn(mixin), limits: LIMITS_OF_CLUSTERS };
}

const namesIn = (mixin: Mixin) => mixin.catalogue.metrics.flatMap(seriesNames);

/** The scrape job of what is drilled. */
export const DRILL_JOB = "drill";

/** Targets that the sample-metrics generator shows while an alert is drilled. */
export function drillJobs({ generator }: Endpoints): ScrapeJob[] {
  if (!generator) return [];
  return [
    {
      ...scrapeJob(DRILL_JOB, { scrapeInterval: "15s", shardBy: "service" }, []),
      discovery: { kind: "http", url: `http://${generator}/targets`, every: "5s", expected: 0 },
    },
  ];
}

/** The job of all probes; the prober's own series are in the job of its mixin's name. */
export const PROBE_JOB = "probe";

/** Every probe of every service, through the blackbox exporter. */
export function probeJob(settings: Settings, endpoints: Endpoints, mixins: readonly Mixin[]): ScrapeJob {
  const targets = settings.services.flatMap((service) =>
    service.probes.flatMap((probe, index): Target[] => {
      const [address, module] =
        "http" in probe ? [probe.http, "http_2xx" as const] : [addressText(probe.tcp), "tcp_connect" as const];
      const labels = labelsOf(settings, service, address);
      return [
        { address, module, labels },
        ...dependenciesOf(probe).map(([dependency, said]) => ({
          address,
          module: { name: `health_${service.name}_${index}_${dependency}`, healthy: healthyIn(said) },
          labels: { ...labels, dependency },
        })),
      ];
    }),
  );
  const prober = mixins.find((mixin) => mixin.targets === "prober");
  if (!prober) throw new Error("No mixin describes probes");
  return {
    ...scrapeJob(PROBE_JOB, { ...prober, scrapeInterval: usualInterval(prober, settings) }, targets),
    ...keeping(prober, mixins, settings),
    via: endpoints.blackbox,
  };
}

function keeping(
  mixin: Mixin,
  mixins: readonly Mixin[],
  settings: Settings,
  readers: readonly Mixin[] = [mixin],
): Pick<ScrapeJob, "keep"> {
  const keep = keptMetrics(readers, mixins, settings);
  return keep ? { keep } : {};
}

function scrapeJob(
  name: string,
  { scrapeInterval: interval, shardBy }: Pick<Mixin, "scrapeInterval" | "shardBy">,
  targets: readonly Target[],
): ScrapeJob {
  return { name, interval, timeout: timeoutOf(interval), targets, limits: LIMITS, shardBy };
}
