// What can go wrong with a service that answers requests, the same for all namings: alerts read recordings only.
//
// Low traffic never pages. A ratio is judged on five failures at least, in the last minute or, where that has fewer, in the
// last five; so one failed request and its retries at night say nothing. It needs a request every ten seconds besides; what
// is quieter than that is for probes. A percentile needs thirty requests in its window.
//
// What pages is what three scrapes in a row have shown: the failures of a restart come between two scrapes, or lie on both
// sides of one, and are not seen by a third. Where each scrape has enough requests to judge by, the alert fires after the
// third; otherwise a minute's ratio has to be bad for longer than two scrapes can make it.
import { type Alert, alert, type Duration, duration, seconds } from "../../rules";

const FAILURES = 5;

/** Of one scrape: fewer say nothing. */
const FAILURES_OF_A_SCRAPE = 3;
const REQUESTS_OF_A_SCRAPE = 30;

/** Requests a second: a ratio says something, and a minute has enough of them to judge by. */
const ENOUGH = "service:http_requests:rate5m >= 0.1";
const QUIET = `${ENOUGH} < 1`;

/** Over seven evaluations: what two scrapes have seen is in six and one of them. */
const OVER_A_MINUTE = "[65s]";

/** Of the evaluations over a minute, all but the first. */
const HELD_SECONDS = 60;

const JUDGED_ON_A_MINUTE = `service:http_errors:ratio_rate1m and service:http_errors:rate1m * 60 >= ${FAILURES}`;

const BAD_FOR_A_MINUTE = `min_over_time(service:http_errors:ratio_rate1m${OVER_A_MINUTE})
  and service:http_errors:rate1m * 60 >= ${FAILURES} and ${ENOUGH}`;

const SLOW_FOR_A_MINUTE = `min_over_time(service:http_request_duration_seconds:p95_rate1m${OVER_A_MINUTE})
  and min_over_time(service:http_requests:rate1m${OVER_A_MINUTE}) >= 0.5`;

/** Ends two minutes after the last failure, instead of five. */
const JUDGED_ON_FIVE_MINUTES = `service:http_errors:ratio_rate5m and service:http_errors:rate5m * 300 >= ${FAILURES}
  and max_over_time(service:http_errors:rate1m[1m]) > 0`;

/**
 * What the last scrapes show, each with enough to judge by: three of them at the mixin's own interval; two where scrapes are so rare
 * that a third would be waited for too long.
 */
function eachScrape(interval: number) {
  // Over the last two evaluations, the third being that of `for`; or from the last scrape into the one before.
  const last = `[${duration(Math.max(15, interval + 5))}]`;
  return {
    sawFailures: `service:http_errors:ratio_rate1m
      and min_over_time(service:http_errors:irate30s${last}) * ${interval} >= ${FAILURES_OF_A_SCRAPE}`,
    // What the minute shows, while the last scrapes are no better: half of it, because a percentile of a few requests varies.
    sawSlowness: `service:http_request_duration_seconds:p95_rate1m
      and service:http_requests:irate30s >= ${Number((REQUESTS_OF_A_SCRAPE / interval).toFixed(2))}
      and min_over_time(service:http_request_duration_seconds:p95_irate30s${last})
        >= 0.5 * service:http_request_duration_seconds:p95_rate1m`,
  };
}

/** @param scraped How often the slowest service is scraped. */
export function alertsAt(scraped: Duration): readonly Alert[] {
  const interval = seconds(scraped);
  const { sawFailures, sawSlowness } = eachScrape(interval);
  const held = Math.max(HELD_SECONDS, interval);
  return [
    alert({
      name: "ServiceDown",
      expr: 'sum by (service, team) (up{job="service"}) == 0',
      severity: "critical",
      for: "15s",
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
        warning: `((${JUDGED_ON_A_MINUTE}) or (${JUDGED_ON_FIVE_MINUTES})) and ${ENOUGH}`,
        critical: `(${sawFailures})
        or (${BAD_FOR_A_MINUTE})
        or (${JUDGED_ON_FIVE_MINUTES} and ${QUIET})`,
      },
      above: { warning: 0.01, critical: 0.05 },
      unit: "ratio",
      for: { warning: "5m", critical: "10s" },
      // A status is counted from its first answer on: of that scrape there is no rate yet, only of the next one.
      exprHolds: { critical: duration(held + interval) },
      symptom: true,
      summary: "{{ $labels.service }} fails requests",
      description: "{{ $value | humanizePercentage }} of its requests are answered with a 5xx status.",
    }),
    alert({
      name: "ServiceLatencyHigh",
      expr: {
        warning: "service:http_request_duration_seconds:p95_rate1m and service:http_requests:rate1m >= 0.5",
        critical: `(${sawSlowness})
        or (${SLOW_FOR_A_MINUTE})`,
      },
      above: { warning: 1, critical: 2.5 },
      unit: "seconds",
      for: { warning: "5m", critical: "10s" },
      exprHolds: { critical: duration(held) },
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
}
