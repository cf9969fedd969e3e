// Hosts that must be there: those with names, and how many there are at least of those that come and go.
import type { Fleet } from "../../monitoring";
import type { Ec2Settings } from "./endpoints";
import { serversOf } from "./server";

/** Hosts that the settings name and discovery finds, with their teams. */
export function namedHosts({ hosts, team: teamOfAll }: Ec2Settings): { name: string; team: string }[] {
  return hosts.filter(({ address }) => !address).map(({ name, team = teamOfAll }) => ({ name, team }));
}

/** Groups with their least size, and the existing hosts that nobody named. */
export function fleetsOf(settings: Ec2Settings): Fleet[] {
  const { hosts, servers } = { hosts: settings.platform.hosts, servers: serversOf(settings.platform) };
  const groups = hosts.groups.map(({ name, team = settings.team, min }) => ({
    name,
    team,
    least: min,
    matchers: `host=~"${inGroup(name)}"`,
  }));
  const named = namedHosts(settings).map(({ name }) => name);
  const existing = named.filter((name) => hosts.instances.every((made) => made.name !== name));
  const others = [...named, ...servers.map(({ name }) => name), ...hosts.groups.map(({ name }) => inGroup(name))];
  const unnamed: Fleet = {
    name: hosts.existing.map(({ name }) => name).join("-"),
    team: settings.team,
    least: hosts.existing.reduce((sum, { expected }) => sum + expected, 0) - existing.length,
    matchers: `host!~"${others.join("|")}"`,
  };
  return [...groups, unnamed].filter(({ least }) => least > 0);
}

/** As discovery names the machines of a group: after it, with what the network or EC2 calls each. */
const inGroup = (group: string) => `${group}-(ip|i)-.+`;
