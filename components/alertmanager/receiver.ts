// A receiver → its entry in alertmanager.yml. Credentials are files that Alertmanager reads at each message.
import type { Receiver } from "../monitoring";

/** Absolute paths. */
export interface CredentialFiles {
  /** How Slack is reached. A webhook of a Slack app posts to its own channel only; a bot's token posts to any it was invited to. */
  slack: { webhookFile: string } | { tokenFile: string };
  /** The file that holds PagerDuty's routing key (Events API v2). Needed where a receiver pages. */
  pagerdutyRoutingKeyFile?: string;
}

/** A receiver of `alertmanager.yml`; one that has no way to tell anybody stays silent. */
export function receiver(receiver: Receiver, files: CredentialFiles) {
  return {
    name: receiver.name,
    ...(receiver.slack && { slack_configs: [slack(receiver.slack.channel, files.slack)] }),
    ...(receiver.pagerduty && { pagerduty_configs: [pagerduty(receiver.name, files.pagerdutyRoutingKeyFile)] }),
    // The dead-man's switch counts messages that come; one that says "resolved" would count as a sign of life.
    ...(receiver.heartbeat && { webhook_configs: [{ url: receiver.heartbeat, send_resolved: false }] }),
    ...(receiver.webhook && { webhook_configs: [{ url: receiver.webhook, send_resolved: true }] }),
    ...(receiver.email && { email_configs: [email(receiver.name, receiver.email)] }),
  };
}

function email(name: string, { addresses, smtp }: NonNullable<Receiver["email"]>) {
  if (!smtp) {
    throw new Error(`Receiver "${name}" sends e-mail, but there is no mail server; give notifications.smtp`);
  }
  return {
    to: addresses.join(", "),
    from: smtp.from,
    smarthost: smtp.host,
    send_resolved: true,
    headers: { Subject: template("slack.title") },
  };
}

/** The method of Slack's API that takes the same message as a webhook, with a token. */
const POST_MESSAGE = "https://slack.com/api/chat.postMessage";

const template = (name: string, data = ".") => `{{ template "tocsin.${name}" ${data} }}`;

const field = (title: string, label: string) => ({
  title,
  value: template("slack.value", `.CommonLabels.${label}`),
  short: true,
});

const button = (text: string, link: string) => ({ type: "button", text, url: template(`link.${link}`) });

function slack(channel: string, credential: CredentialFiles["slack"]) {
  return {
    ...("webhookFile" in credential
      ? { api_url_file: credential.webhookFile }
      : { api_url: POST_MESSAGE, http_config: { authorization: { credentials_file: credential.tokenFile } } }),
    channel,
    username: "Tocsin",
    send_resolved: true,
    color: template("slack.color"),
    title: template("slack.title"),
    title_link: template("link.alerts"),
    text: template("slack.text"),
    fallback: template("slack.fallback"),
    fields: [
      field("Severity", "severity"),
      field("Team", "team"),
      field("Service", "service"),
      field("Environment", "environment"),
      { title: "Started", value: template("slack.started"), short: true },
    ],
    actions: [
      button("Runbook", "runbook"),
      button("Dashboard", "dashboard"),
      button("Silence", "silence"),
      button("Query", "query"),
    ],
    footer: template("slack.footer"),
  };
}

function pagerduty(name: string, routingKeyFile: string | undefined) {
  if (!routingKeyFile) {
    throw new Error(`Receiver "${name}" pages through PagerDuty, but pagerdutyRoutingKeyFile is not given`);
  }
  return {
    routing_key_file: routingKeyFile,
    send_resolved: true,
    // PagerDuty refuses an event without one of its own severities.
    severity: '{{ or .CommonLabels.severity "error" }}',
    description: "{{ .CommonLabels.alertname }}: {{ (index .Alerts 0).Annotations.summary }}",
    class: "{{ .CommonLabels.alertname }}",
    group: "{{ .CommonLabels.service }}",
    client: "Tocsin",
    client_url: template("link.alerts"),
    links: [
      { text: "Runbook", href: template("link.runbook") },
      { text: "Dashboard", href: template("link.dashboard") },
    ],
  };
}
