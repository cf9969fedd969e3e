// The rate, errors and duration (RED) of every service's requests under one set of names, whatever it calls its metrics.
import { type Recording, recording } from "../../rules";
import { type Naming, renamed, sumOf } from "./naming";

const service = ["service", "team"];
const endpoint = [...service, "endpoint"];

/** Requests answered a second, by status. */
const answered = (naming: Naming, window: string) =>
  renamed(`rate(${naming.requests}{job="service"}[${window}])`, naming.status, "status");
const buckets = (naming: Naming, window: string) => `rate(${naming.duration}_bucket{job="service"}[${window}])`;
const byEndpoint = (naming: Naming, expr: string) => renamed(expr, naming.endpoint, "endpoint");

/** Without requests there is no quantile: its NaN is left out. */
const quantile = (share: number, of: string) => `histogram_quantile(${share}, ${of}) >= 0`;

const HOUR_BEFORE = "avg_over_time(service:http_requests:rate5m[1h] offset 10m)";
const DAY_BEFORE = "avg_over_time(service:http_requests:rate5m[1h] offset 23h30m)";

export function recordingsOf(namings: readonly Naming[]): Recording[] {
  const of = (labels: readonly string[], expr: (naming: Naming) => string) => sumOf(namings, labels, expr);
  return [...endpointLevel(of), ...serviceLevel(of), ...namings.flatMap(errorsByReason)];
}

type SumOf = (labels: readonly string[], expr: (naming: Naming) => string) => string;

function endpointLevel(of: SumOf): Recording[] {
  return [
    recording({
      record: "endpoint_status:http_requests:rate5m",
      expr: of(["endpoint", "status"], (naming) => byEndpoint(naming, answered(naming, "5m"))),
      unit: "perSecond",
      labels: [...endpoint, "status"],
    }),
    recording({
      record: "endpoint:http_requests:rate5m",
      expr: "sum by (service, team, endpoint) (endpoint_status:http_requests:rate5m)",
      unit: "perSecond",
      labels: endpoint,
    }),
    // A status is counted from its first answer on; until then there are no errors, not no data.
    recording({
      record: "endpoint:http_errors:rate5m",
      expr: `sum by (service, team, endpoint) (endpoint_status:http_requests:rate5m{status=~"5.."})
        or 0 * endpoint:http_requests:rate5m`,
      unit: "perSecond",
      labels: endpoint,
    }),
    recording({
      record: "endpoint:http_errors:ratio_rate5m",
      expr: "endpoint:http_errors:rate5m / (endpoint:http_requests:rate5m > 0)",
      unit: "ratio",
      labels: endpoint,
    }),
    recording({
      record: "endpoint:http_request_duration_seconds:p95_rate5m",
      expr: quantile(
        0.95,
        of(["endpoint", "le"], (naming) => byEndpoint(naming, buckets(naming, "5m"))),
      ),
      unit: "seconds",
      labels: endpoint,
    }),
  ];
}

function serviceLevel(of: SumOf): Recording[] {
  return [
    // A minute is what panels draw and warnings hold; half a minute, three scrapes, is what pages.
    ...["30s", "1m"].flatMap((window) => [
      recording({
        record: `service_status:http_requests:rate${window}`,
        expr: of(["status"], (naming) => answered(naming, window)),
        unit: "perSecond",
        labels: [...service, "status"],
      }),
      recording({
        record: `service:http_requests:rate${window}`,
        expr: `sum by (service, team) (service_status:http_requests:rate${window})`,
        unit: "perSecond",
        labels: service,
      }),
      recording({
        record: `service:http_errors:rate${window}`,
        expr: `sum by (service, team) (service_status:http_requests:rate${window}{status=~"5.."})
          or 0 * service:http_requests:rate${window}`,
        unit: "perSecond",
        labels: service,
      }),
    ]),
    recording({
      record: "service:http_requests:rate5m",
      expr: "sum by (service, team) (endpoint:http_requests:rate5m)",
      unit: "perSecond",
      labels: service,
    }),
    // The lower of the hour before and the same hour of yesterday, so that neither the evening nor the end of a load test is
    // a drop. Known once there is a full hour before.
    recording({
      record: "service:http_requests:usual_rate5m",
      expr: `(${DAY_BEFORE} < ${HOUR_BEFORE}) or (${HOUR_BEFORE} and service:http_requests:rate5m offset 70m)`,
      unit: "perSecond",
      labels: service,
    }),
    recording({
      record: "service:http_errors:rate5m",
      expr: "sum by (service, team) (endpoint:http_errors:rate5m)",
      unit: "perSecond",
      labels: service,
    }),
    ...["30s", "1m", "5m"].map((window) =>
      recording({
        record: `service:http_errors:ratio_rate${window}`,
        expr: `service:http_errors:rate${window} / (service:http_requests:rate${window} > 0)`,
        unit: "ratio",
        labels: service,
      }),
    ),
    recording({
      record: "service_le:http_request_duration_seconds_bucket:rate1m",
      expr: of(["le"], (naming) => buckets(naming, "1m")),
      unit: "perSecond",
      labels: [...service, "le"],
    }),
    recording({
      record: "service:http_request_duration_seconds:p95_rate30s",
      expr: quantile(
        0.95,
        of(["le"], (naming) => buckets(naming, "30s")),
      ),
      unit: "seconds",
      labels: service,
    }),
    ...[50, 95, 99].map((percentile) =>
      recording({
        record: `service:http_request_duration_seconds:p${percentile}_rate1m`,
        expr: quantile(percentile / 100, "service_le:http_request_duration_seconds_bucket:rate1m"),
        unit: "seconds",
        labels: service,
      }),
    ),
    recording({
      record: "service:http_requests_in_flight:avg1m",
      expr: of([], (naming) => `avg_over_time(${naming.inFlight}{job="service"}[1m])`),
      unit: "count",
      labels: service,
    }),
    // How long the requests under way take at the pace at which they are answered (Little's law). Unlike durations, which are
    // known when a request ends, it grows while requests hang.
    recording({
      record: "service:http_requests_in_flight:drain_seconds",
      expr: "service:http_requests_in_flight:avg1m / clamp_min(service:http_requests:rate1m, 0.1)",
      unit: "seconds",
      labels: service,
    }),
  ];
}

function errorsByReason({ errors }: Naming): Recording[] {
  if (!errors) return [];
  return [
    recording({
      record: "service_reason:http_errors:rate5m",
      expr: `sum by (service, team, reason) (${renamed(`rate(${errors.metric}{job="service"}[5m])`, errors.reason, "reason")})`,
      unit: "perSecond",
      labels: [...service, "reason"],
    }),
  ];
}
