// What can go wrong with PostgreSQL. An exporter's query that fails is a warning here, not a page: that nothing can be
// seen at all says PostgresDown. Wraparound of transaction ids is left out: its collector is off by default.
//
// Percentiles of query time are left out: PostgreSQL keeps sums only, so PostgresSlowQueries judges the mean of each
// statement. Growth of tables is drawn and not alerted on: how much is too much the host's disk says, in the mixin `node`.
// How full a client's own pool is only the client knows; what all pools take together is PostgresHighConnectionUsage.
import { type Alert, alert } from "../../rules";

const MiB = 1024 ** 2;
const GiB = 1024 ** 3;

export const alerts: readonly Alert[] = [
  alert({
    name: "PostgresDown",
    expr: 'pg_up == 0 or up{job="postgres"} == 0',
    severity: "critical",
    for: "20s",
    down: "instance",
    summary: "PostgreSQL {{ $labels.instance }} does not answer",
    description:
      "Its exporter cannot log in, or the exporter itself cannot be scraped: queries fail, or the server's state is unknown.",
  }),
  alert({
    name: "PostgresHighConnectionUsage",
    expr: "instance:pg_connections_used:ratio",
    above: { warning: 0.8, critical: 0.95 },
    unit: "ratio",
    for: { warning: "5m", critical: "1m" },
    summary: "PostgreSQL {{ $labels.instance }} runs out of connections",
    description: "{{ $value | humanizePercentage }} of max_connections are in use; at the end new ones are refused.",
    symptom: true,
  }),
  alert({
    name: "PostgresLowCacheHitRatio",
    expr: "instance_datname:pg_cache_hits:ratio_rate5m",
    below: { warning: 0.9 },
    unit: "ratio",
    for: "10m",
    summary: "Database {{ $labels.datname }} of {{ $labels.instance }} reads much from disk",
    description: "Only {{ $value | humanizePercentage }} of the blocks were in shared_buffers: queries get slower.",
  }),
  alert({
    name: "PostgresReplicationLag",
    expr: "pg_replication_lag_seconds",
    above: { warning: 30, critical: 300 },
    unit: "seconds",
    for: { warning: "5m", critical: "1m" },
    summary: "Standby {{ $labels.instance }} lags behind",
    description: "It shows data of {{ $value | humanizeDuration }} ago; what is read there is old.",
    symptom: true,
  }),
  alert({
    name: "PostgresStandbyDisconnected",
    // A standby that is cut off has replayed all that it received: it shows no lag, and without a slot nothing else does.
    expr: "service:pg_standbys_disconnected:count",
    above: { warning: 0 },
    for: "3m",
    summary: "A standby of {{ $labels.service }} receives nothing from its primary",
    description:
      "{{ $value | humanize }} of its standbys are not connected: what is read there is old, and a failover would lose what came since.",
    symptom: true,
  }),
  alert({
    name: "PostgresReplicationBacklog",
    expr: "instance_standby:pg_replication_backlog_bytes:max",
    above: { warning: 256 * MiB, critical: 2 * GiB },
    unit: "bytes",
    for: { warning: "5m", critical: "1m" },
    summary:
      "Standby {{ $labels.application_name }} at {{ $labels.client_addr }} does not keep up with {{ $labels.instance }}",
    description:
      "It has {{ $value | humanize1024 }}B of WAL still to replay; a failover now would lose or wait for them.",
  }),
  alert({
    name: "PostgresInactiveReplicationSlot",
    // A slot that holds nothing back harms nobody.
    expr: `instance_slot:pg_replication_slot_retained_bytes:max
      and max without (server, database) (pg_replication_slots_active) == 0`,
    above: { warning: 0, critical: GiB },
    unit: "bytes",
    for: { warning: "5m", critical: "1m" },
    summary: "Nobody reads replication slot {{ $labels.slot_name }} of {{ $labels.instance }}",
    description:
      "{{ $value | humanize1024 }}B of WAL are kept for it, and more with each write, until the disk is full.",
  }),
  alert({
    name: "PostgresWALArchiveFailure",
    // The archiver tries three times in a row: three failures and no success are more than a hiccup.
    expr: `sum without (server) (round(increase(pg_stat_archiver_failed_count[5m])))
      unless sum without (server) (increase(pg_stat_archiver_archived_count[5m])) > 0`,
    above: { critical: 2 },
    for: "30s",
    summary: "PostgreSQL {{ $labels.instance }} cannot archive its WAL",
    description:
      "{{ $value | humanize }} attempts failed in five minutes, none succeeded: no restore beyond that point.",
  }),
  alert({
    name: "PostgresDeadlocks",
    expr: "sum without (server, datid) (round(increase(pg_stat_database_deadlocks[5m])))",
    above: { warning: 0 },
    for: "0s",
    summary: "Transactions of {{ $labels.datname }} on {{ $labels.instance }} deadlock",
    description: "{{ $value | humanize }} deadlocks in five minutes; in each, one transaction was broken off.",
  }),
  alert({
    name: "PostgresLongRunningQuery",
    expr: "instance_datname_state:pg_transaction_age_seconds:max",
    above: { warning: 600 },
    unit: "seconds",
    for: "1m",
    summary: "A transaction of {{ $labels.datname }} on {{ $labels.instance }} does not end",
    description:
      "It is {{ $labels.state }} and has been open for {{ $value | humanizeDuration }}, holding locks and dead rows.",
  }),
  alert({
    name: "PostgresSlowQueries",
    // From six executions a minute on: reports may take their time.
    expr: "instance_queryid:pg_statement_time_seconds:mean_rate5m and instance_queryid:pg_statement_calls:rate5m >= 0.1",
    above: { warning: 1 },
    unit: "seconds",
    for: "5m",
    summary: "A frequent query of {{ $labels.datname }} on {{ $labels.instance }} is slow",
    description:
      "The statement with queryid {{ $labels.queryid }} takes {{ $value | humanizeDuration }} on average, and what calls it waits.",
    symptom: true,
  }),
  alert({
    name: "PostgresBlockedQueries",
    expr: `sum without (server, state, usename, application_name, backend_type, wait_event_type, wait_event)
      (pg_stat_activity_count{wait_event_type="Lock"})`,
    above: { warning: 5 },
    for: "2m",
    summary: "Queries of {{ $labels.datname }} on {{ $labels.instance }} wait for locks",
    description: "{{ $value | humanize }} connections wait for a lock that others hold.",
    symptom: true,
  }),
  alert({
    name: "PostgresTooManyLocksAcquired",
    expr: "instance:pg_locks_used:ratio",
    above: { warning: 0.5 },
    unit: "ratio",
    for: "2m",
    summary: "The lock table of {{ $labels.instance }} fills up",
    description: "{{ $value | humanizePercentage }} of it is in use; when it is full, queries fail.",
  }),
  alert({
    name: "PostgresTooManyRollbacks",
    expr: "instance_datname:pg_rollbacks:ratio_rate5m",
    above: { warning: 0.1 },
    unit: "ratio",
    for: "5m",
    summary: "Many transactions of {{ $labels.datname }} on {{ $labels.instance }} are rolled back",
    description: "{{ $value | humanizePercentage }} of the transactions of the last five minutes failed.",
    symptom: true,
  }),
  alert({
    name: "PostgresHighDeadTuples",
    expr: "instance_relname:pg_dead_tuples:ratio",
    above: { warning: 0.2 },
    unit: "ratio",
    for: "10m",
    summary: "Table {{ $labels.schemaname }}.{{ $labels.relname }} of {{ $labels.instance }} needs a vacuum",
    description: "{{ $value | humanizePercentage }} of its rows are dead: it grows and gets slower.",
  }),
  alert({
    name: "PostgresExporterErrors",
    expr: "pg_exporter_last_scrape_error == 1 and pg_up == 1 or pg_scrape_collector_success == 0 and ignoring (collector) pg_up == 1",
    severity: "warning",
    for: "5m",
    summary: "The exporter of PostgreSQL {{ $labels.instance }} cannot ask everything",
    description:
      "{{ with $labels.collector }}Its collector {{ . }} fails{{ else }}One of its queries fails{{ end }}: alerts that need the answer are blind.",
  }),
];
