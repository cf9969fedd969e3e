// The rate, errors and duration (RED) of every service's requests under one set of names, whatever it calls its metrics.
//
// What pages is known scrape by scrape: `irate30s` is what came between the last two, of at most 30 s ago. Those are the only
// raw series that are read at every evaluation; a minute and five minutes of a service are averages of its last 6 and 30 values
// of them. Windows over recordings end between two evaluations, so that every version of Prometheus counts the same values.
import { type Recording, recording } from "../../rules";
import { failedIn, type Naming, ownSeries, requestRate, sumOf } from "./naming";

const service = ["service", "team"];
const endpoint = [...service, "endpoint"];

/** Without requests there is no quantile: its NaN is left out. */
const quantile = (share: number, of: string) => `histogram_quantile(${share}, ${of}) >= 0`;

/** The averages over so many evaluations of what came between two scrapes. */
const WINDOWS = { "1m": "55s", "5m": "295s" };
const windows = Object.entries(WINDOWS);

const HOUR_BEFORE = "avg_over_time(service:http_requests:rate5m[1h] offset 10m)";
const DAY_BEFORE = "avg_over_time(service:http_requests:rate5m[1h] offset 23h30m)";

export function recordingsOf(namings: readonly Naming[]): Recording[] {
  const of = (what: readonly Naming[]): SumOf => ({
    requests: (labels, rate) =>
      sumOf(what, labels, (naming) => requestRate(naming, rate(ownSeries(naming, "requests", namings)))),
    durations: (labels, rate) => sumOf(what, labels, (naming) => rate(ownSeries(naming, "duration", namings))),
  });
  const kinds: Kinds = [
    { le: ["le"], of: of(namings.filter(({ native }) => !native)), is: namings.some(({ native }) => !native) },
    { le: [], of: of(namings.filter(({ native }) => native)), is: namings.some(({ native }) => native) },
  ];
  const failed = failedIn(namings);
  return [
    ...traffic(of(namings), failed),
    ...durations(kinds),
    ...saturation(namings),
    ...endpoints(of(namings), kinds, failed),
    ...errorsByReason(namings),
  ];
}

/** Sums over namings of what a function says of the series of requests, or of durations. */
interface SumOf {
  requests: (labels: readonly string[], rate: (selector: string) => string) => string;
  durations: (labels: readonly string[], rate: (selector: string) => string) => string;
}

/** Namings with classic histograms, whose buckets have the label `le`, and those with native ones; `is` where there are any. */
type Kinds = readonly { le: readonly string[]; of: SumOf; is: boolean }[];

/** A service has one of the two. */
const either = (exprs: readonly string[]) => exprs.join(" or on (service, team) ");

function traffic(of: SumOf, failed: string): Recording[] {
  return [
    recording({
      record: "service_status:http_requests:irate30s",
      expr: of.requests(["status"], (answered) => `irate(${answered}[30s])`),
      unit: "perSecond",
      labels: [...service, "status"],
    }),
    recording({
      record: "service:http_requests:irate30s",
      expr: "sum by (service, team) (service_status:http_requests:irate30s)",
      unit: "perSecond",
      labels: service,
    }),
    // A status is counted from its first answer on; until then there are no errors, not no data.
    recording({
      record: "service:http_errors:irate30s",
      expr: `sum by (service, team) (service_status:http_requests:irate30s{status=~"${failed}"})
        or 0 * service:http_requests:irate30s`,
      unit: "perSecond",
      labels: service,
    }),
    ...windows.flatMap(([window, evaluations]) => [
      recording({
        record: `service:http_requests:rate${window}`,
        expr: `avg_over_time(service:http_requests:irate30s[${evaluations}])`,
        unit: "perSecond",
        labels: service,
      }),
      recording({
        record: `service:http_errors:rate${window}`,
        expr: `avg_over_time(service:http_errors:irate30s[${evaluations}])`,
        unit: "perSecond",
        labels: service,
      }),
      recording({
        record: `service:http_errors:ratio_rate${window}`,
        expr: `service:http_errors:rate${window} / (service:http_requests:rate${window} > 0)`,
        unit: "ratio",
        labels: service,
      }),
    ]),
    // The lower of the hour before and the same hour of yesterday, so that neither the evening nor the end of a load test is
    // a drop. Known once there is a full hour before.
    recording({
      record: "service:http_requests:usual_rate5m",
      expr: `(${DAY_BEFORE} < ${HOUR_BEFORE}) or (${HOUR_BEFORE} and service:http_requests:rate5m offset 70m)`,
      unit: "perSecond",
      labels: service,
    }),
    recording({
      record: "service_status:http_requests:rate1m",
      expr: of.requests(["status"], (answered) => `rate(${answered}[1m])`),
      unit: "perSecond",
      labels: [...service, "status"],
    }),
  ];
}

/** What came between two scrapes, of classic histograms and of native ones. */
const SEEN = [
  "service_le:http_request_duration_seconds_bucket:irate30s",
  "service:http_request_duration_seconds:irate30s",
] as const;

function durations(kinds: Kinds): Recording[] {
  const inUse = SEEN.flatMap((record, at) => {
    const kind = kinds[at];
    return kind?.is ? [{ record, ...kind }] : [];
  });
  return [
    ...inUse.map(({ record, le, of }) =>
      recording({
        record,
        expr: of.durations(le, (selector) => `irate(${selector}[30s])`),
        unit: "perSecond",
        labels: [...service, ...le],
      }),
    ),
    recording({
      record: "service:http_request_duration_seconds:p95_irate30s",
      expr: quantile(0.95, either(inUse.map(({ record }) => record))),
      unit: "seconds",
      labels: service,
    }),
    ...[50, 95, 99].map((percentile) =>
      recording({
        record: `service:http_request_duration_seconds:p${percentile}_rate1m`,
        expr: quantile(
          percentile / 100,
          either(inUse.map(({ record }) => `avg_over_time(${record}[${WINDOWS["1m"]}])`)),
        ),
        unit: "seconds",
        labels: service,
      }),
    ),
  ];
}

function saturation(all: readonly Naming[]): Recording[] {
  const namings = all.filter(({ inFlight }) => inFlight);
  if (namings.length === 0) return [];
  return [
    recording({
      record: "service:http_requests_in_flight:avg1m",
      expr: sumOf(namings, [], ({ inFlight, inFlightLabels = [], only }) => {
        const matchers = ['job="service"', ...(inFlightLabels.length > 0 && only ? [only] : [])];
        return `avg_over_time(${inFlight}{${matchers.join(",")}}[1m])`;
      }),
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

/** What panels show of single routes. */
function endpoints(of: SumOf, kinds: Kinds, failed: string): Recording[] {
  return [
    recording({
      record: "endpoint_status:http_requests:rate5m",
      expr: of.requests(["endpoint", "status"], (answered) => `rate(${answered}[5m])`),
      unit: "perSecond",
      labels: [...endpoint, "status"],
    }),
    recording({
      record: "endpoint:http_requests:rate5m",
      expr: "sum by (service, team, endpoint) (endpoint_status:http_requests:rate5m)",
      unit: "perSecond",
      labels: endpoint,
    }),
    recording({
      record: "endpoint:http_errors:ratio_rate5m",
      expr: `(sum by (service, team, endpoint) (endpoint_status:http_requests:rate5m{status=~"${failed}"})
        or 0 * endpoint:http_requests:rate5m) / (endpoint:http_requests:rate5m > 0)`,
      unit: "ratio",
      labels: endpoint,
    }),
    recording({
      record: "endpoint:http_request_duration_seconds:p95_rate5m",
      expr: quantile(
        0.95,
        either(
          kinds
            .filter(({ is }) => is)
            .map(({ le, of: own }) => own.durations(["endpoint", ...le], (selector) => `rate(${selector}[5m])`)),
        ),
      ),
      unit: "seconds",
      labels: endpoint,
    }),
  ];
}

function errorsByReason(namings: readonly Naming[]): Recording[] {
  const byMetric = new Map(namings.map((naming) => [naming.errors?.metric, naming]));
  return [...byMetric.values()].flatMap((naming) =>
    naming.errors
      ? [
          recording({
            record: "service_reason:http_errors:rate5m",
            expr: sumOf([naming], ["reason"], () => `rate(${naming.errors?.metric}{job="service"}[5m])`),
            unit: "perSecond",
            labels: [...service, "reason"],
          }),
        ]
      : [],
  );
}
