// Services whose targets name a host that the platform finds by itself: `web-1:8080`.
import { CORE_MIXINS, type Mixin } from "../../mixins";
import type { Discovery, Ec2Discovery, Ec2Member, Endpoints, ScrapeJob } from "../model/monitoring";
import { definitionOf } from "../platforms";
import { type Address, addressText } from "../settings/fields";
import type { Service, Settings } from "../settings/schema";

const LOOPBACK = /^(127\.|localhost$)/;

/**
 * What an exporter that the platform runs at this address speaks of, where that is elsewhere: the address that it asks. Undefined
 * for what speaks of itself, or of something on the same host.
 */
export function aboutOf(
  { host, port }: Address,
  { mixin, exporter }: Service,
  { platform }: Settings,
): string | undefined {
  if (exporter) return addressText(exporter.address);
  const run = definitionOf(platform)
    .exporters(platform)
    .find(
      (one) =>
        one.mixin === mixin && one.port === port && (one.on === "loopback" ? LOOPBACK.test(host) : one.on === host),
    );
  return run && !LOOPBACK.test(run.address.host) ? addressText(run.address) : undefined;
}

/** The mixin that watches the hosts. */
const OF_HOSTS = Object.values<Mixin>(CORE_MIXINS).find(({ targets }) => targets === "hosts");

/** What finds the hosts, on a platform that finds them by itself. */
export const hostDiscovery = ({ finds }: Pick<Endpoints, "finds">): Discovery | undefined =>
  OF_HOSTS && finds?.[OF_HOSTS.name];

/** Tells the addresses on one of `hosts` that gives no address of its own. */
export function isOnFoundHost({ hosts }: Settings, endpoints: Endpoints): (address: Address) => boolean {
  const found = hostDiscovery(endpoints)?.kind === "ec2" ? hosts.filter(({ address }) => !address) : [];
  return ({ host }) => found.some(({ name }) => name === host);
}

/** The host on which all of a service runs: the one that it names, or that all of its targets name; undefined where there is none. */
export function hostOf(service: Service, settings: Settings): string | undefined {
  const here = service.targets.filter((address) => !aboutOf(address, service, settings));
  const names = [...new Set(here.map(({ host }) => host))];
  return service.host ?? (names.length === 1 ? knownHost(names[0], settings.hosts) : undefined);
}

/** Of each list of hosts that was looked into, their names: every service is looked up in it. */
const namesOf = new WeakMap<Settings["hosts"], ReadonlySet<string>>();

function knownHost(name: string | undefined, hosts: Settings["hosts"]): string | undefined {
  const known = namesOf.get(hosts) ?? new Set(hosts.map((host) => host.name));
  namesOf.set(hosts, known);
  return name !== undefined && known.has(name) ? name : undefined;
}

/**
 * The discovery that finds services on such hosts, by the names of their hosts. Nothing where there are none.
 * @param job The label of what is found, where it differs from the scrape job's name.
 */
export function onHosts(
  members: readonly Ec2Member[],
  job: string | undefined,
  endpoints: Endpoints,
): Pick<ScrapeJob, "discovery"> {
  const [first] = members;
  const hosts = hostDiscovery(endpoints);
  if (!first || hosts?.kind !== "ec2") return {};
  const { service, team } = first;
  const { region, every, tags, tlsTag } = hosts;
  const discovery: Ec2Discovery = {
    kind: "ec2",
    region,
    every,
    tags,
    ...(tlsTag && { tlsTag }),
    expected: members.length,
    searches: [...new Set(members.map(({ port }) => port))].flatMap((port) => searches(hosts, port, members)),
    labels: { service, team, ...(job && { job }) },
    instance: "host:port",
    members,
  };
  return { discovery };
}

/** Once for each way in which hosts are found, so that a host of another environment with the same name is not meant. */
function searches(hosts: Ec2Discovery, port: number, members: readonly Ec2Member[]) {
  const names = [...new Set(members.filter((member) => member.port === port).map(({ host }) => host))];
  return hosts.searches.map(({ tags }) => ({ port, tags: { ...tags, [hosts.tags.host]: names } }));
}
