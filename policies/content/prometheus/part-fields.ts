// The fields that parts of prometheus.yml have (config/config.go of its source, 3.14); Prometheus refuses all others.
import { HTTP_FIELDS } from "../http-client";
import type { Refusals } from "../refusals";
import { type Fields, fieldsOf, isFields, listOf } from "../values";

const words = (text: string): readonly string[] => text.split(/\s+/).filter((word) => word !== "");

const TLS = words(`
  ca cert key ca_file cert_file key_file ca_ref cert_ref key_ref server_name insecure_skip_verify min_version max_version`);

/** By path; a list's elements are each meant. */
const PARTS: readonly (readonly [path: string, fields: readonly string[]])[] = [
  [
    "remote_write",
    [
      ...HTTP_FIELDS,
      ...words(`
        url remote_timeout headers write_relabel_configs name send_exemplars send_native_histograms round_robin_dns
        protobuf_message queue_config metadata_config sigv4 azuread google_iam`),
    ],
  ],
  [
    "remote_write.queue_config",
    words(`
      capacity max_shards min_shards max_samples_per_send batch_send_deadline min_backoff max_backoff retry_on_http_429
      sample_age_limit`),
  ],
  ["remote_write.metadata_config", words("send send_interval max_samples_per_send")],
  [
    "remote_read",
    [
      ...HTTP_FIELDS,
      ...words(
        "url remote_timeout chunked_read_limit headers read_recent name required_matchers filter_external_labels",
      ),
    ],
  ],
  ["alerting", words("alert_relabel_configs alertmanagers")],
  [
    "alerting.alertmanagers",
    [
      ...HTTP_FIELDS,
      ...words("sigv4 scheme path_prefix timeout api_version relabel_configs alert_relabel_configs static_configs"),
    ],
  ],
  ["storage", words("tsdb exemplars")],
  ["storage.tsdb", words("out_of_order_time_window stale_series_compaction_threshold chunk_encoding retention")],
  ["storage.tsdb.retention", words("time size percentage")],
  ["storage.exemplars", words("max_exemplars")],
  ["tracing", words("client_type endpoint sampling_fraction insecure tls_config headers compression timeout")],
  [
    "otlp",
    words(`
      promote_all_resource_attributes promote_resource_attributes ignore_resource_attributes translation_strategy
      keep_identifying_resource_attributes convert_histograms_to_nhcb promote_scope_metadata
      label_name_underscore_sanitization label_name_preserve_multiple_underscores`),
  ],
  ["runtime", words("gogc")],
  ...["scrape_configs", "remote_write", "remote_read", "alerting.alertmanagers"].flatMap(
    (owner) =>
      [
        [`${owner}.tls_config`, TLS],
        [`${owner}.basic_auth`, words("username username_file username_ref password password_file password_ref")],
        [`${owner}.authorization`, words("type credentials credentials_file credentials_ref")],
      ] as const,
  ),
];

export function unknownFields(config: Fields, refusals: Refusals): void {
  // Discoveries are known by their names, and judged apart.
  for (const [path, fields] of PARTS)
    for (const part of partsAt(config, path.split(".")))
      refusals.unknown(part, [...fields, ...Object.keys(part).filter((field) => field.endsWith("_sd_configs"))], path);
}

function partsAt(from: unknown, [first, ...more]: readonly string[]): Fields[] {
  if (Array.isArray(from))
    return listOf(from).flatMap((one) => partsAt(one, first === undefined ? [] : [first, ...more]));
  if (!isFields(from)) return [];
  return first === undefined ? [from] : partsAt(fieldsOf(from)[first], more);
}
