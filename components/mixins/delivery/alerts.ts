// What can go wrong on the way of a configuration to a server. That the server itself is down says InstanceDown; that its
// processes refused a reload say PrometheusBadConfig and AlertmanagerFailedReload as well, and they page.
import { type Alert, alert } from "../../rules";

const DAY = 86_400;

export const alerts: readonly Alert[] = [
  alert({
    name: "DeliveryFailing",
    // Of this job only: the same exporter is scraped as the host's, too.
    expr: 'tocsin_delivery_error{job="delivery"} == 1',
    severity: "warning",
    // Longer than one run: a deployment may be uploading while a server pulls.
    for: "1m",
    summary: "Monitoring server {{ $labels.instance }} does not take its new configuration",
    description:
      "The stage «{{ $labels.stage }}» fails again and again; the server goes on with the last configuration that was good.",
  }),
  alert({
    name: "DeliveryStale",
    expr: 'time() - tocsin_delivery_last_success_timestamp_seconds{job="delivery"} unless on (instance, service) tocsin_delivery_error{job="delivery"} == 1',
    above: { warning: 300 },
    unit: "seconds",
    for: "1m",
    summary: "Monitoring server {{ $labels.instance }} no longer asks for its configuration",
    description:
      "Its last run was {{ $value | humanizeDuration }} ago and said nothing of an error; it should be every 30 seconds.",
  }),
  alert({
    name: "ServerCertificateExpiring",
    // One that has ended goes on firing.
    expr: 'tocsin_delivery_certificate_not_after_timestamp_seconds{job="delivery"} - time()',
    below: { warning: 30 * DAY, critical: 7 * DAY },
    unit: "seconds",
    for: { warning: "10m", critical: "30s" },
    summary: "The certificate that monitoring server {{ $labels.instance }} shows expires soon",
    description:
      "It has {{ $value | humanizeDuration }} left. Once it has expired, exporters refuse Prometheus, and Alertmanagers no longer gossip. Any deployment renews it.",
  }),
];
