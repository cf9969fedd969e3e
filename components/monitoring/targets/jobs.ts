// Scrape jobs: one for each mixin, named as the mixin, and one for all probes.
import type { Mixin } from "../../mixins";
import { type Duration, seriesNames } from "../../rules";
import type {
  Discovery,
  Ec2Member,
  Endpoints,
  Replica,
  ScrapeJob,
  ScrapeLimits,
  SelectedTargets,
  Target,
} from "../model/monitoring";
import { hasOwnJob } from "../scraping/access";
import { ownJob } from "../scraping/jobs";
import { type Address, addressText } from "../settings/fields";
import type { Service, Settings } from "../settings/schema";
import { ownInterval, timeoutOf, usualInterval } from "./intervals";
import { keptMetrics } from "./keep";
import { aboutOf, isOnFoundHost, onHosts } from "./on-hosts";
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
  ]);
  return ofMixins.filter(
    ({ targets, selected = [], discovery }) => targets.length > 0 || selected.length > 0 || discovery,
  );
}

/** A mixin's targets, by how Prometheus comes to them. */
interface Targets {
  /** By their addresses; generated ones and probes as well. */
  listed: readonly Target[];
  /** By monitors of a cluster. */
  selected: readonly SelectedTargets[];
  /** By the tags of the hosts that they run on. */
  onHosts: readonly Ec2Member[];
  /** The label `job`, where it differs from the scrape job's name. */
  job?: string;
}

const NONE: Targets = { listed: [], selected: [], onHosts: [] };

const listed = (targets: readonly Target[]): Targets => ({ ...NONE, listed: targets });

const together = (all: readonly Targets[]): Targets => ({
  listed: all.flatMap((one) => one.listed),
  selected: all.flatMap((one) => one.selected),
  onHosts: all.flatMap((one) => one.onHosts),
});

const withJob = (job: string, targets: Targets): Targets => ({
  listed: targets.listed.map((one) => ({ ...one, labels: { ...one.labels, job } })),
  selected: targets.selected.map((one) => ({ ...one, labels: { ...one.labels, job } })),
  onHosts: targets.onHosts,
  job,
});

function withoutIntervals({ listed, selected, onHosts }: Targets): Targets {
  const without = <T extends { interval?: Duration }>({ interval: _, ...rest }: T) => rest;
  return { listed: listed.map(without), selected: selected.map(without), onHosts: onHosts.map(without) };
}

function jobOf(name: string, mixin: Mixin, targets: Targets, endpoints: Endpoints): ScrapeJob {
  return {
    ...scrapeJob(name, mixin, targets.listed),
    ...(targets.selected.length > 0 && { selected: targets.selected }),
    ...onHosts(targets.onHosts, targets.job, endpoints),
  };
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
        "http" in probe ? [probe.http, "http_2xx" as const] : [addressText(probe.tcp), "tcp_connect" as const];
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

function targetsOf(mixin: Mixin, settings: Settings, endpoints: Endpoints): Targets {
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
    if (endpoints.finds?.[mixin.name]) return NONE;
    return listed(endpoints.replicas?.[source.part]?.map(replica) ?? [own(endpoints[source.part])]);
  }
  const targets: Record<typeof source, () => Targets> = {
    services: () =>
      together(
        usesOf(mixin.name, settings)
          .filter(({ service, beside }) => !beside && !hasOwnJob(service))
          .map(({ service }) => targetsOfService(mixin, service, settings, endpoints)),
      ),
    // A platform that finds hosts finds those without an address.
    hosts: () =>
      listed(
        settings.hosts
          .filter(({ address }) => address || !endpoints.finds?.[mixin.name])
          .map((host) => ({
            address: host.address ? addressText(host.address) : endpoints.nodeExporter,
            labels: { instance: host.name, service: mixin.name, team: host.team ?? settings.team, host: host.name },
          })),
      ),
    prober: () =>
      settings.services.some(({ probes }) => probes.length > 0) ? listed([own(endpoints.blackbox)]) : NONE,
    objectives: () => NONE,
    none: () => NONE,
  };
  return targets[source]();
}

/** The targets of services that name another mixin first; the label `job` is the mixin's nevertheless. */
function targetsBeside(mixin: Mixin, settings: Settings, endpoints: Endpoints): Targets {
  const uses = usesOf(mixin.name, settings).filter(({ service, beside }) => beside && !hasOwnJob(service));
  return withJob(
    mixin.name,
    together(uses.map(({ service }) => targetsOfService(mixin, service, settings, endpoints))),
  );
}

function targetsOfService(mixin: Mixin, service: Service, settings: Settings, endpoints: Endpoints): Targets {
  const { generator } = endpoints;
  if (service.generated && generator) {
    return listed(
      mixin.normal.map((_, index) => ({
        address: generator,
        labels: labelsOf(settings, service, `${service.name}-${index + 1}`),
        metricsPath: `/metrics/${mixin.name}/${index}`,
        normal: index,
      })),
    );
  }
  const interval = ownInterval(service, mixin.scrapeInterval);
  const own = { ...(service.metricsPath && { metricsPath: service.metricsPath }), ...(interval && { interval }) };
  const isOnHost = isOnFoundHost(settings, endpoints);
  const member = (address: Address): Ec2Member => {
    const about = aboutOf(address, service, settings);
    const { service: name, team } = labelsOf(settings, service, "");
    return { ...address, service: name, team, ...own, ...(about && { about }) };
  };
  const target = (address: Address): Target => {
    const about = aboutOf(address, service, settings);
    const text = addressText(address);
    const labels = labelsOf(settings, service, about ?? text);
    return { address: text, labels, ...own, ...(about && { speaksOfAnother: true as const }) };
  };
  return {
    listed: service.targets.filter((address) => !isOnHost(address)).map(target),
    selected: selected(settings, service).map((one) => ({ ...one, ...own })),
    onHosts: service.targets.filter(isOnHost).map(member),
  };
}

function selected(settings: Settings, service: Service): SelectedTargets[] {
  if (!service.inCluster) return [];
  const { expected, ...selector } = service.inCluster;
  const { instance: _, ...labels } = labelsOf(settings, service, "");
  const about = service.exporter && addressText(service.exporter.address);
  return [{ selector, expected, labels, ...(about && { about }) }];
}

function labelsOf(settings: Settings, service: Service, instance: string): Target["labels"] {
  return {
    instance,
    service: service.name,
    team: service.team ?? settings.team,
    ...(service.host && { host: service.host }),
  };
}
