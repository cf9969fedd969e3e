// Grafana's own alerting: evaluations and notifications.
import { type Scenario, scenarios } from "../../../rules";
import { growing, growingThenStill, of, steady } from "./series";

const evaluations = (values: string) => ({ [of("grafana_alerting_rule_evaluations_total", 'org="1"')]: values });
const failures = (values: string) => ({ [of("grafana_alerting_rule_evaluation_failures_total", 'org="1"')]: values });

/** A Grafana that is watched, and its failed notifications; there is no series until one fails. */
const failed = (values: string, up = steady(1)): Record<string, string> => ({
  [of("up")]: up,
  [of("grafana_alerting_notifications_failed_total", 'org="1",integration="slack"')]: values,
});

export const alertingScenarios: readonly Scenario[] = [
  ...scenarios("GrafanaAlertEvaluationsFailing", {
    "warns at 20%, and resolves when they succeed": {
      given: { ...evaluations(growing(1)), ...failures(growingThenStill(0.2)) },
      expect: { "4m": "quiet", "7m": ["warning"], "30m": "quiet" },
    },
    "stays quiet at 4%": {
      given: { ...evaluations(growing(1)), ...failures(growing(0.04)) },
      expect: { "7m": "quiet", "20m": "quiet" },
    },
    "stays quiet where Grafana has no rules of its own": {
      given: { ...evaluations(steady(0)), ...failures(steady(0)) },
      expect: { "7m": "quiet", "20m": "quiet" },
    },
    "stays quiet when Grafana restarts": {
      given: { ...evaluations("9000+15x60 0+15x60"), ...failures("2000x60 0x60") },
      expect: { "7m": "quiet", "16m": "quiet", "20m": "quiet" },
    },
  }),
  ...scenarios("GrafanaNotificationsFailing", {
    "warns at the first that fails, and resolves ten minutes later": {
      given: failed("_x80 1x80"),
      expect: { "19m": "quiet", "20m30s": ["warning"], "31m": "quiet" },
    },
    "is critical at the third": {
      given: failed("4x80 7x80"),
      expect: { "19m": "quiet", "20m30s": ["critical", "warning"], "32m": "quiet" },
    },
    "stays quiet on 0 new ones, whatever failed long ago": {
      given: failed(steady(4)),
      expect: { "5m": "quiet", "20m": "quiet", "40m": "quiet" },
    },
    "stays quiet on a Grafana that is watched from now on, whatever failed before": {
      given: failed("_x80 4x80", "_x80 1x80"),
      expect: { "20m30s": "quiet", "25m": "quiet", "29m": "quiet" },
    },
    "stays quiet when Grafana restarts, and the counter is gone": {
      given: failed("4x80 stale _x80"),
      expect: { "19m": "quiet", "21m": "quiet", "31m": "quiet" },
    },
    "stays quiet on one missed scrape, also ten minutes later": {
      given: failed("4x40 stale 4x80", "1x40 0 1x80"),
      expect: { "10m30s": "quiet", "20m15s": "quiet", "20m30s": "quiet" },
    },
    "stays quiet where Grafana notifies nobody": {
      given: { [of("up")]: steady(1) },
      expect: { "5m": "quiet", "20m": "quiet" },
    },
  }),
];
