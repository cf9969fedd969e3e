// What can go wrong with Prometheus and its targets. Left out: a restart by itself, which nobody acts on (what it breaks
// has its own alert), and slow scrapes, which fail at their timeout. A lone Prometheus cannot report that it sends nothing: a
// second one can, and the dead-man's switch fed by Watchdog does.
import { type Alert, alert } from "../../rules";
import { storageAlerts } from "./storage-alerts";

/** A counter that moves only when targets change: what it counted at the start is news for a quarter of an hour. */
const countedOnChange = (counter: string) =>
  `increase(${counter}[15m]) > 0 or (${counter} > 0 and on (instance, job) time() - process_start_time_seconds < 900)`;

/**
 * Targets whose samples were read and refused, while a counter of a limit moves: no counter says of which target. Without their
 * host, which only looks down where node exporter is one of them, and would inhibit what explains it.
 */
const refusedBy = (counter: string) =>
  `sum without (host) (scrape_samples_scraped > 0 and up == 0 and on () increase(${counter}[5m]) > 0)`;

export const alerts: readonly Alert[] = [
  alert({
    name: "Watchdog",
    expr: "vector(1)",
    severity: "info",
    for: "0s",
    onMissing: "fires",
    route: "heartbeat",
    summary: "Alerting works",
    description: "This alert always fires. When the dead-man's switch no longer hears of it, alerts do not arrive.",
  }),
  alert({
    name: "TargetDown",
    expr: 'up{job!~"node|service|probe"} == 0',
    severity: "warning",
    for: "1m",
    // A technology that is down has an alert of its own, which explains this one.
    symptom: true,
    summary: "{{ $labels.instance }} of job {{ $labels.job }} does not answer",
    description: "It could not be scraped: what it measures is not known, and its alerts cannot fire.",
  }),
  alert({
    name: "TargetsMissing",
    // Of targets that come and go. Where all are gone, the technology's own alert says so, as it does of one with a name.
    expr: "service:up:found_ratio",
    below: { warning: 1 },
    unit: "ratio",
    // Longer than it takes to replace a machine.
    for: "10m",
    summary: "Fewer targets of {{ $labels.instance }} are found than there should be",
    description: "{{ $value | humanizePercentage }} of the least number are there; the others carry their load.",
  }),
  alert({
    name: "AlertInputsMissing",
    expr: "count by (job, service, team, metric) (target:alert_inputs:missing)",
    above: { warning: 0 },
    for: "5m",
    summary: "{{ $labels.service }} does not show {{ $labels.metric }}",
    description:
      "{{ $value }} of its targets are scraped and lack this metric: alerts of {{ $labels.job }} that read it cannot fire.",
  }),
  alert({
    name: "PrometheusBadConfig",
    expr: "prometheus_config_last_reload_successful == 0",
    severity: "critical",
    for: "1m",
    summary: "Prometheus {{ $labels.instance }} refused its configuration",
    description: "It goes on with the old one: changes are not in force, and the next start fails.",
  }),
  alert({
    name: "PrometheusSDRefreshFailure",
    // A window shorter than `for`: one failed refresh is over before it fires.
    expr: "increase(prometheus_sd_refresh_failures_total[5m]) > 0",
    severity: "warning",
    for: "10m",
    summary: "Prometheus {{ $labels.instance }} cannot discover targets by {{ $labels.mechanism }}",
    description: "It keeps the targets it knows: new ones are not watched, and those that are gone look down.",
  }),
  alert({
    name: "PrometheusTargetSyncFailure",
    expr: countedOnChange("prometheus_target_sync_failed_total"),
    severity: "critical",
    for: "0s",
    summary: "Prometheus {{ $labels.instance }} dropped targets of job {{ $labels.scrape_job }}",
    description: "What was discovered is not a valid target after relabelling, so it is not scraped and not even down.",
  }),
  alert({
    name: "PrometheusTargetLimitHit",
    expr: countedOnChange("prometheus_target_scrape_pool_exceeded_target_limit_total"),
    severity: "warning",
    for: "0s",
    summary: "A job of Prometheus {{ $labels.instance }} has more targets than its limit",
    description: "None of the job's targets is scraped until the limit is raised or there are fewer.",
  }),
  alert({
    name: "PrometheusLabelLimitHit",
    expr: refusedBy("prometheus_target_scrape_pool_exceeded_label_limits_total"),
    severity: "warning",
    for: "1m",
    summary: "Scrapes of {{ $labels.instance }} of job {{ $labels.job }} are refused: too many or too long labels",
    description:
      "A series is over `label_limit`, `label_name_length_limit` or `label_value_length_limit` of its job, so none are stored. `npm run doctor -- ENV` names the label.",
  }),
  alert({
    name: "PrometheusScrapeSampleLimitHit",
    expr: refusedBy("prometheus_target_scrapes_exceeded_sample_limit_total"),
    severity: "warning",
    for: "1m",
    summary: "Scrapes of {{ $labels.instance }} of job {{ $labels.job }} are refused: too many samples",
    description:
      "It gives {{ $value | humanize }}, over `sample_limit` of its job, so none are stored: most often a label without bound has grown. `npm run doctor -- ENV` names the limit.",
  }),
  alert({
    name: "PrometheusDuplicateTimestamps",
    expr: "rate(prometheus_target_scrapes_sample_duplicate_timestamp_total[5m]) > 0",
    severity: "warning",
    for: "10m",
    summary: "Prometheus {{ $labels.instance }} drops samples with the time of another",
    description: "{{ $value | humanize }} a second: two targets or one exporter give the same series twice.",
  }),
  alert({
    name: "PrometheusOutOfOrderTimestamps",
    expr: "rate(prometheus_target_scrapes_sample_out_of_order_total[5m]) > 0",
    severity: "warning",
    for: "10m",
    summary: "Prometheus {{ $labels.instance }} drops samples that are too old",
    description:
      "{{ $value | humanize }} a second: an exporter sets times of its own, or two targets share their labels.",
  }),
  ...storageAlerts,
  alert({
    name: "PrometheusRuleFailures",
    expr: "increase(prometheus_rule_evaluation_failures_total[1m]) > 0",
    severity: "critical",
    for: "80s",
    summary: "Prometheus {{ $labels.instance }} cannot evaluate rules of {{ $labels.rule_group }}",
    description: "The group's rules fail again and again: alerts among them cannot fire.",
  }),
  alert({
    name: "PrometheusClocksDiffer",
    // When a server evaluated rules by its own clock, and when it was asked by this one's: seconds apart, by its shortest interval.
    expr: `abs(min without (rule_group) (timestamp(prometheus_rule_group_last_evaluation_timestamp_seconds)
      - prometheus_rule_group_last_evaluation_timestamp_seconds))`,
    above: { critical: 60 },
    unit: "seconds",
    for: "1m",
    summary: "The clock of Prometheus {{ $labels.instance }} is not that of another one",
    description:
      "They differ by {{ $value | humanizeDuration }}, or it evaluates no rules: alerts may be late, resolved too early, or not sent.",
  }),
  alert({
    name: "PrometheusMissingRuleEvaluations",
    expr: "increase(prometheus_rule_group_iterations_missed_total[5m]) > 0",
    severity: "warning",
    for: "10m",
    summary: "Prometheus {{ $labels.instance }} skips evaluations of {{ $labels.rule_group }}",
    description: "The group takes longer than its interval: its alerts come late, its recordings have gaps.",
  }),
  alert({
    name: "PrometheusHighQueryLoad",
    expr: `avg_over_time(prometheus_engine_queries[5m])
      / (max_over_time(prometheus_engine_queries_concurrent_max[5m]) > 0)`,
    above: { warning: 0.8 },
    unit: "ratio",
    for: "5m",
    summary: "Prometheus {{ $labels.instance }} has almost as many queries as it can run",
    description: "{{ $value | humanizePercentage }} of its places are taken: dashboards and rules wait for each other.",
  }),
  alert({
    name: "PrometheusNotConnectedToAlertmanagers",
    expr: "prometheus_notifications_alertmanagers_discovered",
    below: { critical: 1 },
    for: "1m",
    summary: "Prometheus {{ $labels.instance }} knows no Alertmanager",
    description: "Its alerts go nowhere; this one is seen through another Prometheus or the dead-man's switch.",
  }),
  alert({
    name: "PrometheusErrorSendingAlertsToSomeAlertmanagers",
    expr: "instance_alertmanager:prometheus_notifications_errors:ratio_rate5m",
    // Before 3.1 a failed request counts as one error however many alerts (at most 64) it carried.
    above: { warning: 0.01 },
    unit: "ratio",
    for: "10m",
    summary: "Prometheus {{ $labels.instance }} fails to send to {{ $labels.alertmanager }}",
    description:
      "At least {{ $value | humanizePercentage }} of its alerts did not get there; other Alertmanagers may have them.",
  }),
  alert({
    name: "PrometheusErrorSendingAlertsToAnyAlertmanager",
    // Of requests, not of alerts. The window holds one even where only Watchdog is sent, every 70 seconds, and one
    // that failed has left it before `for` is over.
    expr: `min without (alertmanager) (
      rate(prometheus_notifications_errors_total[90s]) / rate(prometheus_notifications_latency_seconds_count[90s]))`,
    above: { critical: 0.25 },
    unit: "ratio",
    for: "80s",
    summary: "Prometheus {{ $labels.instance }} fails to send to every Alertmanager",
    description:
      "{{ $value | humanizePercentage }} of its requests fail even at the best Alertmanager: messages do not leave, or late.",
  }),
  alert({
    name: "PrometheusNotificationQueueRunningFull",
    expr: "prometheus_notifications_queue_length / (prometheus_notifications_queue_capacity > 0)",
    above: { warning: 0.5 },
    unit: "ratio",
    for: "5m",
    summary: "The alerts of Prometheus {{ $labels.instance }} wait to be sent",
    description:
      "{{ $value | humanizePercentage }} of the queue is taken; when it is full, the oldest alerts are dropped.",
  }),
  alert({
    name: "PrometheusRemoteStorageFailures",
    expr: `rate(prometheus_remote_storage_samples_failed_total[1m])
      / (rate(prometheus_remote_storage_samples_total[1m]) > 0)`,
    above: { critical: 0.01 },
    unit: "ratio",
    for: "80s",
    summary: "Prometheus {{ $labels.instance }} loses samples on the way to {{ $labels.remote_name }}",
    description: "{{ $value | humanizePercentage }} of them were refused for good by {{ $labels.url }}.",
  }),
  alert({
    name: "PrometheusRemoteWriteBehind",
    // Until the first success there is no time of what was sent: the start of the process stands in for it. Only while something
    // waits: what a filter lets through may be seldom, or nothing.
    expr: `prometheus_remote_storage_highest_timestamp_in_seconds - ignoring (remote_name, url) group_right () (
      prometheus_remote_storage_queue_highest_sent_timestamp_seconds
      or (0 * prometheus_remote_storage_shards + ignoring (remote_name, url) group_left () process_start_time_seconds))
      and prometheus_remote_storage_samples_pending > 0`,
    above: { critical: 120 },
    unit: "seconds",
    for: "30s",
    summary: "Prometheus {{ $labels.instance }} is behind in sending to {{ $labels.remote_name }}",
    description:
      "What it sends to {{ $labels.url }} is {{ $value | humanizeDuration }} old; rules evaluated there are late.",
  }),
];
