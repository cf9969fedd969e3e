// Services whose targets name a host that the platform finds by itself: `web-1:8080`.
import type { Ec2Discovery, Ec2Member, Endpoints, ScrapeJob, Target } from "./monitoring";
import type { Service, Settings } from "./settings";

/** Tells the targets whose address names one of `hosts` that gives no address of its own. */
export function runsOnFoundHost({ hosts }: Settings, { finds }: Endpoints): (target: Target) => boolean {
  const found = finds?.node?.kind === "ec2" ? hosts.filter(({ address }) => !address).map(({ name }) => name) : [];
  return ({ address }) => found.includes(split(address).host);
}

/** The host on which all of a service runs: the one that it names, or that all of its targets name; undefined where there is none. */
export function hostOf({ host, targets }: Service, { hosts }: Pick<Settings, "hosts">): string | undefined {
  const names = [...new Set(targets.map((address) => split(address).host))];
  return host ?? (names.length === 1 ? hosts.find(({ name }) => name === names[0])?.name : undefined);
}

/** The discovery that finds such targets, by the names of their hosts. Nothing where there are none. */
export function onHosts(targets: readonly Target[], { finds }: Endpoints): Pick<ScrapeJob, "discovery"> {
  const [first] = targets;
  const hosts = finds?.node;
  if (!first || hosts?.kind !== "ec2") return {};
  const { service, team, job } = first.labels;
  const members = targets.map(memberOf);
  const { region, every, tags } = hosts;
  const discovery: Ec2Discovery = {
    kind: "ec2",
    region,
    every,
    tags,
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

function memberOf({ address, labels: { service, team }, metricsPath, interval }: Target): Ec2Member {
  const { host, port } = split(address);
  return { host, port, service, team, ...(metricsPath && { metricsPath }), ...(interval && { interval }) };
}

function split(address: string): { host: string; port: number } {
  const [host = "", port = ""] = address.split(":");
  return { host, port: Number(port) };
}
