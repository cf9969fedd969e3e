// What is wrong with overrides of alerts, as far as it can be seen before a platform says what it finds.
import { CORE_MIXINS, SERVICE_MIXINS, slo } from "../../mixins";
import { isOnLogs, logOverrideProblems } from "../logs/overrides";
import { definitionOf } from "../platforms";
import type { SettingsProblem } from "../settings/issues";
import { Problems } from "../settings/problems";
import type { Settings } from "../settings/schema";
import { logsKeptHere } from "../stores/existing";
import { teamsOf } from "./apply";
import { overrideProblems } from "./problems";
import { type Override, whereOf } from "./schema";
import { seriesLabels } from "./series-labels";

/** Every mixin that there is, whichever are in use; `assemble` refuses overrides of those that are not. */
export const everyMixin = () => [
  ...Object.values(CORE_MIXINS),
  ...Object.values(SERVICE_MIXINS).flatMap(({ options, build }) =>
    options.safeParse({}).success ? [build([{}])] : [],
  ),
  slo([]),
];

export function alertProblems(settings: Settings): SettingsProblem[] {
  const overrides = settings.alerts;
  if (overrides.length === 0) return [];
  const mixins = everyMixin();
  const teams = teamsOf(settings);
  const alerts = new Map(mixins.flatMap((mixin) => mixin.alerts).map((alert) => [alert.name, alert]));
  const problems = new Problems();
  for (const one of overrides) checkValues(one, settings, problems);
  return [
    ...overrideProblems(
      overrides.filter((one) => !isOnLogs(one)),
      { alerts, series: seriesLabels(mixins), teams },
    ),
    ...logOverrideProblems(overrides, {
      teams,
      isEvaluated: logsKeptHere(settings) !== undefined,
    }),
    ...problems.all,
  ];
}

/** The values of a label, where they are known before anything runs. */
function checkValues(override: Override, settings: Settings, problems: Problems): void {
  const { hosts, services, team, platform } = settings;
  const teams = [team, ...[...hosts, ...services].flatMap((one) => one.team ?? [])];
  const names = (entries: readonly { name: string }[]) => entries.map(({ name }) => name);
  const known: Readonly<Record<string, { names: readonly string[]; what: string } | undefined>> = {
    // What watches hosts and the monitoring itself has its mixin's name as service.
    service: {
      names: [...names(services), ...Object.keys(CORE_MIXINS), ...Object.keys(SERVICE_MIXINS)],
      what: "services",
    },
    team: { names: [...new Set(teams)], what: "the teams of hosts and services" },
    // Other platforms find hosts that the settings do not name.
    host: definitionOf(platform).onThisMachine(platform) && { names: names(hosts), what: "hosts" },
  };
  for (const [label, values] of Object.entries(whereOf(override) ?? {})) {
    const allowed = known[label];
    if (!allowed) continue;
    for (const value of values) problems.refer(`${override.path}.where.${label}`, value, allowed.names, allowed.what);
  }
}
