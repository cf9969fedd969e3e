// Log alerts → vmalert's rule file.
import { stringify } from "yaml";
import { LOG_EVALUATION, type LogAlert, logRulesOf } from "../rules";
import { logsLink } from "./link";

export interface LogRulesArgs {
  alerts: readonly LogAlert[];
  /** Where the runbook of an alert is: `{mixin}` and `{alert}` stand for its place there. */
  runbook: string;
  /** Base URL of the store as people reach it. */
  store: string;
}

/** The name under which the runbook of log alerts is found. */
export const LOG_RUNBOOK = "logs";

/** One group, evaluated in the order of the alerts. */
export function logRuleFile({ alerts, runbook, store }: LogRulesArgs): string {
  const lines = logsLink(store).replace("{field}", "service").replace("{value}", "{{ $labels.service }}");
  const rules = alerts.flatMap(logRulesOf).map(({ alert, severity, threshold, query }) => ({
    alert: alert.name,
    expr: query,
    labels: { severity },
    annotations: {
      summary: alert.summary,
      description: alert.description,
      threshold: `above ${threshold}`,
      runbook_url: runbook.replace("{mixin}", LOG_RUNBOOK).replace("{alert}", alert.name.toLowerCase()),
      logs_url: lines,
      dashboard_url: `${lines}&g0.relative_time=last_1_hour`,
    },
  }));
  return stringify({ groups: [{ name: "logs", type: "vlogs", interval: LOG_EVALUATION, rules }] }, { lineWidth: 0 });
}
