import type { Receiver } from "../../content";
import type { Policy } from "../../policy";

type Integration = Receiver["integrations"][number];

/** What says where an integration sends to: one field of each list, in the words of Alertmanager, its operator and Grafana. */
const NEEDED: Readonly<Record<string, readonly (readonly string[])[]>> = {
  discord: [["webhook_url", "webhook_url_file", "apiURL", "url"]],
  email: [["to", "addresses"]],
  pagerduty: [
    [
      "routing_key",
      "routing_key_file",
      "service_key",
      "service_key_file",
      "routingKey",
      "serviceKey",
      "integrationKey",
    ],
  ],
  telegram: [["chat_id", "chat_id_file", "chatID", "chatId", "chatid"]],
  webhook: [["url", "url_file", "urlSecret"]],
};

/** Slack's API posts to the channel it is given; an incoming webhook knows its channel. */
const CHANNEL = ["channel", "recipient"];

export const receiverWithDestination: Policy = {
  name: "receiver-with-destination",
  level: "mandatory",
  description: "What a receiver sends goes somewhere.",
  judges: "receiver",
  *check({ name, owner, integrations }) {
    // Alertmanager's receivers may be silent on purpose; Grafana refuses such a contact point.
    if (owner === "grafana" && integrations.length === 0) {
      yield {
        found: `the contact point ${name} has no integration`,
        why: "It notifies nobody, and Grafana refuses it when everything else is deployed",
        fix: "Give it one: slacks, emails, pagerduties or webhooks",
      };
    }
    for (const integration of integrations) {
      const missing = missingIn(integration);
      if (!missing) continue;
      yield {
        found: `${integration.kind} of the receiver ${name} has no ${missing[0]}`,
        why: "Each message fails, and only the log says so",
        fix: `Set ${missing.length > 1 ? `one of ${missing.join(", ")}` : missing.join("")}`,
      };
    }
  },
  examples: {
    bad: "apiVersion: 1\ncontactPoints:\n  - name: chat\n    receivers: [{ uid: chat, type: slack, settings: { token: $SLACK_TOKEN } }]",
    good: "apiVersion: 1\ncontactPoints:\n  - name: chat\n    receivers: [{ uid: chat, type: slack, settings: { token: $SLACK_TOKEN, recipient: '#alerts' } }]",
  },
};

/** The fields of which one is missing. What is not known yet is there. */
function missingIn({ kind, fields }: Integration): readonly string[] | undefined {
  const needed = kind === "slack" && ("token" in fields || "app_token" in fields) ? [CHANNEL] : (NEEDED[kind] ?? []);
  return needed.find((names) => !names.some((name) => name in fields && fields[name] !== ""));
}
