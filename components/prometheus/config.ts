// Monitoring → prometheus.yml.
import type { Discovery, Monitoring, ScrapeJob, Target } from "../monitoring";
import { yaml } from "./rule-file";

export interface PrometheusConfigArgs {
  /** `host:port` of each Alertmanager. */
  alertmanagers: readonly string[];
  /** Rule files, relative to prometheus.yml. */
  ruleFiles: readonly string[];
  /** URL of a Prometheus that keeps the business series. */
  archive?: string;
}

/** The configuration of a Prometheus server. */
export function prometheusConfig(monitoring: Monitoring, args: PrometheusConfigArgs): string {
  return yaml({
    global: {
      scrape_interval: "15s",
      evaluation_interval: monitoring.evaluationInterval,
      external_labels: { environment: monitoring.environment },
    },
    rule_files: args.ruleFiles,
    alerting: { alertmanagers: [{ static_configs: [{ targets: args.alertmanagers }] }] },
    scrape_configs: monitoring.jobs.map(scrapeConfig),
    ...(args.archive && archiving(args.archive, monitoring.business.series)),
  });
}

/** The configuration of the archive, which only takes what is written to it. */
export function archiveConfig(): string {
  return yaml({ global: {} });
}

function archiving(url: string, series: readonly string[]) {
  return {
    remote_write: [
      {
        url: `${url}/api/v1/write`,
        name: "archive",
        write_relabel_configs: [{ source_labels: ["__name__"], regex: series.join("|"), action: "keep" }],
      },
    ],
  };
}

function scrapeConfig(job: ScrapeJob) {
  return {
    job_name: job.name,
    scrape_interval: job.interval,
    scrape_timeout: job.timeout,
    sample_limit: job.limits.samples,
    label_limit: job.limits.labels,
    label_name_length_limit: job.limits.labelNameLength,
    label_value_length_limit: job.limits.labelValueLength,
    target_limit: job.limits.targets,
    ...(job.via && { metrics_path: "/probe" }),
    ...(job.targets.length > 0 && { static_configs: job.targets.map(staticConfig) }),
    ...(job.discovery && discovering(job.discovery)),
    ...(job.via && { relabel_configs: throughBlackbox(job.via) }),
    ...(job.keep && {
      metric_relabel_configs: [{ source_labels: ["__name__"], regex: job.keep.join("|"), action: "keep" }],
    }),
  };
}

function discovering(discovery: Discovery) {
  switch (discovery.kind) {
    case "http":
      return { http_sd_configs: [{ url: discovery.url, refresh_interval: discovery.every }] };
    case "cluster":
      throw new Error("What a cluster has of its own is found by monitors; its operator writes this file");
  }
}

function staticConfig(target: Target) {
  return {
    targets: [target.address],
    labels: {
      ...target.labels,
      ...(target.metricsPath && { __metrics_path__: target.metricsPath }),
      ...(target.module && { __param_module: target.module }),
    },
  };
}

/** The address goes into the query, and the scrape to the blackbox exporter. */
function throughBlackbox(exporter: string) {
  return [
    { source_labels: ["__address__"], target_label: "__param_target" },
    { target_label: "__address__", replacement: exporter },
  ];
}
