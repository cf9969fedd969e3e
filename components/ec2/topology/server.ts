// The monitoring servers of an environment: their names, which targets each scrapes, and how they reach each other.
import type { Ec2Platform } from "../../monitoring";
import { awsName } from "../aws/aws-names";
import { PORTS } from "./ports";

export interface Server {
  /** `monitoring-1`; also its Name tag, the label `host`, and its folder in the bucket. */
  name: string;
  /** The share of the targets that it scrapes, from 0. */
  shard: number;
}

/** Of all hosts of an environment, by the settings: machines that groups may start count as well. */
export function expectedHosts({ hosts }: Ec2Platform): number {
  const sum = (numbers: readonly number[]) => numbers.reduce((all, number) => all + number, 0);
  return (
    hosts.instances.length + sum(hosts.groups.map(({ max }) => max)) + sum(hosts.existing.map((one) => one.expected))
  );
}

/** How many parts the targets are divided into: one, unless there are more hosts than a server watches. */
export const shardsOf = (platform: Ec2Platform) =>
  Math.max(1, Math.ceil(expectedHosts(platform) / platform.servers.hostsEach));

/** `servers.count` of them for each shard. */
export function serversOf(platform: Ec2Platform): Server[] {
  const { count } = platform.servers;
  return Array.from({ length: shardsOf(platform) * count }, (_, index) => ({
    name: `monitoring-${index + 1}`,
    shard: Math.floor(index / count),
  }));
}

/** Those that keep logs and traces: they watch the first share of the targets. */
export const keepersOf = (platform: Ec2Platform): Server[] => serversOf(platform).filter(({ shard }) => shard === 0);

/** The private zone in which servers have names that stay when their machines are replaced. */
export const zoneOf = (environment: string) => `${awsName("label", environment)}.tocsin.internal`;

/** `host:port` of a part of a server: on loopback where there is only one. */
export function addressOf(
  server: Server,
  part: keyof typeof PORTS,
  { environment, servers }: { environment: string; servers: readonly Server[] },
): string {
  const host = servers.length === 1 ? "127.0.0.1" : `${server.name}.${zoneOf(environment)}`;
  return `${host}:${PORTS[part]}`;
}
