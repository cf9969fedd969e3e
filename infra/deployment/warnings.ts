// What nobody would hear of: gaps in who is notified that no alert can report.
import { besideMain, definitionOf, mainReceiver, type Settings, watchdogReceiver } from "../../components/monitoring";

/** A sentence for each gap; none on this machine, whose inbox takes everything. */
export function notificationGaps(settings: Settings): string[] {
  const { notifications, platform } = settings;
  if (definitionOf(platform).onThisMachine(platform)) return [];
  return [
    ...(watchdogReceiver(notifications)
      ? []
      : [
          "notifications.heartbeat is not set: the Watchdog goes nowhere, and nobody is notified when the monitoring itself is down",
        ]),
    ...(besideMain(settings).length > 0
      ? []
      : [
          `there is no receiver beside ${mainReceiver(notifications).words}: nobody is notified when it takes no messages; give notifications.pagerduty or notifications.receivers`,
        ]),
  ];
}
