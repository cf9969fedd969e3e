// A healthy pair of Alertmanagers: the first sends, and the second, seeing that it did, does not.
import { about, ago, always, type Normal, observed, startTime, traffic } from "../../rules";

/** Seconds in a day. */
const DAY = 86_400;

/** Messages a second by kind of receiver; the webhook is the dead-man's switch, and nobody uses email. */
const MESSAGES = { slack: 0.006, pagerduty: 0.0008, webhook: 1 / 60, email: 0 } as const;

const REASONS = ["clientError", "serverError", "contextCanceled", "contextDeadlineExceeded", "other"];

/** One member of the pair, which sends this share of the messages. */
const member = (share: number): Normal => {
  const kinds = Object.entries(MESSAGES).map(([integration, perSecond]) => ({
    integration,
    perSecond: share * perSecond,
  }));
  const sent = kinds.map(({ integration, perSecond }) => [{ integration }, traffic(perSecond)] as const);
  return {
    process_start_time_seconds: startTime,
    alertmanager_config_last_reload_successful: always(1),
    alertmanager_config_last_reload_success_timestamp_seconds: ago(2 * DAY),
    alertmanager_config_hash: always(210_602_583_832_271),
    alertmanager_cluster_members: always(2),
    alertmanager_alerts: [
      [{ state: "active" }, about(4, 1)],
      [{ state: "suppressed" }, always(1)],
      [{ state: "unprocessed" }, always(0)],
    ],
    alertmanager_silences: [
      [{ state: "active" }, always(1)],
      [{ state: "expired" }, always(3)],
      [{ state: "pending" }, always(0)],
    ],
    alertmanager_alerts_received_total: [
      [{ status: "firing", version: "v2" }, traffic(0.08)],
      [{ status: "resolved", version: "v2" }, traffic(0.01)],
    ],
    alertmanager_notifications_total: sent,
    alertmanager_notification_requests_total: sent,
    alertmanager_notifications_failed_total: kinds.flatMap(({ integration }) =>
      REASONS.map((reason) => [{ integration, reason }, always(0)] as const),
    ),
    alertmanager_notification_requests_failed_total: kinds.map(({ integration }) => [{ integration }, always(0)]),
    alertmanager_notification_latency_seconds: kinds.map(({ integration, perSecond }) => [
      { integration },
      observed({ perSecond, median: 0.3, spread: 0.6, bounds: [1, 5, 10, 15, 20] }),
    ]),
  };
};

export const normal: readonly Normal[] = [member(1), member(0)];
