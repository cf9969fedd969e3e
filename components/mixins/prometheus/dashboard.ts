// Prometheus at a glance: what it takes in, what its rules and queries cost, and whether its messages leave.
import { dashboard as declare, row, stat, timeseries, variable } from "../../dashboards";

const on = 'instance=~"$instance"';

export const dashboard = declare({
  uid: "tocsin-prometheus",
  title: "Prometheus",
  description: "Targets, series, rules, queries and notifications of the Prometheus servers.",
  tags: ["monitoring"],
  variables: [variable("instance", 'up{job="prometheus"}')],
  rows: [
    row(
      "State",
      stat(
        "Targets up",
        "ratio",
        "Share of all targets that answer.",
        { up: "sum(up) / count(up)" },
        {
          alert: "TargetDown",
        },
      ),
      stat("Head series", "count", "Series in memory; what they cost is memory.", {
        series: `sum(prometheus_tsdb_head_series{${on}})`,
      }),
      stat(
        "Ingestion",
        "perSecond",
        "Samples stored a second.",
        {
          samples: `sum(instance:prometheus_tsdb_head_samples_appended:rate5m{${on}})`,
        },
        { alert: "PrometheusNotIngestingSamples" },
      ),
      stat(
        "Newest sample",
        "seconds",
        "How old the newest stored sample is.",
        { age: 'time() - max(timestamp(up{job="prometheus"}))' },
        { alert: "PrometheusStoresNothing" },
      ),
      stat(
        "Alertmanagers",
        "count",
        "Alertmanagers that alerts are sent to; without one, nobody is notified.",
        {
          alertmanagers: `min(prometheus_notifications_alertmanagers_discovered{${on}})`,
        },
        { alert: "PrometheusNotConnectedToAlertmanagers" },
      ),
    ),
    row(
      "Targets and series",
      timeseries(
        "Targets down",
        "count",
        "Targets of each job that do not answer.",
        {
          "{{job}}": "count by (job) (up) - sum by (job) (up)",
        },
        { alert: "TargetDown" },
      ),
      timeseries("Scrape duration", "seconds", "The slowest scrape of each job; it must stay below the timeout.", {
        "{{job}}": "max by (job) (job:scrape_duration_seconds:max)",
      }),
      timeseries("Head series by server", "count", "A jump is a label without bound, or many new targets.", {
        "{{instance}}": `prometheus_tsdb_head_series{${on}}`,
      }),
      timeseries(
        "Ingestion by server",
        "perSecond",
        "Samples stored a second.",
        {
          "{{instance}}": `instance:prometheus_tsdb_head_samples_appended:rate5m{${on}}`,
        },
        { alert: "PrometheusNotIngestingSamples" },
      ),
    ),
    row(
      "Rules",
      timeseries(
        "Evaluation time",
        "ratio",
        "Share of its interval that a group's evaluation takes; above 1 it is skipped.",
        {
          "{{rule_group}}": `instance_rule_group:prometheus_rule_group_duration:ratio{${on}}`,
        },
        { alert: "PrometheusMissingRuleEvaluations" },
      ),
      timeseries(
        "Last evaluation",
        "seconds",
        "Since a server evaluated rules, by its own clock; negative or long where its clock is not that of this one.",
        {
          "{{instance}}": `min without (rule_group) (timestamp(prometheus_rule_group_last_evaluation_timestamp_seconds{${on}}) - prometheus_rule_group_last_evaluation_timestamp_seconds{${on}})`,
        },
        { alert: "PrometheusClocksDiffer" },
      ),
      timeseries(
        "Failed evaluations",
        "perSecond",
        "Rules that could not be evaluated; their alerts cannot fire.",
        {
          "{{rule_group}}": `rate(prometheus_rule_evaluation_failures_total{${on}}[5m])`,
        },
        { alert: "PrometheusRuleFailures" },
      ),
    ),
    row(
      "Queries and memory",
      timeseries("Query duration, p90", "seconds", "Nine of ten queries and rules are evaluated in less.", {
        "{{instance}}": `prometheus_engine_query_duration_seconds{slice="inner_eval",quantile="0.9",${on}}`,
      }),
      timeseries(
        "Queries running",
        "ratio",
        "Share of the queries that can run at a time.",
        {
          "{{instance}}": `prometheus_engine_queries{${on}} / (prometheus_engine_queries_concurrent_max{${on}} > 0)`,
        },
        { alert: "PrometheusHighQueryLoad" },
      ),
      timeseries("Memory", "bytes", "Memory of the process.", {
        "{{instance}}": `process_resident_memory_bytes{job="prometheus",${on}}`,
      }),
      timeseries(
        "Discovered targets",
        "count",
        "Targets of each job; over its limit a job is not scraped.",
        {
          "{{scrape_job}}": `prometheus_target_scrape_pool_targets{${on}}`,
        },
        { alert: "PrometheusTargetLimitHit" },
      ),
    ),
    row(
      "Notifications",
      timeseries(
        "Alerts sent",
        "perSecond",
        "Alerts sent to each Alertmanager; a firing alert is sent again every minute.",
        {
          "{{alertmanager}}": `rate(prometheus_notifications_sent_total{${on}}[5m])`,
        },
      ),
      timeseries(
        "Failed",
        "ratio",
        "Share of what was sent that an Alertmanager did not take.",
        {
          "{{alertmanager}}": `instance_alertmanager:prometheus_notifications_errors:ratio_rate5m{${on}}`,
        },
        { alert: "PrometheusErrorSendingAlertsToSomeAlertmanagers", max: 1 },
      ),
    ),
  ],
});
