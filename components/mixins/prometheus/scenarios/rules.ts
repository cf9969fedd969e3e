// The configuration, rules and queries.
import { type Scenario, scenarios } from "../../../rules";
import { every, of, steady } from "./series";

const reloaded = (values: string) => ({ [of("prometheus_config_last_reload_successful")]: values });

const GROUP = 'rule_group="/etc/prometheus/rules/node.yml;node"';
const failures = (values: string) => ({ [of("prometheus_rule_evaluation_failures_total", GROUP)]: values });
const missed = (values: string) => ({ [of("prometheus_rule_group_iterations_missed_total", GROUP)]: values });
const evaluated = (values: string) => ({
  [of("prometheus_rule_group_last_evaluation_timestamp_seconds", GROUP)]: values,
});

/** A server that can run 20 queries at a time. */
const queries = (running: string, places = 20): Record<string, string> => ({
  [of("prometheus_engine_queries")]: running,
  [of("prometheus_engine_queries_concurrent_max")]: steady(places),
});

export const ruleScenarios: readonly Scenario[] = [
  ...scenarios("PrometheusClocksDiffer", {
    "pages while a server's clock is an hour ahead": {
      given: evaluated("-5+15x19 3895+15x19 595+15x60"),
      expect: { "5m": "quiet", "7m": ["critical"], "12m": "quiet" },
    },
    "pages while a server's clock is an hour behind": {
      given: evaluated("-5+15x19 -3305+15x60"),
      expect: { "5m": "quiet", "7m": ["critical"] },
    },
    "stays quiet while it is 50 seconds behind": {
      given: evaluated("-55+15x100"),
      expect: { "5m": "quiet", "15m": "quiet" },
    },
    "stays quiet where a group is evaluated every ten minutes, and another one more often": {
      given: {
        ...evaluated("-5+15x100"),
        [of("prometheus_rule_group_last_evaluation_timestamp_seconds", 'rule_group="slow"')]: "0x39 600x60",
      },
      expect: { "9m": "quiet", "15m": "quiet" },
    },
  }),
  ...scenarios("PrometheusBadConfig", {
    "fires within two minutes of a configuration that is refused, and resolves when one is taken": {
      given: reloaded("1x3 0x20 1x20"),
      expect: { "90s": "quiet", "130s": ["critical"], "7m": "quiet" },
    },
    "stays quiet when the next reload, half a minute later, succeeds": {
      given: reloaded("1x3 0x1 1x20"),
      expect: { "90s": "quiet", "2m": "quiet", "4m": "quiet" },
    },
  }),
  ...scenarios("PrometheusRuleFailures", {
    "fires within two minutes when one rule fails at every evaluation, and resolves when it works": {
      given: failures("0x3 0+1.5x40 60x40"),
      expect: { "150s": "quiet", "3m": ["critical"], "13m": "quiet" },
    },
    "fires when a rule fails every 40 seconds": {
      given: failures(every(40)),
      expect: { "150s": ["critical"], "10m": ["critical"] },
    },
    "stays quiet when thirty rules fail once": {
      given: failures("0x8 30x40"),
      expect: { "150s": "quiet", "200s": "quiet", "220s": "quiet", "4m": "quiet" },
    },
    "stays quiet when the server restarts": {
      given: failures("50x8 0x40"),
      expect: { "150s": "quiet", "220s": "quiet", "5m": "quiet" },
    },
  }),
  ...scenarios("PrometheusMissingRuleEvaluations", {
    "warns when a group skips an evaluation a minute, and resolves when it keeps up": {
      given: missed("0x3 0+0.25x60 15x60"),
      expect: { "10m": "quiet", "12m": ["warning"], "22m": "quiet" },
    },
    "stays quiet on one skipped evaluation": {
      given: missed("0x3 1x60"),
      expect: { "5m": "quiet", "11m": "quiet", "15m": "quiet" },
    },
  }),
  ...scenarios("PrometheusHighQueryLoad", {
    "warns when 18 of 20 places are taken, and resolves": {
      given: queries("18x40 2x60"),
      expect: { "4m": "quiet", "6m": ["warning"], "16m": "quiet" },
    },
    "stays quiet at 15 of 20": { given: queries(steady(15)), expect: { "6m": "quiet", "15m": "quiet" } },
    "stays quiet on a limit of 0": { given: queries(steady(15), 0), expect: { "6m": "quiet", "15m": "quiet" } },
  }),
];
