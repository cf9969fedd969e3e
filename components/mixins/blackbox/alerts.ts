// What can go wrong with probes. Left out: a wrong HTTP status and a slow HTTP phase, because the first is ProbeFailed
// (the probe wants a 2xx) and the second is part of ProbeSlow; the dashboard shows both. A certificate's last week is
// SslCertificateExpiringSoon as critical.
import { type Alert, alert } from "../../rules";

const DAY = 86_400;

export const alerts: readonly Alert[] = [
  alert({
    name: "ProbeFailed",
    // Where the service does not answer Prometheus either, only ServiceDown is sent, whichever fires first. That is known after a
    // scrape that waits for its timeout: 10 s until it begins, 10 s of waiting, 10 s until it is looked at. A probe may fail at once.
    expr: 'probe_success == 0 unless on (service) (sum by (service) (up{job="service"}) == 0)',
    severity: "critical",
    for: "30s",
    symptom: true,
    summary: "{{ $labels.instance }} of {{ $labels.service }} does not answer probes",
    description:
      "It refuses the connection, takes longer than five seconds, or answers with an error status: users cannot reach it.",
  }),
  alert({
    name: "DependencyUnhealthy",
    // Where the endpoint does not answer, ProbeFailed says so, and nothing is known of what it speaks of.
    expr: "probe_failed_due_to_cel == 1",
    severity: "warning",
    for: "30s",
    summary: "{{ $labels.service }} says that its dependency {{ $labels.dependency }} is not healthy",
    description:
      "Its health endpoint {{ $labels.instance }} answers, and does not say of {{ $labels.dependency }} that it works.",
  }),
  alert({
    name: "ProbeSlow",
    // ProbeFailed covers a failing probe, which lasts as long as its timeout. An evaluation sees every other probe or fewer: each of the
    // last minute counts.
    expr: "min_over_time(probe_duration_seconds[1m]) and probe_success == 1",
    above: { warning: 2 },
    unit: "seconds",
    for: "2m",
    exprHolds: "1m",
    symptom: true,
    summary: "{{ $labels.instance }} of {{ $labels.service }} answers probes slowly",
    description:
      "The fastest probe of the last minute took {{ $value | humanizeDuration }} from the name lookup to the end of the answer.",
  }),
  alert({
    name: "ProbeLowUptime30d",
    expr: "instance:probe_success:avg30d",
    below: { info: 0.999 },
    unit: "ratio",
    for: "0s",
    summary: "{{ $labels.instance }} of {{ $labels.service }} was often unreachable this month",
    description: "It answered {{ $value | humanizePercentage }} of the last 30 days, counted in full hours.",
  }),
  alert({
    name: "SslCertificateExpiringSoon",
    expr: "instance:probe_ssl_cert_expiry:last - time() > 0",
    below: { warning: 30 * DAY, critical: 7 * DAY },
    unit: "seconds",
    for: { warning: "10m", critical: "10s" },
    summary: "A certificate of {{ $labels.instance }} expires soon",
    description: "It runs out in {{ $value | humanizeDuration }}; its renewal should have happened by now.",
  }),
  alert({
    name: "SslCertificateExpired",
    expr: "time() - instance:probe_ssl_cert_expiry:last",
    above: { critical: 0 },
    unit: "seconds",
    for: "20s",
    summary: "A certificate of {{ $labels.instance }} has expired",
    description: "It ran out {{ $value | humanizeDuration }} ago, and clients that check it refuse to connect.",
  }),
  alert({
    name: "BlackboxDown",
    expr: 'up{job="blackbox"} == 0',
    severity: "critical",
    for: "30s",
    down: "instance",
    summary: "The blackbox exporter {{ $labels.instance }} does not answer",
    description: "Nothing is probed without it: an outage that only probes see stays unseen.",
  }),
  alert({
    name: "BlackboxConfigurationReloadFailure",
    expr: "blackbox_exporter_config_last_reload_successful == 0",
    severity: "warning",
    for: "5m",
    summary: "The blackbox exporter {{ $labels.instance }} could not read its configuration",
    description: "It goes on with the old one, and loses that at its next restart.",
  }),
];
