// Services at a glance: are they up, then the rate, errors and duration of each service and of its endpoints.
import { type Dashboard, dashboard, type Row, row, stat, timeseries, variable } from "../../dashboards";
import type { Naming } from "./naming";

const on = 'service=~"$service"';

const state: Row = row(
  "State",
  stat(
    "Services up",
    "ratio",
    "Share of the services of which at least one instance answers.",
    {
      up: `sum(max by (service) (up{job="service",${on}})) / count(count by (service) (up{job="service",${on}}))`,
    },
    { alert: "ServiceDown" },
  ),
  stat(
    "Highest error ratio",
    "ratio",
    "The largest share of requests that any service fails.",
    {
      highest: `max(service:http_errors:ratio_rate1m{${on}})`,
    },
    { alert: "ServiceErrorRatioHigh" },
  ),
  stat(
    "Slowest p95",
    "seconds",
    "The longest 95th percentile of any service.",
    {
      slowest: `max(service:http_request_duration_seconds:p95_rate1m{${on}})`,
    },
    { alert: "ServiceLatencyHigh" },
  ),
  stat("Requests", "requestsPerSecond", "Requests that all services answer together.", {
    requests: `sum(service:http_requests:rate1m{${on}})`,
  }),
);

const services: Row = row(
  "Services",
  timeseries("Requests by service", "requestsPerSecond", "Requests answered, and how many are usual at this time.", {
    "{{service}}": `service:http_requests:rate1m{${on}}`,
    "{{service}} usually": `service:http_requests:usual_rate5m{${on}}`,
  }),
  timeseries(
    "Requests against usual",
    "ratio",
    "Requests as a share of the usual; far below 1, users do not reach the service.",
    {
      "{{service}}": `service:http_requests:rate5m{${on}} / (service:http_requests:usual_rate5m{${on}} > 0)`,
    },
    { alert: "ServiceTrafficDropped" },
  ),
  timeseries(
    "Error ratio by service",
    "ratio",
    "Share of requests answered with a 5xx status.",
    {
      "{{service}}": `service:http_errors:ratio_rate1m{${on}}`,
    },
    { alert: "ServiceErrorRatioHigh", max: 1 },
  ),
  timeseries(
    "Latency by service (p95)",
    "seconds",
    "One request in twenty takes longer.",
    {
      "{{service}}": `service:http_request_duration_seconds:p95_rate1m{${on}}`,
    },
    { alert: "ServiceLatencyHigh" },
  ),
  timeseries(
    "Latency by service (p50 and p99)",
    "seconds",
    "Half of the requests, and one in a hundred, take longer.",
    {
      "{{service}} p50": `service:http_request_duration_seconds:p50_rate1m{${on}}`,
      "{{service}} p99": `service:http_request_duration_seconds:p99_rate1m{${on}}`,
    },
  ),
  timeseries(
    "Answers by status",
    "requestsPerSecond",
    "Requests answered with each HTTP status.",
    {
      "{{service}} {{status}}": `service_status:http_requests:rate1m{${on}}`,
    },
    { stack: true },
  ),
);

const SATURATION = [
  timeseries("Requests under way", "count", "Requests being answered, averaged over a minute.", {
    "{{service}}": `service:http_requests_in_flight:avg1m{${on}}`,
  }),
  timeseries(
    "Time to answer what is under way",
    "seconds",
    "At the pace of the last minute; it grows when requests hang or queue.",
    {
      "{{service}}": `service:http_requests_in_flight:drain_seconds{${on}}`,
    },
    { alert: "ServiceSaturated" },
  ),
];

const INSTANCES = timeseries(
  "Instances up",
  "boolean",
  "1 while the instance answers Prometheus.",
  {
    "{{service}} {{instance}}": `up{job="service",${on}}`,
  },
  { alert: "ServiceInstanceDown", max: 1, width: 24 },
);

const ENDPOINT_PANELS = [
  timeseries("Requests by endpoint", "requestsPerSecond", "Requests answered by each route.", {
    "{{service}} {{endpoint}}": `endpoint:http_requests:rate5m{${on}}`,
  }),
  timeseries(
    "Error ratio by endpoint",
    "ratio",
    "Share of each route's requests answered with a 5xx status.",
    {
      "{{service}} {{endpoint}}": `endpoint:http_errors:ratio_rate5m{${on}}`,
    },
    { alert: "ServiceErrorRatioHigh", max: 1 },
  ),
  timeseries(
    "Latency by endpoint (p95)",
    "seconds",
    "One request in twenty to each route takes longer.",
    {
      "{{service}} {{endpoint}}": `endpoint:http_request_duration_seconds:p95_rate5m{${on}}`,
    },
    { alert: "ServiceLatencyHigh" },
  ),
];

const FAILURES_BY_REASON = timeseries(
  "Failures by reason",
  "requestsPerSecond",
  "Requests that failed on the service's side, by what it says went wrong.",
  {
    "{{service}} {{reason}}": `service_reason:http_errors:rate5m{${on}}`,
  },
);

/** The dashboard for the namings in use: failures by reason, and requests under way, are there where a naming counts them. */
export function dashboardOf(namings: readonly Naming[]): Dashboard {
  const reasons = namings.some((naming) => naming.errors) ? [FAILURES_BY_REASON] : [];
  const saturation = namings.some(({ inFlight }) => inFlight)
    ? row("Saturation and instances", ...SATURATION, INSTANCES)
    : row("Instances", INSTANCES);
  return dashboard({
    uid: "tocsin-service",
    title: "Services",
    description: "Rate, errors and duration of the requests that each service answers, and of its endpoints.",
    tags: ["application"],
    variables: [variable("service", 'up{job="service"}')],
    rows: [state, services, saturation, row("Endpoints", ...ENDPOINT_PANELS, ...reasons)],
  });
}
