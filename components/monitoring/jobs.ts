// Scrape jobs: one for each mixin, named as the mixin, and one for all probes.
import { CORE_MIXINS, type Mixin } from "../mixins";
import { type Duration, duration, seconds, seriesNames } from "../rules";
import { ownInterval, usualInterval } from "./intervals";
import { keptMetrics } from "./keep";
import type { Discovery, Endpoints, Replica, ScrapeJob, ScrapeLimits, Target } from "./monitoring";
import { aboutOf, onHosts, runsOnFoundHost } from "./on-hosts";
import type { Service, Settings } from "./settings";
import { usesOf } from "./users";

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
  const job = (name: string, { scrapeInterval }: Mixin, targets: readonly Target[]): ScrapeJob => ({
    ...scrapeJob(
      name,
      scrapeInterval,
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
      ...scrapeJob(DRILL_JOB, "15s", []),
      discovery: { kind: "http", url: `http://${generator}/targets`, every: "5s", expected: 0 },
    },
  ];
}

/** Every probe of every service, through the blackbox exporter. */
export function probeJob(settings: Settings, endpoints: Endpoints, mixins: readonly Mixin[]): ScrapeJob {
  const targets = settings.services.flatMap((service) =>
    service.probes.map((probe): Target => {
      const [address, module] =
        "http" in probe ? [probe.http, "http_2xx" as const] : [probe.tcp, "tcp_connect" as const];
      return { address, module, labels: labelsOf(settings, service, address) };
    }),
  );
  const blackbox = mixins.find(({ name }) => name === "blackbox");
  return {
    ...scrapeJob("probe", usualInterval(CORE_MIXINS.blackbox, settings), targets),
    ...(blackbox && keeping(blackbox, mixins, settings)),
    via: endpoints.blackbox,
  };
}

function keeping(mixin: Mixin, mixins: readonly Mixin[], settings: Settings): Pick<ScrapeJob, "keep"> {
  const keep = keptMetrics(mixin, mixins, settings);
  return keep ? { keep } : {};
}

function scrapeJob(name: string, interval: Duration, targets: readonly Target[]): ScrapeJob {
  return { name, interval, timeout: timeoutOf(interval), targets, limits: LIMITS };
}

/** A scrape ends before the next begins. */
export const timeoutOf = (interval: Duration): Duration => duration(Math.min(10, seconds(interval) - 1));

function targetsOf(mixin: Mixin, settings: Settings, endpoints: Endpoints): Target[] {
  const own = (address: string): Target => ({
    address,
    labels: { instance: address, service: mixin.name, team: settings.team },
  });
  const replica = ({ address, host }: Replica): Target => ({
    ...own(address),
    labels: { ...own(address).labels, host },
  });
  switch (mixin.name) {
    case "prometheus":
    case "alertmanager":
      // Where there may be several of them, the platform names them, or finds them all.
      if (endpoints.finds?.[mixin.name]) return [];
      return endpoints.replicas?.[mixin.name]?.map(replica) ?? [own(endpoints[mixin.name])];
    case "blackbox":
      return settings.services.some((service) => service.probes.length > 0) ? [own(endpoints.blackbox)] : [];
    case "node":
      // A platform that finds hosts finds those without an address.
      return settings.hosts
        .filter(({ address }) => address || !endpoints.finds?.node)
        .map((host) => ({
          address: host.address ?? endpoints.nodeExporter,
          labels: { instance: host.name, service: "node", team: host.team ?? settings.team, host: host.name },
        }));
    default:
      return usesOf(mixin.name, settings)
        .filter(({ beside }) => !beside)
        .flatMap(({ service }) => targetsOfService(mixin, service, settings, endpoints));
  }
}

/** The targets of services that name another mixin first; the label `job` is the mixin's nevertheless. */
function targetsBeside(mixin: Mixin, settings: Settings, endpoints: Endpoints): Target[] {
  return usesOf(mixin.name, settings)
    .filter(({ beside }) => beside)
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
