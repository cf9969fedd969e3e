// Log alerts → vmalert's rule file.
import { stringify } from "yaml";
import { LOG_LINES } from "../monitoring/logs/lines";
import { LOG_RUNBOOK } from "../monitoring/logs/runbook";
import { LOG_EVALUATION, type LogAlert, logRulesOf } from "../rules";
import { logsLink } from "./link";

export interface LogRulesArgs {
  alerts: readonly LogAlert[];
  /** Where the runbook of an alert is: `{mixin}` and `{alert}` stand for its place there. */
  runbook: string;
  /** Base URL of the store as people reach it. */
  store: string;
}

/** Lines a second of five minutes. */
const LINES =
  "_time:5m | stats by (service, team, level) count() as lines | math lines / 300 as value | fields service, team, level, value";

/** The alerts in their order, and what is recorded of lines for Prometheus. */
export function logRuleFile({ alerts, runbook, store }: LogRulesArgs): string {
  const lines = logsLink(store).service.replace("{value}", "{{ $labels.service }}");
  const rules = alerts.flatMap(logRulesOf).map(({ alert, severity, threshold, query, for: held }) => ({
    alert: alert.name,
    expr: query,
    ...(held !== "0s" && { for: held }),
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
  const group = { type: "vlogs", interval: LOG_EVALUATION };
  const groups = [
    { name: "logs", ...group, rules },
    { name: "log-lines", ...group, rules: [{ record: LOG_LINES, expr: LINES }] },
  ];
  return stringify({ groups }, { lineWidth: 0 });
}
