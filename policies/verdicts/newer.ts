// What promtool or amtool refuses only because it is older than the server may be, or has no flag for its feature.
import { isKnownFunction, isNewerSyntax } from "../../components/promql";

/** The first versions that know all that follows here; the releases that Tocsin installs are none too old. */
const KNOWS_ALL: Readonly<Record<"promtool" | "amtool", readonly [number, number]>> = {
  promtool: [3, 13],
  amtool: [0, 34],
};

/** Fields of later versions than Prometheus 2.42 and Alertmanager 0.28. */
const FIELDS = new Set([
  ...["query_offset", "labels"],
  ...["scrape_config_files", "scrape_protocols", "fallback_scrape_protocol", "track_timestamps_staleness"],
  ...["enable_compression", "keep_dropped_targets", "scrape_classic_histograms", "always_scrape_classic_histograms"],
  ...["convert_classic_histograms_to_nhcb", "scrape_native_histograms", "native_histogram_bucket_limit"],
  ...["native_histogram_min_bucket_factor", "metric_name_validation_scheme", "metric_name_escaping_scheme"],
  ...["extra_scrape_metrics", "rule_query_offset", "scrape_failure_log_file", "runtime", "otlp", "retention"],
  ...["stale_series_compaction_threshold", "chunk_encoding", "body_size_limit", "sample_limit", "target_limit"],
  ...["label_limit", "label_name_length_limit", "label_value_length_limit", "azuread", "google_iam", "round_robin_dns"],
  ...["protobuf_message", "sample_age_limit", "http_headers", "no_proxy"],
  ...["proxy_from_environment", "proxy_connect_header", "credentials_ref", "password_ref", "key_ref", "cert_ref"],
  ...["client_secret_ref", "username_file", "username_ref", "chunked_read_limit", "filter_external_labels"],
  ...["event_recorder", "tracing", "mattermost_configs", "incidentio_configs", "slack_app_token"],
  ...["slack_app_token_file", "slack_app_url", "app_token", "app_token_file", "app_url", "mattermost_webhook_url"],
  ...["mattermost_webhook_url_file", "smtp_force_implicit_tls", "force_implicit_tls", "telegram_bot_token"],
  ...[
    "telegram_bot_token_file",
    "update_message",
    "api_secret_file",
    "wechat_api_secret_file",
    "smtp_auth_secret_file",
    "auth_secret_file",
  ],
]);

/** Discoveries that packages of distributions leave out. */
const DISCOVERY =
  /^(aws|azure|consul|digitalocean|dns|docker|dockerswarm|ec2|ecs|eureka|file|gce|hetzner|http|ionos|kubernetes|kuma|lightsail|linode|marathon|msk|nerve|nomad|oci|openstack|outscale|ovhcloud|puppetdb|scaleway|serverset|stackit|triton|uyuni|vultr)_sd_configs$/;

/** The field that the tool was built without, or is too old for. */
export function unknownField(reason: string, isOld: boolean): string | undefined {
  const [, field, type = ""] = /field (\S+) not found in type (\S+)/.exec(reason) ?? [];
  // Groups of rules have labels since Prometheus 3; the whole configuration does not.
  if (field === "labels" && !type.endsWith("RuleGroup")) return undefined;
  // A queue, or credentials, have no discovery in any build.
  const isDiscovery = DISCOVERY.test(field ?? "") && /(^config\.plain|\.(ScrapeConfig|AlertmanagerConfig))$/.test(type);
  return field !== undefined && (isDiscovery || (isOld && FIELDS.has(field))) ? field : undefined;
}

export const isOlder = (tool: "promtool" | "amtool", version: string | undefined): boolean => {
  const [major = 0, minor = 0] = (version ?? "0.0").split(".").map(Number);
  const [since, sinceMinor] = KNOWS_ALL[tool];
  return major < since || (major === since && minor < sinceMinor);
};

/** What a feature turns on that promtool has no flag for, and the server has; it is another policy's concern. */
export const isOfFeature = (reason: string): boolean => /are experimental and not enabled/.test(reason);

/** @param expr That of the rule that is refused, where it can be read. */
export function isNewer(reason: string, expr: string | undefined): boolean {
  const called = /unknown function with name "(\w+)"/.exec(reason)?.[1];
  if (called !== undefined) return isKnownFunction(called) || /^fill(_left|_right)?$/.test(called);
  if (reason === "EC2 SD configuration requires a region") return true;
  // A receiver's, which the configuration's default takes the place of since Alertmanager 0.31.
  if (/^missing bot_token or bot_token_file/.test(reason)) return true;
  // Names of any characters since Prometheus 3.
  if (/^invalid (recording rule|label|annotation) name/.test(reason)) return !/[{}]|__name__/.test(reason);
  return reason.startsWith("could not parse expression") && expr !== undefined && isNewerSyntax(expr);
}
