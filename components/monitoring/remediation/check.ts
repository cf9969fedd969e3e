// What hooks say of the rest of the settings, checked: a hook that no alert calls would never act.
import { definitionOf, platformsThat } from "../platforms";
import type { Problems } from "../settings/problems";
import type { Settings } from "../settings/schema";

/** @param alerts The names of all alerts that mixins have, and those that feed the dead-man's switch. */
export function checkRemediation(
  settings: Settings,
  alerts: { all: readonly string[]; heartbeats: readonly string[] },
  problems: Problems,
): void {
  const { platform, notifications, rules, services } = settings;
  const { remediation } = notifications;
  if (remediation.length === 0) return;
  if (!definitionOf(platform).callsHooks) {
    const here = platformsThat((one) => one.callsHooks);
    problems.tell(
      "notifications.remediation",
      `found ${remediation.length === 1 ? "a hook" : `${remediation.length} hooks`}, but nothing calls hooks on ${platform.kind} yet, only on ${here}; leave it out`,
    );
  }
  problems.unique("notifications.remediation", remediation);
  const known = services.map(({ name }) => name);
  remediation.forEach((hook, index) => {
    const path = `notifications.remediation[${index}]`;
    hook.alerts.forEach((one, at) => {
      if (alerts.heartbeats.includes(one))
        problems.tell(`${path}.alerts[${at}]`, `found "${one}", which always fires; name alerts of faults`);
      else if (rules.files.length === 0) problems.refer(`${path}.alerts[${at}]`, one, alerts.all, "the mixins' alerts");
    });
    // Alerts of your own rules name services of their own.
    if (rules.files.length > 0) return;
    hook.services.forEach((one, at) => {
      problems.refer(`${path}.services[${at}]`, one, known, "services");
    });
  });
}
