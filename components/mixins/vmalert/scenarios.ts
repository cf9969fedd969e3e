// Each alert of vmalert, proven: it fires in time, stays quiet just below its threshold, and resolves.
import { type Scenario, scenarios } from "../../rules";
import { growing, growingThenStill, steady } from "../scenario-series";

const OWN = 'job="vmalert",instance="logs-1:8880",service="vmalert",team="platform"';
const GROUP = `${OWN},group="logs",file="/etc/rules.yml"`;

const of = (metric: string, values: string, labels = GROUP): Record<string, string> => ({
  [`${metric}{${labels}}`]: values,
});

const errors = (values: string) =>
  of("vmalert_alerting_rules_errors_total", values, `${GROUP},alertname="LogCrash",id="1"`);
const sending = (values: string) =>
  of("vmalert_alerts_send_errors_total", values, `${OWN},addr="http://127.0.0.1:9093/api/v2/alerts"`);

/** Twice a minute. */
const evaluated = "0 0 1 1 2 2 3 3 4 4 5 5 6 6 7 7 8 8 9 9 10 10 11 11 12 12 13 13 14 14 15 15 16 16 17 17 18 18 19 19";

export const vmalertScenarios: readonly Scenario[] = [
  ...scenarios("VmalertNotEvaluating", {
    "fires when evaluations stop, and resolves": {
      given: of("vmalert_iteration_total", `${evaluated} 19x15 20 20 21 21 22 22 23 23`),
      expect: { "9m": "quiet", "12m": ["critical"], "15m": "quiet" },
    },
    "stays quiet at an evaluation every half a minute": {
      given: of("vmalert_iteration_total", evaluated),
      expect: { "5m": "quiet", "9m": "quiet" },
    },
  }),
  ...scenarios("VmalertRulesFailing", {
    "warns of a rule that the store refuses, and resolves": {
      given: errors(growingThenStill(1 / 30)),
      expect: { "4m": ["warning"], "35m": "quiet" },
    },
    "stays quiet on one evaluation that failed": { given: errors("0x8 1x3"), expect: { "2m45s": "quiet" } },
    "stays quiet while none fails": { given: errors(steady(3)), expect: { "10m": "quiet" } },
  }),
  ...scenarios("VmalertNotificationsFailing", {
    "fires while Alertmanager refuses alerts, and resolves": {
      given: sending(growingThenStill(1 / 30)),
      expect: { "2m": ["critical"], "35m": "quiet" },
    },
    "stays quiet while all are sent": { given: sending(steady(4)), expect: { "10m": "quiet" } },
  }),
  ...scenarios("VmalertMissesEvaluations", {
    "warns of queries that take too long, and resolves": {
      given: of("vmalert_iteration_missed_total", growingThenStill(1 / 60)),
      expect: { "8m": ["warning"], "50m": "quiet" },
    },
    "stays quiet on two in ten minutes": {
      given: of("vmalert_iteration_missed_total", "0x8 1x20 2x60"),
      expect: { "10m": "quiet" },
    },
  }),
  ...scenarios("VmalertConfigRefused", {
    "warns of rules that were refused, and resolves": {
      given: of("vmalert_config_last_reload_successful", "1x4 0x20 1x40", OWN),
      expect: { "90s": "quiet", "3m": ["warning"], "10m": "quiet" },
    },
    "stays quiet on rules that were taken": {
      given: of("vmalert_config_last_reload_successful", "1x40", OWN),
      expect: { "9m": "quiet" },
    },
    "stays quiet where evaluations go on": {
      given: of("vmalert_iteration_total", growing(1 / 30)),
      expect: { "9m": "quiet" },
    },
  }),
];
