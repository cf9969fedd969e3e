// Spans → the metrics of requests, under the names of OpenTelemetry's conventions: of every span, before any is left out.
import type { TracedService } from "./types";

/** The dimensions of a service's requests; https://opentelemetry.io/docs/specs/semconv/http/http-metrics/. */
const METHOD = "http.request.method";
const ROUTE = "http.route";
const STATUS = "http.response.status_code";

/** Under their names before version 1.23 of the conventions. */
const FORMERLY = { [METHOD]: "http.method", [STATUS]: "http.status_code" };

const METHODS = "GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|CONNECT|TRACE";

/** Combinations of method, route and status that a service may have; further ones are counted as one. */
const MOST_COMBINATIONS = 500;

/** At least as often as anything is scraped. */
const FLUSH = "5s";

const IDLE = "1h";

/** Parts of the configuration; none where no service's metrics come from its spans. */
export function requestMetrics(services: readonly TracedService[], endpoint: string) {
  const measured = services.filter(({ buckets }) => buckets);
  if (measured.length === 0) return {};
  const bounds = [...new Set(measured.flatMap(({ buckets = [] }) => buckets))].sort((a, b) => a - b);
  return {
    processors: {
      "filter/requests": { error_mode: "ignore", traces: { span: otherThanRequestsTo(measured) } },
      "transform/requests": { error_mode: "ignore", trace_statements: [{ context: "span", statements: bounding() }] },
    },
    connectors: {
      spanmetrics: {
        // With its own name for what it measures, `duration`, and its unit, this is http_server_request_duration_seconds.
        namespace: "http.server.request",
        histogram: { unit: "s", explicit: { buckets: bounds.map((bound) => `${bound * 1000}ms`) } },
        dimensions: [{ name: METHOD }, { name: ROUTE, default: "other" }, { name: STATUS }],
        exclude_dimensions: ["span.name", "span.kind", "status.code"],
        exemplars: { enabled: true, max_per_data_point: 1 },
        resource_metrics_key_attributes: ["service.name"],
        aggregation_cardinality_limit: MOST_COMBINATIONS,
        metrics_flush_interval: FLUSH,
        metrics_expiration: IDLE,
      },
    },
    exporters: { prometheus: { endpoint, enable_open_metrics: true, without_scope_info: true } },
    pipelines: {
      "traces/requests": {
        receivers: ["otlp"],
        processors: ["memory_limiter", "filter/requests", "transform/requests"],
        exporters: ["spanmetrics"],
      },
      metrics: { receivers: ["spanmetrics"], exporters: ["prometheus"] },
    },
  };
}

/** Spans that are left out. */
const otherThanRequestsTo = (services: readonly TracedService[]): string[] => [
  "kind != SPAN_KIND_SERVER",
  `attributes["${METHOD}"] == nil and attributes["${FORMERLY[METHOD]}"] == nil`,
  services.map(({ name }) => `resource.attributes["service.name"] != ${JSON.stringify(name)}`).join(" and "),
];

/** What a client sends makes no series. */
const bounding = (): string[] => [
  ...Object.entries(FORMERLY).map(
    ([name, former]) => `set(attributes["${name}"], attributes["${former}"]) where attributes["${name}"] == nil`,
  ),
  `set(attributes["${METHOD}"], "_OTHER") where not IsMatch(attributes["${METHOD}"], "^(?:${METHODS})$$")`,
];
