// The way to Alertmanager.
import { type Scenario, scenarios } from "../../../rules";
import { every, growing, growingForAWhile, of, steady } from "./series";

/** Per Alertmanager: requests, how many of them fail, and how many alerts they carry. */
const sends = (requests: string, failed: string, alerts = requests, to = "a"): Record<string, string> => ({
  [of("prometheus_notifications_latency_seconds_count", `alertmanager="${to}"`)]: requests,
  [of("prometheus_notifications_errors_total", `alertmanager="${to}"`)]: failed,
  [of("prometheus_notifications_sent_total", `alertmanager="${to}"`)]: alerts,
});

const discovered = (values: string) => ({ [of("prometheus_notifications_alertmanagers_discovered")]: values });

const queue = (length: string, capacity = 10_000): Record<string, string> => ({
  [of("prometheus_notifications_queue_length")]: length,
  [of("prometheus_notifications_queue_capacity")]: steady(capacity),
});

export const notificationScenarios: readonly Scenario[] = [
  ...scenarios("Watchdog", {
    "fires from the first evaluation on, whatever happens": {
      given: { [of("up")]: "1x20 0x20 _x20" },
      expect: { "0s": ["info"], "6m": ["info"], "14m": ["info"] },
    },
  }),
  ...scenarios("PrometheusNotConnectedToAlertmanagers", {
    "fires within two minutes without an Alertmanager, and resolves with one": {
      given: discovered("1x3 0x20 1x20"),
      expect: { "90s": "quiet", "130s": ["critical"], "7m": "quiet" },
    },
    "stays quiet with one Alertmanager": { given: discovered(steady(1)), expect: { "2m": "quiet", "10m": "quiet" } },
    "stays quiet in the first seconds of a server": {
      given: discovered("0x1 1x40"),
      expect: { "30s": "quiet", "2m": "quiet" },
    },
  }),
  ...scenarios("PrometheusErrorSendingAlertsToSomeAlertmanagers", {
    "warns when one of two takes nothing, and resolves when it does": {
      given: {
        ...sends(growing(0.1), "0x3 0+1.5x60 90x60", growing(0.1), "a"),
        ...sends(growing(0.1), steady(0), growing(0.1), "b"),
      },
      expect: { "10m": "quiet", "12m": ["warning"], "22m": "quiet" },
    },
    "warns at 1.2%": { given: sends(growing(1), growing(0.012)), expect: { "16m": ["warning"] } },
    "warns when every request fails with the most alerts that one can carry": {
      given: sends(growing(0.1), growing(0.1), growing(6.4)),
      expect: { "12m": ["warning"] },
    },
    "stays quiet on one failed request": {
      given: sends(growing(0.1), "0x3 1x60"),
      expect: { "5m": "quiet", "11m": "quiet", "15m": "quiet" },
    },
    "stays quiet at 0.9%": { given: sends(growing(1), growing(0.009)), expect: { "11m": "quiet", "15m": "quiet" } },
    "stays quiet where nothing is sent": {
      given: sends(steady(0), steady(0)),
      expect: { "11m": "quiet", "15m": "quiet" },
    },
  }),
  ...scenarios("PrometheusErrorSendingAlertsToAnyAlertmanager", {
    "fires two minutes after the first failed request when Watchdog alone is sent, every 70 seconds": {
      given: sends(every(70), every(70)),
      expect: { "150s": "quiet", "3m": ["critical"], "5m": ["critical"], "10m": ["critical"], "18m": ["critical"] },
    },
    "fires as well when each of them carries twenty alerts": {
      given: sends(every(70), every(70), every(3.5)),
      expect: { "3m": ["critical"] },
    },
    "fires when 30% of the requests to one of two and 40% to the other fail, and resolves": {
      given: {
        ...sends(growing(0.1), growingForAWhile(0.03), growing(0.1), "a"),
        ...sends(growing(0.1), growingForAWhile(0.04), growing(0.1), "b"),
      },
      expect: { "2m": "quiet", "5m": ["critical"], "13m": "quiet" },
    },
    "stays quiet when 24% fail": {
      given: sends(growing(0.2), growing(0.048)),
      expect: { "3m": "quiet", "10m": "quiet" },
    },
    "stays quiet when one of two takes everything": {
      given: { ...sends(every(70), every(70), every(70), "a"), ...sends(every(70), steady(0), every(70), "b") },
      expect: { "3m": "quiet", "10m": "quiet" },
    },
    "stays quiet on one failed request": {
      given: sends(every(70), "0x9 1x80"),
      expect: { "3m": "quiet", "220s": "quiet", "230s": "quiet", "240s": "quiet", "250s": "quiet", "6m": "quiet" },
    },
  }),
  ...scenarios("PrometheusNotificationQueueRunningFull", {
    "warns at 60% of the queue, and resolves": {
      given: queue("6000x40 0x60"),
      expect: { "4m": "quiet", "6m": ["warning"], "11m": "quiet" },
    },
    "stays quiet at 49%": { given: queue(steady(4_900)), expect: { "6m": "quiet", "15m": "quiet" } },
    "stays quiet on a capacity of 0": { given: queue(steady(0), 0), expect: { "6m": "quiet", "15m": "quiet" } },
  }),
];
