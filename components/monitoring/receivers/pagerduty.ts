// PagerDuty, by its Events API v2.
import { z } from "zod";
import { credential } from "../settings/fields";
import { byStatus } from "./forms/proof";
import { defineReceiver, template } from "./kind";

const ROUTING_KEY = "pagerduty-routing-key";

/** The event's fields that have the same name in both forms. */
const EVENT = {
  // PagerDuty refuses an event without one of its own severities.
  severity: '{{ or .CommonLabels.severity "error" }}',
  class: "{{ .CommonLabels.alertname }}",
  group: "{{ .CommonLabels.service }}",
  client: "Tocsin",
};

const SUMMARY = "{{ .CommonLabels.alertname }}: {{ (index .Alerts 0).Annotations.summary }}";

export const pagerduty = defineReceiver({
  name: "pagerduty",
  words: "PagerDuty",
  settings: {
    pagerduty: z
      .strictObject({ routingKey: credential })
      .optional()
      .describe("Pages critical alerts; the routing key is of the Events API v2."),
  },
  model: z.literal(true),
  listed: null,
  credentials: ({ pagerduty }) =>
    pagerduty
      ? [{ name: ROUTING_KEY, setting: "notifications.pagerduty.routingKey", value: pagerduty.routingKey }]
      : [],
  needs: () => [ROUTING_KEY],
  routes: ({ pagerduty }) =>
    pagerduty ? [{ severity: "critical", teams: [], receiver: "pagerduty", value: true, continue: true }] : [],
  escalates: ({ pagerduty }) => (pagerduty ? "notifications.pagerduty" : undefined),
  alertmanager(_, receiver, { [ROUTING_KEY]: file }) {
    if (!file)
      throw new Error(`Receiver "${receiver}" pages through PagerDuty, but the file ${ROUTING_KEY} is not given`);
    const { severity, class: kind, group, client } = EVENT;
    return {
      pagerduty_configs: [
        {
          routing_key_file: file,
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
  grafana(_, { [ROUTING_KEY]: key }) {
    if (!key) throw new Error("notifications.pagerduty.routingKey: found nothing; give the routing key");
    return {
      pagerduties: [
        {
          integrationKey: key,
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
  // The end of an incident that was never opened is taken from whoever has a routing key, and pages nobody.
  // Source: https://developer.pagerduty.com/docs/send-alert-event
  async proof(_, { credential, send }) {
    const routing_key = credential(ROUTING_KEY);
    if (!routing_key) return "unproven";
    const body = { routing_key, event_action: "resolve", dedup_key: "tocsin-drill" };
    return byStatus(await send("POST", "https://events.pagerduty.com/v2/enqueue", { body }));
  },
  address: () => null,
  facts: { pagerduty: () => "pages" },
});
