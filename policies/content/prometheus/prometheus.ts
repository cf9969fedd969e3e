// prometheus.yml → its scrape jobs and the server's settings.
import type { Place, Relabeling, ScrapeJob, Server } from "../content";
import { type Fields, fieldsOf, listOf, textOf } from "../values";
import { positionOf } from "../yaml/position";

/** Fields of agents that have scrape_configs as well: Promtail, Grafana's and Elastic's. */
const OF_OTHERS = ["clients", "positions", "logs", "metrics", "integrations", "loki"];

export const isPrometheusConfig = (value: Fields): boolean =>
  hasPrometheusFields(value) && !OF_OTHERS.some((field) => field in value);

const hasPrometheusFields = (value: Fields): boolean => {
  const { scrape_configs, global, scrape_config_files, rule_files, alerting, storage } = value;
  const named = [scrape_configs, scrape_config_files, rule_files].some(Array.isArray);
  const inGlobal = ["scrape_interval", "scrape_timeout", "evaluation_interval", "external_labels", "query_log_file"];
  return (
    named ||
    inGlobal.some((field) => field in fieldsOf(global)) ||
    // Words that others have as well.
    (Object.keys(value).every((field) => PROMETHEUS_FIELDS.includes(field)) &&
      (["remote_write", "remote_read", "otlp"].some((field) => field in value) ||
        // Alertmanager has tracing as well, beside its route.
        "tracing" in value ||
        "tsdb" in fieldsOf(storage) ||
        ["alertmanagers", "alert_relabel_configs"].some((field) => field in fieldsOf(alerting))))
  );
};

/** At the top of prometheus.yml. */
export const PROMETHEUS_FIELDS: readonly string[] = [
  ...["global", "scrape_configs", "rule_files", "remote_write", "remote_read", "alerting", "storage", "runtime"],
  ...["scrape_config_files", "tracing", "otlp"],
];

export function serverOf({ global, storage }: Fields, place: Place): Server {
  const { scrape_interval, external_labels } = fieldsOf(global);
  const { retention } = fieldsOf(fieldsOf(storage).tsdb);
  return {
    place,
    // One minute is Prometheus' own default.
    scrapeInterval: textOf(scrape_interval) ?? "1m",
    retention: textOf(fieldsOf(retention).time),
    externalLabels: Object.keys(fieldsOf(external_labels)),
  };
}

/** Jobs of a list as in `scrape_configs`. */
export function scrapeJobsOf(configs: unknown, global: Fields, place: Place): ScrapeJob[] {
  return listOf(configs).flatMap((config) => {
    const fields = fieldsOf(config);
    const name = textOf(fields.job_name);
    if (name === undefined) return [];
    return [
      {
        place: { ...place, ...positionOf(fields), rule: name },
        name,
        fields,
        global,
        relabelings: [
          ...relabelingsOf(fields.relabel_configs, "target"),
          ...relabelingsOf(fields.metric_relabel_configs, "sample"),
        ],
        targets: listedTargets(fields),
      },
    ];
  });
}

export function relabelingsOf(configs: unknown, stage: Relabeling["stage"]): Relabeling[] {
  return listOf(configs).map((config) => {
    const { action, source_labels, target_label, regex, replacement } = fieldsOf(config);
    return {
      stage,
      action: (textOf(action) ?? "replace").toLowerCase(),
      sources: listOf(source_labels).flatMap((label) => textOf(label) ?? []),
      target: textOf(target_label),
      regex: textOf(regex),
      replacement: textOf(replacement),
    };
  });
}

function listedTargets(fields: Fields): number | undefined {
  if (Object.keys(fields).some((key) => /_sd_configs$/.test(key))) return undefined;
  return listOf(fields.static_configs).reduce<number>((sum, one) => sum + listOf(fieldsOf(one).targets).length, 0);
}
