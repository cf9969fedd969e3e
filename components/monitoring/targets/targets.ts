// The targets of a mixin, by how Prometheus comes to them: listed, selected in a cluster, generated, or on hosts that it discovers.
import type { Mixin } from "../../mixins";
import type { Duration } from "../../rules";
import type { Ec2Member, Endpoints, Replica, SelectedTargets, Target } from "../model/monitoring";
import { hasOwnJob } from "../scraping/access";
import { type Address, addressText } from "../settings/fields";
import type { Service, Settings } from "../settings/schema";
import { ownInterval } from "./intervals";
import { aboutOf, isOnFoundHost } from "./on-hosts";
import { usesOf } from "./uses";

/** A mixin's targets, by how Prometheus comes to them. */
export interface Targets {
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

export const withJob = (job: string, targets: Targets): Targets => ({
  listed: targets.listed.map((one) => ({ ...one, labels: { ...one.labels, job } })),
  selected: targets.selected.map((one) => ({ ...one, labels: { ...one.labels, job } })),
  onHosts: targets.onHosts,
  job,
});

export function withoutIntervals({ listed, selected, onHosts }: Targets): Targets {
  const without = <T extends { interval?: Duration }>({ interval: _, ...rest }: T) => rest;
  return { listed: listed.map(without), selected: selected.map(without), onHosts: onHosts.map(without) };
}

export function targetsOf(mixin: Mixin, settings: Settings, endpoints: Endpoints): Targets {
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
export function targetsBeside(mixin: Mixin, settings: Settings, endpoints: Endpoints): Targets {
  const uses = usesOf(mixin.name, settings).filter(({ service, beside }) => beside && !hasOwnJob(service));
  return withJob(
    mixin.name,
    together(uses.map(({ service }) => targetsOfService(mixin, service, settings, endpoints))),
  );
}

export function targetsOfService(mixin: Mixin, service: Service, settings: Settings, endpoints: Endpoints): Targets {
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
  const { spanMetrics } = endpoints;
  if (service.spanMetrics && spanMetrics)
    return listed(
      spanMetrics.map(({ address, host }) => ({
        address,
        // Where its server is down, that says so.
        labels: { ...(host && { host }), ...labelsOf(settings, service, address) },
      })),
    );
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

export function labelsOf(settings: Settings, service: Service, instance: string): Target["labels"] {
  return {
    instance,
    service: service.name,
    team: service.team ?? settings.team,
    ...(service.host && { host: service.host }),
  };
}
