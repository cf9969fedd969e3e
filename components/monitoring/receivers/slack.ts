// A channel of Slack, the receiver that every environment has: what nothing else takes goes there.
import { z } from "zod";
import { SEVERITIES } from "../../rules";
import { bySeverity, credential, name, secretKey } from "../settings/fields";
import { provenChannel } from "./forms/slack-proof";
import { type CredentialPaths, type CredentialValues, defineReceiver, template } from "./kind";

/** How Slack is reached. A webhook of a Slack app posts to its own channel only; a bot's token posts to any it was invited to. */
const WEBHOOK = "slack-webhook";
/** The file that holds the token, which others read that write to threads. */
export const SLACK_TOKEN = "slack-token";

const channel = z.string().regex(/^[#@][^\s]+$/, 'a Slack channel such as "#alerts"');

/** The method of Slack's API that takes the same message as a webhook, with a token. */
const POST_MESSAGE = "https://slack.com/api/chat.postMessage";

const field = (title: string, label: string) => ({
  title,
  value: template("slack.value", `.CommonLabels.${label}`),
  short: true,
});

const button = (text: string, link: string) => ({ type: "button", text, url: template(`link.${link}`) });

/** The name of an alert's group, which Slack keeps with its message: `prod|alertname=…|service=…`. */
const GROUP = "{{ .CommonLabels.environment }}{{ range .GroupLabels.SortedPairs }}|{{ .Name }}={{ .Value }}{{ end }}";

/** What holds for all channels alike. */
type InAll = { updates: boolean; thread: boolean; graph: boolean };

const receiverOf = (channel: string, { updates, thread, graph }: InAll) => ({
  receiver: `slack-${channel.replace(/^[#@]/, "")}`,
  value: { channel, ...(updates && { updates }), ...(thread && { thread }), ...(graph && { graph }) },
});

export const slack = defineReceiver({
  name: "slack",
  words: "a Slack channel",
  settings: {
    slack: z
      .strictObject({
        webhook: credential.optional().describe("An incoming webhook's URL."),
        token: credential.optional().describe("A bot's token, which can post to a channel for each severity and team."),
        channels: z
          .strictObject({
            critical: channel.default("#alerts-critical"),
            warning: channel.default("#alerts"),
            info: channel.default("#alerts-info"),
          })
          .prefault({}),
        teams: z.record(name, z.union([channel, bySeverity(channel)])).default({}),
        updates: z
          .boolean()
          .default(false)
          .describe(
            "Whether the message of an incident is changed, from firing to resolved, in place of further messages; needs `token` and Alertmanager 0.32 or newer.",
          ),
        thread: z
          .boolean()
          .default(false)
          .describe(
            "Whether what joins or leaves an incident is added to the thread of its message, with how long it usually lasts and how much it inhibits; needs `updates`, and the scopes `channels:read` and `channels:history`.",
          ),
        graph: z
          .boolean()
          .default(false)
          .describe(
            "Whether the last hour of what an alert judges is added to the thread as a graph with its threshold; needs `thread`, and the scope `files:write`.",
          ),
      })
      .refine(({ webhook, token }) => !(webhook && token), "a webhook or a token, not both")
      .refine(
        ({ token, updates }) => token !== undefined || !updates,
        "a token where updates is true: a webhook's messages cannot be changed",
      )
      .refine(({ thread, graph }) => thread || !graph, "thread: true where graph is true")
      .refine(({ updates, thread }) => updates || !thread, "updates: true where thread is true")
      .prefault({}),
  },
  model: z.object({
    channel: z.string(),
    updates: z.boolean().optional(),
    thread: z.boolean().optional(),
    graph: z.boolean().optional(),
  }),
  listed: null,
  // Without either, a webhook is put there by hand.
  credentials: ({ slack: { webhook, token } }) => [
    token
      ? { name: SLACK_TOKEN, setting: "notifications.slack.token", value: token }
      : { name: WEBHOOK, setting: "notifications.slack.webhook", value: webhook, byHandUnless: [SLACK_TOKEN] },
  ],
  needs: () => [SLACK_TOKEN, WEBHOOK],
  /** A team's channel where it has one for the severity, else the severity's. */
  routes: ({ slack: { channels, teams, ...all } }) => [
    ...Object.entries(teams).flatMap(([team, own]) =>
      SEVERITIES.flatMap((severity) => {
        const channel = typeof own === "string" ? own : own[severity];
        return channel ? [{ severity, teams: [team], ...receiverOf(channel, all), continue: false }] : [];
      }),
    ),
    ...SEVERITIES.map((severity) => ({
      severity,
      teams: [],
      ...receiverOf(channels[severity], all),
      continue: false,
    })),
  ],
  named: (to, { slack }) => (channel.safeParse(to).success ? receiverOf(to, slack) : undefined),
  fallback: ({ slack }) => receiverOf(slack.channels.warning, slack),
  teams: ({ slack }) => Object.keys(slack.teams).map((team) => ({ path: `slack.teams.${team}`, team })),
  /**
   * Slack's API answers a message that it refuses with status 200 and `{"ok":false}`. Alertmanager before 0.26.0 takes that for
   * delivered (notify/slack/slack.go): with a token every message would be lost in silence. A webhook's errors have a status.
   */
  minimum: ({ slack }) =>
    slack.updates
      ? // It changes a message (`update_message`), and keeps in its log of notifications which one, also over a restart.
        { since: "0.32.0", because: "changes no messages", setting: "notifications.slack.updates" }
      : slack.token
        ? {
            since: "0.26.0",
            because: "takes a message that Slack refuses for delivered",
            setting: "notifications.slack.token",
          }
        : undefined,
  updates: ({ slack }) => (slack.updates ? "notifications.slack.updates" : undefined),
  thread: ({ channel, thread, graph = false }) => (thread ? { channel, graph } : undefined),
  threading: ({ slack }) => (slack.thread ? "notifications.slack.thread" : undefined),
  alertmanager: ({ channel, updates, thread }, receiver, paths) => ({
    slack_configs: [
      {
        ...reached(receiver, paths),
        // By a token only; a webhook's messages have no name to change them by.
        ...(updates && paths[SLACK_TOKEN] && { update_message: true }),
        // What adds to its thread knows it by this.
        ...(thread && { callback_id: GROUP }),
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
        // Slack shows five at most.
        actions: [
          button("Runbook", "runbook"),
          button("Dashboard", "dashboard"),
          button("Acknowledge", "acknowledge"),
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
  operator: {
    fields: { channel, webhook: secretKey.describe("A Secret in the team's namespace with a webhook's URL.") },
    configs: ({ channel, webhook }) => ({
      slackConfigs: [
        {
          apiURL: webhook,
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
  },
  managed: { through: "topic", sendResolved: true },
  async proof({ channel }, asking) {
    const token = asking.credential(SLACK_TOKEN);
    return token ? provenChannel(channel, token, asking) : "unproven";
  },
  address: () => null,
  facts: { slack: ({ channel, updates }) => (updates ? `${channel}, one message per incident` : channel) },
});

function reached(receiver: string, { [SLACK_TOKEN]: tokenFile, [WEBHOOK]: webhookFile }: CredentialPaths) {
  if (tokenFile) {
    return {
      api_url: POST_MESSAGE,
      http_config: {
        authorization: { credentials_file: tokenFile },
        // The default, said because versions that do not read Slack's answers do not know it, and refuse the file.
        proxy_from_environment: false,
      },
    };
  }
  if (!webhookFile)
    throw new Error(`Receiver "${receiver}" sends to Slack, but neither file ${WEBHOOK} nor ${SLACK_TOKEN} is given`);
  return { api_url_file: webhookFile };
}

function credentialOf({ [SLACK_TOKEN]: token, [WEBHOOK]: url }: CredentialValues) {
  if (token) return { token };
  if (url) return { url };
  throw new Error(
    "notifications.slack: found neither token nor webhook, and Grafana is to send the messages (platform.alerting: grafana); give one of them",
  );
}
