// Telegram, Jira, incident.io and SNS in every form: settings, alertmanager.yml, Grafana, a team's route in a cluster, a drill's question.
import { describe, expect, test } from "vitest";
import { receiver as rendered } from "../../../../components/alertmanager/receiver";
import { contactPoint } from "../../../../components/grafana/notifications/contact-point";
import { alertmanagerConfig as teamConfig } from "../../../../components/kubernetes/content/team-routes";
import { namesIn } from "../../../../components/kubernetes/names";
import {
  assemble,
  minimumAlertmanager,
  parseSettings,
  receiverCredentials,
  waysOf,
} from "../../../../components/monitoring";
import { settingsInFile } from "../../../../infra/settings";
import { endpoints } from "../../../support/environment";

const TOPIC = "arn:aws:sns:eu-central-1:123456789012:alerts";
const token = { file: "~/token" };
const GIVEN = {
  chat: { telegram: { chat: -100123, token } },
  tickets: { jira: { url: "https://shop.atlassian.net/", user: "bot@shop.example", token, project: "OPS" } },
  incidents: { incidentio: { url: "https://api.incident.io/v2/alert_events/alertmanager/1", token } },
  queue: { sns: TOPIC },
};

const settings = parseSettings({
  notifications: {
    receivers: Object.entries(GIVEN).map(([name, kind]) => ({ name, severities: ["critical"], ...kind })),
  },
});
const { notifications } = assemble("prod", settings, endpoints);
const receiver = (name: string) => notifications.receivers.find((one) => one.name === name) ?? { name: "none" };

const FILES = { "telegram-chat": "/t", "jira-tickets": "/j", "incidentio-incidents": "/i" };
const VALUES = { "telegram-chat": "t", "jira-tickets": "j", "incidentio-incidents": "i" };
const summary = expect.stringContaining("summary");

describe.each([
  [
    "chat",
    "0.26.0",
    { telegram_configs: [expect.objectContaining({ bot_token_file: "/t", chat_id: -100123, message: summary })] },
    { telegrams: [expect.objectContaining({ token: "t", chatId: "-100123", message: summary })] },
    { Telegram: "chat -100123" },
  ],
  [
    "tickets",
    "0.28.0",
    {
      jira_configs: [
        expect.objectContaining({
          api_url: "https://shop.atlassian.net/rest/api/2",
          http_config: { basic_auth: { username: "bot@shop.example", password_file: "/j" } },
          project: "OPS",
          issue_type: "Task",
        }),
      ],
    },
    { jiras: [expect.objectContaining({ user: "bot@shop.example", password: "j", project: "OPS" })] },
    { Jira: "OPS at https://shop.atlassian.net" },
  ],
  [
    "incidents",
    "0.29.0",
    { incidentio_configs: [expect.objectContaining({ alert_source_token_file: "/i", send_resolved: true })] },
    { webhooks: [expect.objectContaining({ authorizationScheme: "Bearer", authorizationCredentials: "i" })] },
    { "incident.io": "https://api.incident.io/v2/alert_events/alertmanager/1" },
  ],
  [
    "queue",
    undefined,
    { sns_configs: [expect.objectContaining({ topic_arn: TOPIC, sigv4: { region: "eu-central-1" } })] },
    { sns: [expect.objectContaining({ topic: TOPIC, authProvider: "default" })] },
    { SNS: TOPIC },
  ],
] as const)("the receiver %s", (name, since, alertmanager, grafana, facts) => {
  test("is rendered for Alertmanager and for Grafana, and compared without its credential", () => {
    expect(rendered(receiver(name), FILES)).toEqual({ name, ...alertmanager });
    expect(contactPoint(receiver(name), VALUES)).toEqual(grafana);
    expect(waysOf(receiver(name)).map((way) => way.facts)).toEqual([facts]);
  });

  test("needs its credential, and an Alertmanager that knows it", () => {
    const kind = Object.entries(GIVEN).find(([entry]) => entry === name)?.[1] ?? {};
    const alone = parseSettings({ notifications: { receivers: [{ name, severities: ["info"], ...kind }] } });
    expect(minimumAlertmanager(alone.notifications)?.since).toBe(since);
    if (since === undefined) return;
    expect(() => rendered(receiver(name), {})).toThrow(`Receiver "${name}"`);
    expect(() => contactPoint(receiver(name), {})).toThrow("give it");
  });
});

test("their credentials have names of their own, and none is in a Monitoring", () => {
  expect(receiverCredentials(settings.notifications).map(({ name }) => name)).toEqual([
    "slack-webhook",
    "telegram-chat",
    "jira-tickets",
    "incidentio-incidents",
  ]);
  expect(JSON.stringify(notifications)).not.toContain("~/token");
});

test("a credential as plain text in a file that is committed is refused", () => {
  const plain = { name: "chat", severities: ["info"], telegram: { chat: 1, token: "123:secret" } };
  const file = { config: { "tocsin:notifications": { receivers: [plain] } } };
  expect(() => settingsInFile(file)).toThrow("tocsin:notifications.receivers[0].telegram");
});

test("what is no chat, no project and no topic is refused", () => {
  const refused = (kind: object) => () =>
    parseSettings({ notifications: { receivers: [{ name: "a", severities: ["info"], ...kind }] } });
  expect(refused({ telegram: { chat: "ops", token } })).toThrow('telegram.chat: found "ops"; give a number');
  expect(refused({ jira: { ...GIVEN.tickets.jira, project: "ops" } })).toThrow("a project's key such as OPS");
  expect(refused({ sns: "alerts" })).toThrow("an ARN such as arn:aws:sns:eu-central-1:123456789012:alerts");
});

test("a team of a cluster routes to Telegram with a Secret of its own, and to SNS by Alertmanager's role", () => {
  const secret = { name: "chat", key: "token" };
  const of = (fields: object) => teamConfig({ team: "shop", namespace: "shop", ...fields }, namesIn("monitoring")).spec;
  expect(of({ telegram: secret, telegramChat: -5 })).toMatchObject({
    receivers: [{ name: "shop", telegramConfigs: [{ botToken: secret, chatID: -5, sendResolved: true }] }],
  });
  expect(of({ sns: TOPIC })).toMatchObject({
    receivers: [{ name: "shop", snsConfigs: [{ topicARN: TOPIC, sigv4: { region: "eu-central-1" } }] }],
  });
});

test("a drill asks Telegram and Jira whether they take messages, and sends none", async () => {
  const asked: string[] = [];
  const proofs = (status: number, body: string) =>
    Promise.all(
      ["chat", "tickets", "incidents", "queue"].map((name) =>
        waysOf(receiver(name))[0]?.proof({
          credential: (of) => (of in VALUES ? "secret" : undefined),
          now: () => 0,
          send: async (method, url) => {
            asked.push(`${method} ${url}`);
            return { status, body };
          },
        }),
      ),
    );
  expect(await proofs(200, "{}")).toEqual(["taken", "taken", "unproven", "unproven"]);
  expect(asked).toEqual([
    "POST https://api.telegram.org/botsecret/getChat",
    "GET https://shop.atlassian.net/rest/api/2/project/OPS",
  ]);
  expect(await proofs(401, '{"ok":false,"description":"Unauthorized"}')).toEqual([
    { refused: "Unauthorized" },
    { refused: "status 401" },
    "unproven",
    "unproven",
  ]);
});
