// Scrape jobs: one for each mixin, named as the mixin, and one for all probes.
import type { Mixin } from "../../mixins";
import { seriesNames } from "../../rules";
import type { Discovery, Endpoints, Replica, ScrapeJob, ScrapeLimits, Target } from "../model/monitoring";
import { hasOwnJob } from "../scraping/access";
import { ownJob } from "../scraping/jobs";
import type { Service, Settings } from "../settings/schema";
import { ownInterval, timeoutOf, usualInterval } from "./intervals";
import { keptMetrics } from "./keep";
import { aboutOf, onHosts, runsOnFoundHost } from "./on-hosts";
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
  const isFound = runsOnFoundHost(settings, endpoints);
  const job = (name: string, mixin: Mixin, targets: readonly Target[]): ScrapeJob => ({
    ...scrapeJob(
      name,
      mixin,
      targets.filter((target) => !isFound(target)),
    ),
    ...onHosts(targets.filter(isFound), endpoints),
  });
  const ofMixins = mixins.flatMap((mixin): ScrapeJob[] => [
    {
      ...job(mixin.name, mixin, targetsOf(mixin, settings, endpoints)),
      ...found(mixin, endpoints.finds?.[mixin.name]),
      ...keeping(mixin, mixins, settings),
    },
    {
      ...job(`${mixin.name}-beside`, mixin, targetsBeside(mixin, settings, endpoints)),
      // The job of the service's own mixin has all the rest of what these targets show.
      keep: namesIn(mixin),
      ...keeping(mixin, mixins, settings),
    },
    ...usesOf(mixin.name, settings)
      .filter(({ service }) => hasOwnJob(service))
      .map(({ service, beside }): ScrapeJob => {
        const all = targetsOfService(mixin, service, settings, endpoints);
        const { name, targets, ...own } = ownJob(mixin, service, all, settings);
        return {
          ...job(name, mixin, targets),
          ...own,
          ...(beside && { keep: namesIn(mixin) }),
          ...keeping(mixin, mixins, settings),
        };
      }),
  ]);
  return ofMixins.filter(({ targets, discovery }) => targets.length > 0 || discovery);
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
    service.probes.map((probe): Target => {
      const [address, module] =
        "http" in probe ? [probe.http, "http_2xx" as const] : [probe.tcp, "tcp_connect" as const];
      return { address, module, labels: labelsOf(settings, service, address) };
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

function keeping(mixin: Mixin, mixins: readonly Mixin[], settings: Settings): Pick<ScrapeJob, "keep"> {
  const keep = keptMetrics(mixin, mixins, settings);
  return keep ? { keep } : {};
}

function scrapeJob(
  name: string,
  { scrapeInterval: interval, shardBy }: Pick<Mixin, "scrapeInterval" | "shardBy">,
  targets: readonly Target[],
): ScrapeJob {
  return { name, interval, timeout: timeoutOf(interval), targets, limits: LIMITS, shardBy };
}

function targetsOf(mixin: Mixin, settings: Settings, endpoints: Endpoints): Target[] {
  const own = (address: string): Target => ({
    address,
    labels: { instance: address, service: mixin.name, team: settings.team },
  });
  const replica = ({ address, host }: Replica): Target => ({
    ...own(address),
    labels: { ...own(address).labels, host },
  });
  const source = mixin.targets;
  if (typeof source === "object") {
    // Where there may be several of them, the platform names them, or finds them all.
    if (endpoints.finds?.[mixin.name]) return [];
    return endpoints.replicas?.[source.part]?.map(replica) ?? [own(endpoints[source.part])];
  }
  const targets: Record<typeof source, () => Target[]> = {
    services: () =>
      usesOf(mixin.name, settings)
        .filter(({ service, beside }) => !beside && !hasOwnJob(service))
        .flatMap(({ service }) => targetsOfService(mixin, service, settings, endpoints)),
    // A platform that finds hosts finds those without an address.
    hosts: () =>
      settings.hosts
        .filter(({ address }) => address || !endpoints.finds?.[mixin.name])
        .map((host) => ({
          address: host.address ?? endpoints.nodeExporter,
          labels: { instance: host.name, service: mixin.name, team: host.team ?? settings.team, host: host.name },
        })),
    prober: () => (settings.services.some(({ probes }) => probes.length > 0) ? [own(endpoints.blackbox)] : []),
    objectives: () => [],
    none: () => [],
  };
  return targets[source]();
}

/** The targets of services that name another mixin first; the label `job` is the mixin's nevertheless. */
function targetsBeside(mixin: Mixin, settings: Settings, endpoints: Endpoints): Target[] {
  return usesOf(mixin.name, settings)
    .filter(({ service, beside }) => beside && !hasOwnJob(service))
    .flatMap(({ service }) => targetsOfService(mixin, service, settings, endpoints))
    .map((target) => ({ ...target, labels: { ...target.labels, job: mixin.name } }));
}

function targetsOfService(mixin: Mixin, service: Service, settings: Settings, endpoints: Endpoints): Target[] {
  const { generator } = endpoints;
  if (service.generated && generator) {
    return mixin.normal.map((_, index) => ({
      address: generator,
      labels: labelsOf(settings, service, `${service.name}-${index + 1}`),
      metricsPath: `/metrics/${mixin.name}/${index}`,
    }));
  }
  const interval = ownInterval(service, mixin.scrapeInterval);
  const own = { ...(service.metricsPath && { metricsPath: service.metricsPath }), ...(interval && { interval }) };
  return [
    ...service.targets.map((address) => {
      const about = aboutOf(address, service, settings);
      const labels = labelsOf(settings, service, about ?? address);
      return { address, labels, ...own, ...(about && { speaksOfAnother: true as const }) };
    }),
    ...selected(settings, service).map((target) => ({ ...target, ...own })),
  ];
}

/** As many targets as a service is expected to have in the cluster. */
function selected(settings: Settings, service: Service): Target[] {
  if (!service.inCluster) return [];
  const { expected, ...selector } = service.inCluster;
  return Array.from({ length: expected }, (_, index) => {
    const pod = `${service.name}-${index + 1}`;
    const about = service.exporter?.address;
    return {
      address: `${pod}.${selector.namespace}:${selector.port}`,
      labels: labelsOf(settings, service, about ?? pod),
      selector,
      ...(about && { speaksOfAnother: true as const }),
    };
  });
}

function labelsOf(settings: Settings, service: Service, instance: string): Target["labels"] {
  return {
    instance,
    service: service.name,
    team: service.team ?? settings.team,
    ...(service.host && { host: service.host }),
  };
}
