// The catalogues against what real exporters said: each metric exists, with that type and those labels.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { mixinsInUse } from "../../../components/monitoring";
import { labelNames, type Metric, seriesNames } from "../../../components/rules";
import { everyMixin } from "../../support/environment";

/** Expositions recorded from real exporters, at most three series of a kind. */
const RECORDED: Record<string, string[]> = {
  node: ["node_exporter-1.5.0"],
  prometheus: ["prometheus-2.42.0"],
  alertmanager: ["alertmanager-0.28.1"],
  blackbox: ["blackbox_exporter-0.23.0", "blackbox_exporter-0.28.0-health"],
  service: ["sample_service"],
  container: ["cadvisor-0.52.1"],
  mysql: ["mysqld_exporter-0.14.0"],
  postgres: ["postgres_exporter-0.11.1"],
  rabbitmq: ["rabbitmq_prometheus-3.10.8", "rabbitmq_prometheus-3.10.8-per-object"],
  redis: ["redis_exporter-1.45.0"],
  kafka: ["kafka_jmx-4.1.1"],
  jaeger: ["jaeger-2.13.0"],
  nodejs: ["nodejs-prom-client-15.1.3"],
  otelcol: ["otelcol-0.149.0", "otelcol-0.149.0-failing"],
  victorialogs: ["victorialogs-1.52.2"],
  vmalert: ["vmalert-1.148.9"],
  worker: ["celery_exporter-0.12.2"],
  kubernetes: ["kube-state-metrics-2.20.0", "kubelet-1.36.3", "kubelet-cadvisor-1.36.3", "kube-apiserver-1.36.3"],
};

/** Labels that targets have: where an exporter has one of the same name, Prometheus renames the exporter's. */
const OF_TARGETS: Record<string, string> = { kubernetes: "component", blackbox: "dependency" };

/** What the recorded machine did not have, and so did not show. */
const NOT_RECORDED: Record<string, Record<string, RegExp>> = {
  node: {
    "no bonded interfaces": /^node_bonding_/,
    "no software RAID": /^node_md_/,
    "the systemd collector is off by default": /^node_systemd_/,
  },
  prometheus: {
    "no remote write": /^prometheus_remote_storage_(?!highest)/,
    "no service discovery that refreshes": /^prometheus_sd_refresh_/,
  },
  alertmanager: {
    "one Alertmanager is no cluster": /^alertmanager_cluster_/,
  },
  blackbox: { "no certificate was probed": /^probe_ssl_/ },
  postgres: {
    "exporter 0.14 and later":
      /^pg_(replication_lag_seconds|replication_is_replica|stat_user_tables_table_size|stat_database_active_time_seconds_total|stat_statements_.*)/,
  },
  service: { "the other naming": /^http_/ },
  kubernetes: { "no scheduler is a target": /^scheduler_/ },
  kafka: { "kafka_exporter, which was not at hand": /^kafka_(brokers|topic_|consumergroup_)/ },
  mysql: { "MySQL 8.4 and exporter 0.16": /^mysql_slave_status_(replica|seconds_behind_source)/ },
};

/** Metrics to which later versions of their exporter add labels. */
const MORE_LABELS_LATER = /^pg_stat_(activity|replication)_/;

interface Exposed {
  types: Map<string, string>;
  /** Labels of any series, by the series' name. */
  labels: Map<string, Set<string>>;
}

function read(files: readonly string[]): Exposed {
  const exposed: Exposed = { types: new Map(), labels: new Map() };
  for (const file of files) {
    const text = readFileSync(join("test", "fixtures", "exporters", `${file}.prom`), "utf8");
    for (const line of text.split("\n")) {
      const [, name, type] = /^# TYPE (\S+) (\S+)/.exec(line) ?? [];
      if (name && type) exposed.types.set(name, type);
      const [, series, labels = ""] = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? /.exec(line) ?? [];
      if (!series) continue;
      const known = exposed.labels.get(series) ?? new Set();
      for (const [, label = ""] of labels.matchAll(/([a-zA-Z_]\w*)="/g)) known.add(label);
      exposed.labels.set(series, known);
    }
  }
  return exposed;
}

const mixins = mixinsInUse(everyMixin()).filter((mixin) => mixin.name in RECORDED);

describe.each(mixins.map((mixin) => [mixin.name, mixin] as const))("the catalogue of %s", (name, mixin) => {
  const exposed = read(RECORDED[name] ?? []);
  const excused = (metric: Metric) =>
    Object.values(NOT_RECORDED[name] ?? {}).some((pattern) => pattern.test(metric.name));

  test.each(
    mixin.catalogue.metrics.filter((metric) => !excused(metric)).map((metric) => [metric.name, metric] as const),
  )("%s is what the exporter gives", (_, metric) => {
    expect(exposed.types.get(metric.name), "its type").toBe(metric.type);
    const shown = seriesNames(metric).filter((series) => exposed.labels.has(series));
    // Some series appear only when something has happened; their type is announced all the same.
    if (shown.length === 0) return;
    const given = shown.flatMap((series) => [...(exposed.labels.get(series) ?? [])]);
    const labels = new Set(given.map((label) => (label === OF_TARGETS[name] ? `exported_${label}` : label)));
    const declared = labelNames(metric)
      .filter((label) => label !== OF_TARGETS[name])
      .filter((label) => labels.has(label) || !MORE_LABELS_LATER.test(metric.name));
    expect([...labels].sort()).toEqual(declared.sort());
  });

  test("excuses nothing that was recorded", () => {
    const shown = mixin.catalogue.metrics.filter((metric) => excused(metric) && exposed.types.has(metric.name));
    expect(shown.map((metric) => metric.name)).toEqual([]);
  });
});
