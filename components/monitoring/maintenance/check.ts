// What maintenance windows say of the rest of the settings, checked: a window that no alert fits would hold nothing back.
import { CORE_MIXINS, SERVICE_MIXINS } from "../../mixins";
import { definitionOf } from "../platforms";
import type { Problems } from "../settings/problems";
import type { Settings } from "../settings/schema";
import { combinations, MOST_COMBINATIONS } from "./routing";
import { MUTE_TIMING_PREFIX, maintenanceWindows } from "./windows";

/** @param alerts The names of all alerts that mixins have, and those that feed the dead-man's switch. */
export function checkMaintenance(
  settings: Settings,
  alerts: { all: readonly string[]; heartbeats: readonly string[] },
  problems: Problems,
): void {
  const { maintenance, notifications, platform } = settings;
  if (maintenance.length === 0) return;
  problems.unique("maintenance", maintenance);
  const names = (entries: readonly { name: string }[]) => entries.map(({ name }) => name);
  const services = [...names(settings.services), ...Object.keys(CORE_MIXINS), ...Object.keys(SERVICE_MIXINS), "sample"];
  // Elsewhere hosts are found, whatever the settings name.
  const { hasTeamTags, hasCluster } = definitionOf(platform);
  const ownRules = settings.rules.files.length > 0;
  maintenance.forEach(({ name, match }, index) => {
    const at = `maintenance[${index}].match`;
    if (!ownRules)
      match.services?.forEach((one, place) => {
        problems.refer(`${at}.services[${place}]`, one, services, "services");
      });
    if (!hasTeamTags && !hasCluster)
      match.hosts?.forEach((one, place) => {
        problems.refer(`${at}.hosts[${place}]`, one, names(settings.hosts), "hosts");
      });
    match.alerts?.forEach((one, place) => {
      const path = `${at}.alerts[${place}]`;
      if (alerts.heartbeats.includes(one))
        problems.tell(
          path,
          `found "${one}", which feeds the dead-man's switch: without it, that says that alerting is broken`,
        );
      else if (!ownRules) problems.refer(path, one, alerts.all, "the mixins' alerts");
    });
    const timing = `${MUTE_TIMING_PREFIX}${name}`;
    const taken = names(notifications.muteTimings).indexOf(timing);
    if (taken >= 0)
      problems.tell(
        `notifications.muteTimings[${taken}].name`,
        `found "${timing}", which is what mutes in maintenance[${index}]; give another name`,
      );
  });
  const count = combinations(
    maintenanceWindows(settings, alerts.heartbeats).flatMap((window) =>
      window.muteTiming ? [{ ...window, muteTiming: window.muteTiming }] : [],
    ),
  ).length;
  if (count > MOST_COMBINATIONS)
    problems.tell(
      "maintenance",
      `found windows that overlap in more than ${MOST_COMBINATIONS} ways, each with routes of its own. Let them match different services, hosts, teams or alerts, or join those of the same alerts`,
    );
}
