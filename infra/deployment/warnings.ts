// What nobody would hear of: gaps in who is notified that no alert can report.
import { definitionOf, othersThanSlack, type Settings } from "../../components/monitoring";

/** A sentence for each gap; none on this machine, whose inbox takes everything. */
export function notificationGaps(settings: Settings): string[] {
  const { notifications, platform } = settings;
  if (definitionOf(platform).onThisMachine(platform)) return [];
  return [
    ...(notifications.heartbeat
      ? []
      : [
          "notifications.heartbeat is not set: the Watchdog goes nowhere, and nobody is notified when the monitoring itself is down",
        ]),
    ...(othersThanSlack(settings).length > 0
      ? []
      : [
          "Slack is the only receiver: nobody is notified when Slack takes no messages; give notifications.pagerduty or also",
        ]),
  ];
}
