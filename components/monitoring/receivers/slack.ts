// A channel of Slack.
import type * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import type { Credentials } from "../credentials";
import { type CredentialFiles, type ReceiverKind, template } from "./kind";

/** The method of Slack's API that takes the same message as a webhook, with a token. */
const POST_MESSAGE = "https://slack.com/api/chat.postMessage";

const field = (title: string, label: string) => ({
  title,
  value: template("slack.value", `.CommonLabels.${label}`),
  short: true,
});

const button = (text: string, link: string) => ({ type: "button", text, url: template(`link.${link}`) });

export const slack = {
  words: "a Slack channel",
  model: z.object({ channel: z.string(), updates: z.boolean().optional() }),
  also: null,
  alertmanager: ({ channel, updates }, _, files) => ({
    slack_configs: [
      {
        ...reached(files.slack),
        // By a token only; a webhook's messages have no name to change them by.
        ...(updates && "tokenFile" in files.slack && { update_message: true }),
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
      },
    ],
  }),
  grafana: ({ channel }, credentials) => ({
    slacks: [
      {
        ...credentialOf(credentials),
        recipient: channel,
        username: "Tocsin",
        color: template("slack.color"),
        title: template("slack.title"),
        text: template("grafana.text"),
        disableResolveMessage: false,
      },
    ],
  }),
  operator: ({ channel }, { name, key }) => ({
    slackConfigs: [
      {
        apiURL: { name, key },
        channel,
        sendResolved: true,
        color: template("slack.color"),
        title: template("slack.title"),
        titleLink: template("link.alerts"),
        text: template("slack.text"),
        fallback: template("slack.fallback"),
      },
    ],
  }),
  managed: { through: "topic", sendResolved: true },
  address: () => null,
  facts: { slack: ({ channel, updates }) => (updates ? `${channel}, one message per incident` : channel) },
} satisfies ReceiverKind<{ channel: string; updates?: boolean | undefined }>;

const reached = (credential: CredentialFiles["slack"]) =>
  "webhookFile" in credential
    ? { api_url_file: credential.webhookFile }
    : {
        api_url: POST_MESSAGE,
        http_config: {
          authorization: { credentials_file: credential.tokenFile },
          // The default, said because versions that do not read Slack's answers do not know it, and refuse the file.
          proxy_from_environment: false,
        },
      };

function credentialOf({ slack }: Credentials): { url: pulumi.Input<string> } | { token: pulumi.Input<string> } {
  if (!slack) {
    throw new Error(
      "notifications.slack: found neither token nor webhook, and Grafana is to send the messages (platform.alerting: grafana); give one of them",
    );
  }
  return "webhook" in slack ? { url: slack.webhook } : { token: slack.token };
}
