// Monitoring → prometheus.yml.
import type { Discovery, Monitoring, ScrapeJob, SeriesLabels, Target } from "../monitoring";
import { droppingSynthetic } from "../monitoring/scraping/synthetic";
import { timeoutOf } from "../monitoring/targets/intervals";
import { asking } from "./asking";
import { relabellingOf as relabellingOfManaged, searching as searchingManaged } from "./aws-discovery";
import { moduleName } from "./blackbox";
import { overTls, relabellingOf as relabellingOfInstances, searching } from "./ec2-discovery";
import { type HttpAccess, httpClientOf } from "./http-access";
import { REPLICA_LABEL, type RemoteWrite, remoteWrite } from "./remote-write";
import { yaml } from "./rule-file";
import { type Shard, sharding, shared } from "./shard";

export interface PrometheusConfigArgs {
  /** `host:port` of each Alertmanager. */
  alertmanagers: readonly string[];
  /** How the Prometheus servers, the archive and the Alertmanagers are reached where they ask for a password. */
  access?: HttpAccess;
  /** What Prometheus shows to found exporters that ask for a certificate: absolute paths. */
  client?: { certificate: string; key: string };
  /** Which one of several that scrape the same this is: a storage that all of them write to keeps the series of one. */
  replica?: { cluster: string; name: string };
  /** The share of the targets that this server scrapes; all by default. */
  shard?: Shard;
  /** Further storages that series are written to. */
  remoteWrite?: readonly RemoteWrite[];
  /** Rule files, relative to prometheus.yml. */
  ruleFiles: readonly string[];
  /** Where Prometheus reads a credential of its targets, by the name of its file. Default: in `secrets/` beside prometheus.yml. */
  credentialFile?: (name: string) => string;
  /** URL of a Prometheus that keeps the business series. */
  archive?: string;
}

/** The configuration of a Prometheus server. */
export function prometheusConfig(monitoring: Monitoring, args: PrometheusConfigArgs): string {
  const writing = [
    ...(args.archive ? [archiving(args.archive, monitoring.business.series, args.access)] : []),
    ...(args.remoteWrite ?? []),
  ];
  return yaml({
    global: {
      scrape_interval: "15s",
      evaluation_interval: monitoring.evaluationInterval,
      external_labels: {
        environment: monitoring.environment,
        ...(args.replica && { cluster: args.replica.cluster, [REPLICA_LABEL]: args.replica.name }),
      },
    },
    rule_files: args.ruleFiles,
    alerting: {
      // Replicas say the same, and it is to be sent once.
      ...(args.replica && { alert_relabel_configs: [{ regex: `cluster|${REPLICA_LABEL}`, action: "labeldrop" }] }),
      alertmanagers: [
        { ...(args.access && httpClientOf(args.access)), static_configs: [{ targets: args.alertmanagers }] },
      ],
    },
    ...scrapeConfigs(monitoring, args),
    ...(writing.length > 0 && { remote_write: writing.map(remoteWrite) }),
  });
}

/** The scrape jobs alone, which a Prometheus can include as a file. */
export const scrapeConfigs = ({ jobs, plainJobs = [] }: Monitoring, args: ScrapeArgs = {}) => ({
  scrape_configs: [
    ...jobs.map((job) => scrapeConfig(job, args)),
    ...plainJobs.map((job) => (args.shard ? shared(job, args.shard) : job)),
  ],
});

type ScrapeArgs = Pick<PrometheusConfigArgs, "access" | "client" | "shard" | "credentialFile">;

/** The configuration of the archive, which only takes what is written to it. */
export function archiveConfig(): string {
  return yaml({ global: {} });
}

const archiving = (url: string, keep: readonly string[], access: HttpAccess | undefined): RemoteWrite => ({
  name: "archive",
  url: `${url}/api/v1/write`,
  keep,
  ...(access && { access }),
});

const besideConfig = (name: string) => `secrets/${name}`;

function scrapeConfig(job: ScrapeJob, { access, client, shard, credentialFile = besideConfig }: ScrapeArgs) {
  const found = job.discovery && "tlsTag" in job.discovery ? job.discovery : undefined;
  // A service whose settings say how it is asked is no exporter of ours.
  const tlsTag = client && !job.access?.scheme ? found?.tlsTag : undefined;
  const relabelling = [
    ...(job.discovery ? relabellingOf(job.discovery) : []),
    ...(found && tlsTag ? overTls(found, tlsTag) : []),
    ...(job.via ? throughBlackbox(job.via) : []),
    ...(shard && job.shardBy !== "server" ? sharding(job, shard) : []),
  ];
  return {
    job_name: job.name,
    scrape_interval: job.interval,
    scrape_timeout: job.timeout,
    ...(job.fallbackProtocol && { fallback_scrape_protocol: job.fallbackProtocol }),
    ...(job.nativeHistograms && { scrape_native_histograms: true }),
    sample_limit: job.limits.samples,
    label_limit: job.limits.labels,
    label_name_length_limit: job.limits.labelNameLength,
    label_value_length_limit: job.limits.labelValueLength,
    target_limit: job.limits.targets,
    ...(job.via && { metrics_path: "/probe" }),
    ...(access && (job.shardBy === "server" || job.asksForPassword) && httpClientOf(access)),
    ...(job.access && asking(job.access, credentialFile)),
    // Each exporter makes its own certificate when it starts: the security group says who it is, and no secret goes there.
    ...(client &&
      tlsTag && {
        tls_config: { cert_file: client.certificate, key_file: client.key, insecure_skip_verify: true },
      }),
    ...(job.targets.length > 0 && { static_configs: job.targets.map(staticConfig) }),
    ...(job.discovery && discovering(job.discovery)),
    ...(relabelling.length > 0 && { relabel_configs: relabelling }),
    metric_relabel_configs: [
      droppingSynthetic(),
      ...(job.targets.some(({ labels }) => labels.dependency) ? [HEALTH_ALONE] : []),
      ...(job.ofSeries ? relabellingSeries(job.ofSeries) : []),
      ...(job.spansOf === undefined ? [] : ofService(job.spansOf)),
      ...(job.keep ? [{ source_labels: ["__name__"], regex: job.keep.join("|"), action: "keep" }] : []),
    ],
  };
}

const relabellingSeries = ({ becoming, elsewhere, dropped }: SeriesLabels) => [
  ...becoming.map(([from, to]) => ({ source_labels: [from], regex: "(.+)", target_label: to })),
  { source_labels: [elsewhere], regex: ".+", target_label: "host", replacement: "" },
  { regex: dropped, action: "labeldrop" },
];

/** Of what a health endpoint says of a dependency; that the endpoint answers is a probe of its own. */
const HEALTH_ALONE = {
  source_labels: ["dependency", "__name__"],
  regex: ";.+|.+;probe_failed_due_to_cel",
  action: "keep",
};

function discovering(discovery: Discovery) {
  switch (discovery.kind) {
    case "http":
      return { http_sd_configs: [{ url: discovery.url, refresh_interval: discovery.every }] };
    case "ec2":
      return {
        ...(discovery.params && { params: discovery.params }),
        ec2_sd_configs: discovery.searches.map((search) => searching(discovery, search)),
      };
    case "aws":
      return { aws_sd_configs: [searchingManaged(discovery)] };
    case "file":
      return { file_sd_configs: [{ files: discovery.files }] };
    case "dns": {
      const { names, type, port, every } = discovery;
      return { dns_sd_configs: [{ names, type, ...(port && { port }), refresh_interval: every }] };
    }
    case "cluster":
      throw new Error("What a cluster has of its own is found by monitors; its operator writes this file");
  }
}

function relabellingOf(discovery: Discovery) {
  switch (discovery.kind) {
    case "ec2":
      return relabellingOfInstances(discovery);
    case "aws":
      return relabellingOfManaged(discovery);
    case "file":
    case "dns":
      // Those of the list have the same.
      return Object.entries(discovery.labels).map(([label, value]) => ({ target_label: label, replacement: value }));
    default:
      return [];
  }
}

function staticConfig(target: Target) {
  return {
    targets: [target.address],
    labels: {
      ...target.labels,
      ...(target.metricsPath && { __metrics_path__: target.metricsPath }),
      ...(target.interval && { __scrape_interval__: target.interval, __scrape_timeout__: timeoutOf(target.interval) }),
      ...(target.module && { __param_module: moduleName(target.module) }),
    },
  };
}

/** Of the metrics that spans become: what the histogram counts too, the label that names the service, and those that go. */
export const OF_SPANS = {
  dropped: "http_server_request_calls_total|target_info",
  service: "service_name",
  labels: "service_name|exported_job|exported_instance|otel_.*",
} as const;

/** Those of one service; the labels of its target say whose they are. */
const ofService = (name: string) => [
  { source_labels: ["__name__"], regex: OF_SPANS.dropped, action: "drop" },
  { source_labels: [OF_SPANS.service], regex: name, action: "keep" },
  { regex: OF_SPANS.labels, action: "labeldrop" },
];

/** The address goes into the query, and the scrape to the blackbox exporter. */
function throughBlackbox(exporter: string) {
  return [
    { source_labels: ["__address__"], target_label: "__param_target" },
    { target_label: "__address__", replacement: exporter },
  ];
}
