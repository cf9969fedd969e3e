// How entries of the settings hang together: teams that nobody is in, and services that need each other in a circle.
import { definitionOf } from "../platforms";
import { teamsIn } from "../receivers";
import type { Problems } from "./problems";
import type { Service, Settings } from "./schema";
import { shownKey } from "./shown-value";

/** A team is one that owns a host or a service. */
export function checkTeams(settings: Settings, problems: Problems): void {
  const { platform, team, hosts, services, notifications, limits } = settings;
  if (definitionOf(platform).hasTeamTags) return;
  const teams = [...new Set([team, ...[...hosts, ...services].flatMap((one) => one.team ?? [])])];
  const check = (path: string, found: string) => problems.refer(path, found, teams, "the teams of hosts and services");
  for (const { path, team: found } of teamsIn(notifications))
    check(`notifications.${path.replace(found, shownKey(found))}`, found);
  for (const found of Object.keys(limits.pages?.teams ?? {})) check(`limits.pages.teams.${shownKey(found)}`, found);
  settings.maintenance.forEach(({ match }, index) => {
    match.teams?.forEach((found, at) => {
      check(`maintenance[${index}].match.teams[${at}]`, found);
    });
  });
  for (const list of ["receivers", "escalation", "remediation", "muteTimings"] as const) {
    notifications[list].forEach((entry, index) => {
      entry.teams.forEach((found, at) => {
        check(`notifications.${list}[${index}].teams[${at}]`, found);
      });
    });
  }
}

/** Services that need each other would hold back each other's alerts: which of them is the cause, nobody would hear. */
export function checkCycles(services: readonly Service[], problems: Problems): void {
  const needs = new Map(services.map(({ name, dependsOn }) => [name, dependsOn]));
  const reported = new Set<string>();
  services.forEach(({ name }, index) => {
    const cycle = reported.has(name) ? undefined : cycleFrom(name, needs);
    if (!cycle) return;
    for (const one of cycle) reported.add(one);
    problems.tell(
      `services[${index}].dependsOn`,
      `found a circle: ${[...cycle, name].join(" → ")}; leave out one of these dependencies`,
    );
  });
}

/** The shortest way from a service back to itself. */
function cycleFrom(name: string, needs: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const seen = new Set<string>();
  const ways = [[name]];
  for (const way of ways) {
    for (const next of needs.get(way.at(-1) ?? "") ?? []) {
      if (next === name && way.length > 1) return way;
      if (!seen.has(next) && next !== name) ways.push([...way, next]);
      seen.add(next);
    }
  }
  return undefined;
}
