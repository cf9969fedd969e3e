// What can go wrong with a service that answers requests, the same for all namings: alerts read recordings only.
//
// Low traffic never pages. A ratio is judged on five failures at least, in the last minute or, where that has fewer, in the
// last five; so one failed request and its retries at night say nothing. It needs a request every ten seconds besides; what
// is quieter than that is for probes. A percentile needs thirty requests in its window.
//
// What pages holds for as long as its window: what happens between two scrapes only, such as the failures of a restart, is
// gone from the window before. A service that is asked at least once a second is judged on half a minute, which is three
// scrapes; a quieter one on a minute that has been bad for half a minute.
import { type Alert, alert } from "../../rules";

const FAILURES = 5;

/** Requests a second from which half a minute has enough of them to tell. */
const BUSY = "service:http_requests:rate5m >= 1";
const QUIET = "service:http_requests:rate5m >= 0.1 < 1";

const JUDGED_ON_HALF_A_MINUTE = "service:http_errors:ratio_rate30s and service:http_errors:rate30s * 30 >= 3";

const JUDGED_ON_A_MINUTE = `service:http_errors:ratio_rate1m and service:http_errors:rate1m * 60 >= ${FAILURES}`;

const BAD_FOR_HALF_A_MINUTE = `min_over_time(service:http_errors:ratio_rate1m[30s])
  and min_over_time(service:http_errors:rate1m[30s]) * 60 >= ${FAILURES}`;

/** Ends two minutes after the last failure, instead of five. */
const JUDGED_ON_FIVE_MINUTES = `service:http_errors:ratio_rate5m and service:http_errors:rate5m * 300 >= ${FAILURES}
  and max_over_time(service:http_errors:rate1m[1m]) > 0`;

export const alerts: readonly Alert[] = [
  alert({
    name: "ServiceDown",
    expr: 'sum by (service, team) (up{job="service"}) == 0',
    severity: "critical",
    for: "15s",
    // Until the symptoms that it explains have ended as well, so that its end does not release them.
    keepFiringFor: "30s",
    down: "service",
    summary: "{{ $labels.service }} is down",
    description: "None of its instances answers Prometheus.",
  }),
  alert({
    name: "ServiceInstanceDown",
    expr: 'up{job="service"} == 0',
    severity: "warning",
    for: "1m",
    symptom: true,
    summary: "{{ $labels.instance }} of {{ $labels.service }} is down",
    description: "The instance does not answer Prometheus; the others carry its requests, where there are others.",
  }),
  alert({
    name: "ServiceErrorRatioHigh",
    expr: {
      warning: `((${JUDGED_ON_A_MINUTE}) or (${JUDGED_ON_FIVE_MINUTES})) and service:http_requests:rate5m >= 0.1`,
      critical: `(${JUDGED_ON_HALF_A_MINUTE} and ${BUSY})
        or (((${BAD_FOR_HALF_A_MINUTE}) or (${JUDGED_ON_FIVE_MINUTES})) and ${QUIET})`,
    },
    above: { warning: 0.01, critical: 0.05 },
    unit: "ratio",
    for: { warning: "5m", critical: "30s" },
    symptom: true,
    summary: "{{ $labels.service }} fails requests",
    description: "{{ $value | humanizePercentage }} of its requests are answered with a 5xx status.",
  }),
  alert({
    name: "ServiceLatencyHigh",
    expr: {
      warning: "service:http_request_duration_seconds:p95_rate1m and service:http_requests:rate1m >= 0.5",
      critical: `(service:http_request_duration_seconds:p95_rate30s and service:http_requests:rate30s >= 1 and ${BUSY})
        or (min_over_time(service:http_request_duration_seconds:p95_rate1m[30s])
          and service:http_requests:rate1m >= 0.5 and ${QUIET})`,
    },
    above: { warning: 1, critical: 2.5 },
    unit: "seconds",
    for: { warning: "5m", critical: "30s" },
    symptom: true,
    summary: "{{ $labels.service }} is slow",
    description: "One request in twenty takes longer than {{ $value | humanizeDuration }}.",
  }),
  alert({
    name: "ServiceTrafficDropped",
    expr: "service:http_requests:rate5m / (service:http_requests:usual_rate5m >= 0.5)",
    below: { warning: 0.3 },
    unit: "ratio",
    for: "5m",
    symptom: true,
    summary: "{{ $labels.service }} gets far fewer requests than usual",
    description:
      "They are {{ $value | humanizePercentage }} of what came in the hour before, and yesterday at this time: users may not reach it.",
  }),
  alert({
    name: "ServiceSaturated",
    expr: "service:http_requests_in_flight:drain_seconds and service:http_requests_in_flight:avg1m >= 10",
    above: { warning: 10 },
    unit: "seconds",
    for: "5m",
    symptom: true,
    summary: "Requests pile up in {{ $labels.service }}",
    description:
      "At the pace of the last minute it needs {{ $value | humanizeDuration }} to answer those that are under way.",
  }),
];
