// The namings that are known by name, each after the library or the proxy that writes them.
import { DEFAULT_BUCKETS } from "../../rules";
import type { Naming } from "./naming";

/** Envoy's, in milliseconds. */
const ENVOY_BOUNDS = [
  ...[0.5, 1, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000, 60_000],
  ...[300_000, 600_000, 1_800_000, 3_600_000],
].map((bound) => bound / 1000);

/** Who asks whom, as Istio's proxies add it to each series. */
const ISTIO_UNREAD = [
  ...["source", "destination"].flatMap((end) =>
    [
      "workload",
      "workload_namespace",
      "principal",
      "app",
      "version",
      "canonical_service",
      "canonical_revision",
      "cluster",
    ].map((what) => `${end}_${what}`),
  ),
  ...["destination_service", "destination_service_namespace", "request_protocol", "response_flags"],
  ...["connection_security_policy", "grpc_response_status"],
];

/** Micrometer's for percentiles, from a millisecond to 30 seconds: thirds of the powers of four, in nanoseconds. */
const MICROMETER_BOUNDS = [
  0.001,
  ...[10, 11, 12, 13, 14, 15, 16, 17].flatMap((power) => {
    const [from, third] = [4 ** power, Math.floor(4 ** power / 3)];
    return Array.from({ length: 9 }, (_, at) => (from + at * third) / 1e9);
  }),
  30,
].filter((bound) => bound <= 30);

/** OpenTelemetry's advice for durations of requests. */
const OPENTELEMETRY_BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

export const NAMINGS = {
  app: {
    requests: "app_requests_total",
    requestLabels: ["method", "endpoint", "status"],
    duration: "app_request_duration_seconds",
    durationLabels: ["method", "endpoint"],
    inFlight: "app_requests_in_flight",
    errors: { metric: "app_errors_total", reason: "error_type" },
    endpoint: "endpoint",
    status: "status",
  },
  http: {
    requests: "http_requests_total",
    requestLabels: ["method", "path", "status"],
    duration: "http_request_duration_seconds",
    durationLabels: ["method", "path", "status"],
    inFlight: "http_requests_in_flight",
    endpoint: "path",
    status: "status",
  },
  // OpenTelemetry's semantic conventions for HTTP (stable since 1.23), as exporters for Prometheus write them.
  opentelemetry: opentelemetry("http_server_request_duration_seconds"),
  // The exporter of JavaScript's SDK (0.223) adds no unit to names.
  "opentelemetry-js": opentelemetry("http_server_request_duration"),
  // Spring Boot's http.server.requests, with management.metrics.distribution.percentiles-histogram.http.server.requests: true.
  micrometer: {
    ...onlyHistogram("http_server_requests_seconds", ["method", "uri", "status", "outcome"], "uri", "status"),
    unread: ["error", "exception"],
    bounds: MICROMETER_BOUNDS,
  },
  // client_golang's promhttp.InstrumentHandler…, whose labels are code and method; handler as in its example of a middleware.
  promhttp: {
    requests: "http_requests_total",
    requestLabels: ["handler", "method", "code"],
    duration: "http_request_duration_seconds",
    durationLabels: ["handler", "method", "code"],
    endpoint: "handler",
    status: "code",
  },
  // express-prom-bundle on prom-client, with includeMethod and includePath.
  "prom-client": {
    ...onlyHistogram("http_request_duration_seconds", ["method", "path", "status_code"], "path", "status_code"),
    bounds: [0.003, 0.03, 0.1, 0.3, 1.5, 10],
  },
  // At the service's own proxy: istio/proxy, source/extensions/filters/http/istio_stats/istio_stats.cc.
  istio: istio("destination"),
  // At the waypoint of an ambient mesh, which reports for every service behind it (ibid., Reporter::ServerGateway).
  "istio-waypoint": istio("waypoint"),
  // HTTP connection manager's statistics on /stats/prometheus, without those of the port that answers there.
  envoy: {
    requests: "envoy_http_downstream_rq_xx",
    requestLabels: ["envoy_http_conn_manager_prefix", "envoy_response_code_class"],
    duration: "envoy_http_downstream_rq_time",
    durationLabels: ["envoy_http_conn_manager_prefix"],
    milliseconds: true,
    inFlight: "envoy_http_downstream_rq_active",
    inFlightLabels: ["envoy_http_conn_manager_prefix"],
    endpoint: "envoy_http_conn_manager_prefix",
    status: "envoy_response_code_class",
    statuses: "classes",
    bounds: ENVOY_BOUNDS,
    only: 'envoy_http_conn_manager_prefix!="admin"',
  },
  // kubernetes/ingress-nginx, internal/ingress/metric/collectors/socket.go; its label service is exported_service after the scrape.
  "ingress-nginx": {
    requests: "nginx_ingress_controller_requests",
    requestLabels: ["ingress", "method", "status"],
    duration: "nginx_ingress_controller_request_duration_seconds",
    durationLabels: ["ingress", "method", "status"],
    endpoint: "ingress",
    status: "status",
    bounds: DEFAULT_BUCKETS,
    unread: [
      ...["canary", "controller_class", "controller_namespace", "controller_pod"],
      ...["host", "namespace", "path", "service", "exported_service"],
    ],
  },
  // Of entry points: traefik/traefik, pkg/observability/metrics/prometheus.go.
  traefik: {
    requests: "traefik_entrypoint_requests_total",
    requestLabels: ["entrypoint", "method", "code"],
    duration: "traefik_entrypoint_request_duration_seconds",
    durationLabels: ["entrypoint", "method", "code"],
    endpoint: "entrypoint",
    status: "code",
    bounds: [0.1, 0.3, 1.2, 5],
    unread: ["protocol"],
  },
  // go-grpc-middleware's providers/prometheus, with WithServerHandlingTimeHistogram.
  grpc: {
    requests: "grpc_server_handled_total",
    requestLabels: ["grpc_service", "grpc_method", "grpc_code"],
    duration: "grpc_server_handling_seconds",
    durationLabels: ["grpc_service", "grpc_method"],
    endpoint: "grpc_method",
    status: "grpc_code",
    statuses: "grpc",
    bounds: DEFAULT_BUCKETS,
    unread: ["grpc_type"],
  },
} as const satisfies Record<string, Naming>;

export type NamingName = keyof typeof NAMINGS;

function opentelemetry(duration: string): Naming {
  return {
    ...onlyHistogram(
      duration,
      ["http_request_method", "http_route", "http_response_status_code"],
      "http_route",
      "http_response_status_code",
    ),
    bounds: OPENTELEMETRY_BOUNDS,
    unread: [
      ...["error_type", "network_protocol_name", "network_protocol_version", "server_address", "server_port"],
      ...["url_scheme", "user_agent_synthetic_type", "otel_scope_name", "otel_scope_version", "otel_scope_schema_url"],
    ],
  };
}

/** Durations are in milliseconds; a request is reported by both of its ends, and by a waypoint between them. */
function istio(reporter: "destination" | "waypoint"): Naming {
  const labels = ["reporter", "destination_service_name", "response_code"];
  return {
    requests: "istio_requests_total",
    requestLabels: labels,
    duration: "istio_request_duration_milliseconds",
    durationLabels: labels,
    milliseconds: true,
    endpoint: "destination_service_name",
    status: "response_code",
    bounds: ENVOY_BOUNDS,
    only: `reporter="${reporter}"`,
    unread: ISTIO_UNREAD,
  };
}

/** A histogram counts the requests as well. */
function onlyHistogram(duration: string, labels: readonly string[], endpoint: string, status: string): Naming {
  return { requests: `${duration}_count`, requestLabels: labels, duration, durationLabels: labels, endpoint, status };
}
