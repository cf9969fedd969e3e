// What can go wrong with Grafana. What speaks of alert rules is quiet where Grafana has none of its own.
//
// Left out: evaluations that are late, which are on the dashboard: what they lead to is either a failure, which has an alert,
// or nothing that anybody sees; and the number of dashboards, which says nothing by itself.
import { type Alert, alert } from "../../rules";

export const alerts: readonly Alert[] = [
  alert({
    name: "GrafanaDown",
    expr: 'up{job="grafana"} == 0',
    severity: "critical",
    for: "20s",
    down: "instance",
    summary: "Grafana {{ $labels.instance }} of {{ $labels.service }} does not answer",
    description: "Nobody sees a dashboard through it, and the alert rules that Grafana evaluates itself are not.",
  }),
  alert({
    name: "GrafanaRequestsFailing",
    expr: "service:grafana_errors:ratio_rate5m",
    above: { warning: 0.05, critical: 0.25 },
    unit: "ratio",
    for: { warning: "5m", critical: "1m" },
    symptom: true,
    summary: "Grafana fails requests to {{ $labels.service }}",
    description:
      "{{ $value | humanizePercentage }} of the requests of the last five minutes ended in an error of Grafana's own.",
  }),
  alert({
    name: "GrafanaSlow",
    expr: "service:grafana_request_duration_seconds:p95_rate5m",
    above: { warning: 2.5 },
    unit: "seconds",
    for: "5m",
    symptom: true,
    summary: "Grafana of {{ $labels.service }} is slow",
    description:
      "One request in twenty takes more than {{ $value | humanizeDuration }}, waiting for data sources not counted.",
  }),
  alert({
    name: "GrafanaDatasourceRequestsFailing",
    expr: "service_plugin_id:grafana_query_errors:ratio_rate5m",
    above: { warning: 0.1 },
    unit: "ratio",
    for: "5m",
    symptom: true,
    summary: "Grafana of {{ $labels.service }} gets no data from {{ $labels.plugin_id }}",
    description: "{{ $value | humanizePercentage }} of the queries to such data sources fail: panels show errors.",
  }),
  alert({
    name: "GrafanaAlertEvaluationsFailing",
    expr: "service_org:grafana_rule_evaluation_failures:ratio_rate5m",
    above: { warning: 0.05 },
    unit: "ratio",
    for: "5m",
    summary: "Grafana of {{ $labels.service }} cannot evaluate alert rules of organisation {{ $labels.org }}",
    description: "{{ $value | humanizePercentage }} of the evaluations fail: these rules cannot alert.",
  }),
  alert({
    name: "GrafanaNotificationsFailing",
    // In whole notifications, because one that is lost is one too many; several are a channel that is broken.
    expr: "service_integration:grafana_notifications_failed:increase10m",
    above: { warning: 0, critical: 2 },
    for: "0s",
    summary: "Grafana of {{ $labels.service }} cannot notify by {{ $labels.integration }}",
    description: "{{ $value | humanize }} notifications failed in ten minutes: some alerts reach nobody.",
  }),
];
