// Whether messages get out, and under which configuration.
import { type Scenario, scenarios } from "../../../rules";
import { of, steady } from "./series";

const SLACK = 'integration="slack"';

/** Messages to Slack, and how many of them were given up. */
const messages = (sent: string, givenUp: string, instance = "a"): Record<string, string> => ({
  [of("alertmanager_notifications_total", SLACK, instance)]: sent,
  [of("alertmanager_notifications_failed_total", SLACK, instance)]: givenUp,
});

/** Attempts to send to a kind of receiver, and how many of them failed. */
const attempts = (made: string, failed: string, instance = "a", to = SLACK): Record<string, string> => ({
  [of("alertmanager_notification_requests_total", to, instance)]: made,
  [of("alertmanager_notification_requests_failed_total", to, instance)]: failed,
});

export const messageScenarios: readonly Scenario[] = [
  ...scenarios("AlertmanagerFailedReload", {
    "fires within two minutes of a configuration that is refused, and resolves when one is taken": {
      given: { [of("alertmanager_config_last_reload_successful")]: "1x3 0x20 1x20" },
      expect: { "90s": "quiet", "130s": ["critical"], "7m": "quiet" },
    },
    "stays quiet when the next reload, half a minute later, succeeds": {
      given: { [of("alertmanager_config_last_reload_successful")]: "1x3 0x1 1x20" },
      expect: { "90s": "quiet", "2m": "quiet", "4m": "quiet" },
    },
  }),
  ...scenarios("AlertmanagerFailedToSendAlerts", {
    "warns when the second of two messages in five minutes is given up, and resolves": {
      given: messages("0x3 1x20 2x80", "0x3 1x20 2x80"),
      expect: { "5m": "quiet", "8m": ["warning"], "18m": "quiet" },
    },
    "warns when 1.2% of the messages are given up, whatever the reasons": {
      given: {
        [of("alertmanager_notifications_total", SLACK)]: "0+5x80",
        [of("alertmanager_notifications_failed_total", `${SLACK},reason="serverError"`)]: "0+0.04x80",
        [of("alertmanager_notifications_failed_total", `${SLACK},reason="clientError"`)]: "0+0.02x80",
      },
      expect: { "12m": ["warning"] },
    },
    "stays quiet at 0.9%": {
      given: messages("0+5x80", "0+0.045x80"),
      expect: { "5m": "quiet", "15m": "quiet" },
    },
    "stays quiet when the only message is given up": {
      given: messages("0x3 1x80", "0x3 1x80"),
      expect: { "2m": "quiet", "5m": "quiet", "10m": "quiet" },
    },
    "stays quiet without messages": {
      given: messages(steady(0), steady(0)),
      expect: { "5m": "quiet", "15m": "quiet" },
    },
    "stays quiet when Alertmanager restarts": {
      given: messages("40x20 0+0x60", "9x20 0x60"),
      expect: { "6m": "quiet", "10m": "quiet", "15m": "quiet" },
    },
  }),
  ...scenarios("AlertmanagerClusterFailedToSendAlerts", {
    "fires within two minutes when every attempt fails, for a single Alertmanager too, and resolves": {
      given: attempts("0+1x12 13+2x40 93+1x40", "0x12 1+2x40 81x40"),
      expect: { "3m": "quiet", "330s": ["critical"], "13m": ["critical"], "22m": "quiet" },
    },
    "goes on firing while attempts are rare": {
      given: attempts("0x3 2 4 6 8 8x4 9x7 10x7 11x7", "0x3 2 4 6 8 8x4 9x7 10x7 11x7"),
      expect: { "150s": ["critical"], "5m": ["critical"], "8m": ["critical"] },
    },
    "stays quiet when 85% of the attempts fail": {
      given: attempts("0+4x80", "0+3.4x80"),
      expect: { "3m": "quiet", "10m": "quiet" },
    },
    "stays quiet when another member of the cluster gets through": {
      given: { ...attempts("0+1x80", "0+1x80", "a"), ...attempts("0+1x80", steady(0), "b") },
      expect: { "3m": "quiet", "10m": "quiet" },
    },
    "stays quiet when three attempts fail and the fourth gets through": {
      given: attempts("0x3 3 4 4x60", "0x3 3 3 3x60"),
      expect: { "60s": "quiet", "75s": "quiet", "2m": "quiet", "5m": "quiet" },
    },
    "stays quiet on two failed attempts": {
      given: attempts("0x3 1 2x60", "0x3 1 2x60"),
      expect: { "90s": "quiet", "2m": "quiet", "3m": "quiet", "5m": "quiet" },
    },
    "stays quiet where nothing is sent": {
      given: attempts(steady(0), steady(0)),
      expect: { "3m": "quiet", "10m": "quiet" },
    },
  }),
];
