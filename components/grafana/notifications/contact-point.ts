// A receiver → a Grafana contact point.
import type * as pulumi from "@pulumi/pulumi";
import type { ContactPointArgs } from "@pulumiverse/grafana/alerting/contactPoint";
import type { Credentials, Receiver } from "../../monitoring";

type Integrations = Omit<ContactPointArgs, "name" | "orgId">;

const template = (name: string) => `{{ template "tocsin.${name}" . }}`;

/**
 * The contact point's integrations; undefined for a receiver that tells nobody, which Grafana does not know.
 * Throws where a credential that it needs is not given.
 */
export function contactPoint(receiver: Receiver, credentials: Credentials): Integrations | undefined {
  const integrations: Integrations = {
    ...(receiver.slack && { slacks: [slack(receiver.slack.channel, credentials)] }),
    ...(receiver.pagerduty && { pagerduties: [pagerduty(credentials)] }),
    // The dead-man's switch counts messages that come; one that says "resolved" would count as a sign of life.
    ...(receiver.heartbeat && { webhooks: [{ url: receiver.heartbeat, disableResolveMessage: true }] }),
    ...(receiver.webhook && { webhooks: [{ url: receiver.webhook, disableResolveMessage: false }] }),
    ...(receiver.email && { emails: [email(receiver.email.addresses)] }),
  };
  return Object.keys(integrations).length > 0 ? integrations : undefined;
}

/** Through the mail server of Grafana's own configuration; one message for all addresses. */
const email = (addresses: readonly string[]) => ({
  addresses: [...addresses],
  singleEmail: true,
  subject: template("slack.title"),
  disableResolveMessage: false,
});

function slack(channel: string, { slack }: Credentials) {
  return {
    ...credentialOf(slack),
    recipient: channel,
    username: "Tocsin",
    color: template("slack.color"),
    title: template("slack.title"),
    text: template("grafana.text"),
    disableResolveMessage: false,
  };
}

function credentialOf(slack: Credentials["slack"]): { url: pulumi.Input<string> } | { token: pulumi.Input<string> } {
  if (!slack) {
    throw new Error(
      "notifications.slack: found neither token nor webhook, and Grafana is to send the messages (platform.alerting: grafana); give one of them",
    );
  }
  return "webhook" in slack ? { url: slack.webhook } : { token: slack.token };
}

function pagerduty({ pagerdutyRoutingKey }: Credentials) {
  if (!pagerdutyRoutingKey) throw new Error("notifications.pagerduty.routingKey: found nothing; give the routing key");
  return {
    integrationKey: pagerdutyRoutingKey,
    // PagerDuty refuses an event without one of its own severities.
    severity: '{{ or .CommonLabels.severity "error" }}',
    summary: "{{ .CommonLabels.alertname }}: {{ (index .Alerts 0).Annotations.summary }}",
    class: "{{ .CommonLabels.alertname }}",
    group: "{{ .CommonLabels.service }}",
    client: "Tocsin",
    clientUrl: "{{ .ExternalURL }}",
    details: {
      runbook: "{{ (index .Alerts 0).Annotations.runbook_url }}",
      dashboard: "{{ (index .Alerts 0).Annotations.dashboard_url }}",
    },
  };
}
