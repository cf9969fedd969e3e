// `scrapeConfigs`: scrape jobs as Prometheus itself takes them, for what the settings of services do not say.
import { z } from "zod";
import { droppingSynthetic } from "./synthetic";

/** The fields of a job in Prometheus 3.14 that hold no discovery; what each takes, promtool says. */
const FIELDS = [
  "always_scrape_classic_histograms",
  "authorization",
  "basic_auth",
  "bearer_token_file",
  "body_size_limit",
  "convert_classic_histograms_to_nhcb",
  "enable_compression",
  "enable_http2",
  "extra_scrape_metrics",
  "fallback_scrape_protocol",
  "follow_redirects",
  "honor_labels",
  "honor_timestamps",
  "http_headers",
  "keep_dropped_targets",
  "label_limit",
  "label_name_length_limit",
  "label_value_length_limit",
  "metric_name_escaping_scheme",
  "metric_name_validation_scheme",
  "metric_relabel_configs",
  "metrics_path",
  "native_histogram_bucket_limit",
  "native_histogram_min_bucket_factor",
  "no_proxy",
  "oauth2",
  "params",
  "proxy_connect_header",
  "proxy_from_environment",
  "proxy_url",
  "relabel_configs",
  "sample_limit",
  "scheme",
  "scrape_failure_log_file",
  "scrape_interval",
  "scrape_native_histograms",
  "scrape_protocols",
  "scrape_timeout",
  "static_configs",
  "target_limit",
  "tls_config",
  "track_timestamps_staleness",
] as const;

/** Its ways of discovery, each the field `<way>_sd_configs`. */
const WAYS = [
  ...["aws", "azure", "consul", "digitalocean", "dns", "docker", "dockerswarm", "ec2", "ecs", "elasticache", "eureka"],
  ...["file", "gce", "hetzner", "http", "ionos", "kubernetes", "kuma", "lightsail", "linode", "marathon", "msk"],
  ...["nerve", "nomad", "oci", "openstack", "outscale", "ovhcloud", "puppetdb", "rds", "scaleway", "serverset"],
  ...["stackit", "triton", "uyuni", "vultr"],
];

/** A field's value is Prometheus' business. */
const anything = z.json();

export const plainJob = z
  .strictObject({
    job_name: z.string().min(1),
    ...Object.fromEntries(
      [...FIELDS, ...WAYS.map((way) => `${way}_sd_configs`)].map((field) => [field, anything.optional()]),
    ),
  })
  .refine(
    (job) => Object.keys(job).some((field) => field === "static_configs" || field.endsWith("_sd_configs")),
    "static_configs or one of the …_sd_configs: without, it scrapes nothing",
  );

/** As it goes into prometheus.yml. */
export type PlainJob = Readonly<Record<string, unknown>> & { job_name: string };

/** Fields that hold a credential, and those that name a file with it. */
const CREDENTIALS: Readonly<Record<string, string>> = {
  bearer_token: "bearer_token_file",
  client_secret: "client_secret_file",
  credentials: "credentials_file",
  key: "key_file",
  password: "password_file",
  secret_key: "the machine's role",
  secrets: "files",
  token: "authorization: { credentials_file: … }",
};

interface PlainCredential {
  /** Its path in the job. */
  at: string;
  instead: string;
}

/** Credentials in a job as text. Labels may have any name. */
export function plainCredentials(value: unknown, path = ""): PlainCredential[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]): PlainCredential[] => {
    const at = Array.isArray(value) ? `${path}[${key}]` : path ? `${path}.${key}` : key;
    if (key === "labels" || key === "params") return [];
    const instead = CREDENTIALS[key];
    const isText = typeof inner === "string" || (key === "secrets" && Array.isArray(inner));
    return instead && isText && !Array.isArray(value) ? [{ at, instead }] : plainCredentials(inner, at);
  });
}

/**
 * The job as it is deployed: alerts on its targets find their owner, and its targets' `up` is Prometheus' own.
 * @param team Owns targets that no label gives an owner.
 */
export function owned(job: PlainJob, team: string): PlainJob {
  const where = (label: string, replacement: string) => ({
    source_labels: [label],
    regex: "",
    target_label: label,
    replacement,
  });
  const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
  return {
    ...job,
    relabel_configs: [...listOf(job.relabel_configs), where("service", job.job_name), where("team", team)],
    metric_relabel_configs: [...listOf(job.metric_relabel_configs), droppingSynthetic()],
  };
}
