// What can go wrong with the API server, and with what speaks to it.
import { type Alert, alert } from "../../../rules";

/** The share of requests that may fail. */
const BUDGET = 0.001;

/** How fast the budget is used up, in a long window and still now: the lesser of two. 1 uses up just all of it. */
const burnRate = (long: string, now: string) => {
  const [a, b] = [long, now].map((window) => `service:apiserver_errors:ratio_rate${window}`);
  return `(${a} < ${b} or ${b} and ${a}) / ${BUDGET}`;
};

export const apiServerAlerts: readonly Alert[] = [
  alert({
    name: "KubeAPIDown",
    // What runs goes on without it: so it inhibits nothing but what is said of single API servers.
    expr: 'max by (service, team, component) (up{job="kubernetes",component="apiserver"}) == 0',
    severity: "critical",
    for: "20s",
    down: "component",
    summary: "The API server of {{ $labels.service }} does not answer",
    description: "What runs goes on, but nothing can be deployed, scaled or moved away from a broken node.",
  }),
  alert({
    name: "KubeAPIErrorBudgetBurnFast",
    expr: burnRate("1h", "5m"),
    above: { critical: 14.4 },
    for: "30s",
    symptom: true,
    summary: "The API server of {{ $labels.service }} fails many requests",
    description:
      "It uses up its error budget of 0.1% at {{ $value | humanize }} times the pace: a month's worth is gone in two days or sooner.",
  }),
  alert({
    name: "KubeAPIErrorBudgetBurnSlow",
    expr: burnRate("6h", "30m"),
    above: { warning: 3 },
    for: "2m",
    symptom: true,
    summary: "The API server of {{ $labels.service }} goes on failing requests",
    description:
      "It uses up its error budget of 0.1% at {{ $value | humanize }} times the pace: a month's worth is gone in ten days or sooner.",
  }),
  alert({
    name: "KubeAPILatencyHigh",
    expr: `service_verb:apiserver_request_duration_seconds:p99_rate5m
      and on (service, team, verb) service_verb:apiserver_requests:rate5m >= 1`,
    above: { warning: 1 },
    unit: "seconds",
    for: "10m",
    symptom: true,
    summary: "The API server of {{ $labels.service }} is slow to answer {{ $labels.verb }}",
    description: "One request in a hundred takes longer than {{ $value | humanizeDuration }}.",
  }),
  alert({
    name: "KubeClientCertificateExpiration",
    // Sees those with which at least one request in a hundred comes.
    expr: "service:apiserver_client_certificate_expiration_seconds:p1_rate5m",
    below: { warning: 604_800, critical: 86_400 },
    unit: "seconds",
    for: { warning: "5m", critical: "1m" },
    summary: "A client certificate for {{ $labels.service }} expires soon",
    description: "In {{ $value | humanizeDuration }} at the latest its owner, perhaps a kubelet, is refused.",
  }),
  alert({
    name: "KubeVersionMismatch",
    // For two hours, so that an upgrade can be done with.
    expr: "min_over_time(service:kubernetes_versions:count[2h]) and service:kubernetes_versions:count offset 2h",
    above: { warning: 1 },
    for: "5m",
    summary: "{{ $labels.service }} runs several versions of Kubernetes",
    description: "{{ $value | humanize }} minor versions for two hours: an upgrade has stopped half way.",
  }),
];
