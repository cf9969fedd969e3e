// PagerDuty, by its Events API v2.
import { z } from "zod";
import { type ReceiverKind, template } from "./kind";

/** The event's fields that have the same name in both forms. */
const EVENT = {
  // PagerDuty refuses an event without one of its own severities.
  severity: '{{ or .CommonLabels.severity "error" }}',
  class: "{{ .CommonLabels.alertname }}",
  group: "{{ .CommonLabels.service }}",
  client: "Tocsin",
};

const SUMMARY = "{{ .CommonLabels.alertname }}: {{ (index .Alerts 0).Annotations.summary }}";

export const pagerduty = {
  words: "PagerDuty",
  model: z.literal(true),
  also: null,
  alertmanager(_, receiver, { pagerdutyRoutingKeyFile }) {
    if (!pagerdutyRoutingKeyFile) {
      throw new Error(`Receiver "${receiver}" pages through PagerDuty, but pagerdutyRoutingKeyFile is not given`);
    }
    const { severity, class: kind, group, client } = EVENT;
    return {
      pagerduty_configs: [
        {
          routing_key_file: pagerdutyRoutingKeyFile,
          send_resolved: true,
          severity,
          description: SUMMARY,
          class: kind,
          group,
          client,
          client_url: template("link.alerts"),
          links: [
            { text: "Runbook", href: template("link.runbook") },
            { text: "Dashboard", href: template("link.dashboard") },
          ],
        },
      ],
    };
  },
  grafana(_, { pagerdutyRoutingKey }) {
    if (!pagerdutyRoutingKey) {
      throw new Error("notifications.pagerduty.routingKey: found nothing; give the routing key");
    }
    return {
      pagerduties: [
        {
          integrationKey: pagerdutyRoutingKey,
          ...EVENT,
          summary: SUMMARY,
          clientUrl: "{{ .ExternalURL }}",
          details: {
            runbook: "{{ (index .Alerts 0).Annotations.runbook_url }}",
            dashboard: "{{ (index .Alerts 0).Annotations.dashboard_url }}",
          },
        },
      ],
    };
  },
  operator: null,
  managed: { through: "topic", sendResolved: true },
  address: () => null,
  facts: { pagerduty: () => "pages" },
} satisfies ReceiverKind<true>;
