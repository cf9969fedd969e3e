// Every kind of receiver in every form: in settings, in alertmanager.yml as the real amtool reads it, in Grafana, in a cluster.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import execa from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { alertmanagerConfig, slackTemplate } from "../../../../components/alertmanager";
import { contactPoint } from "../../../../components/grafana/notifications/contact-point";
import { findTool } from "../../../../components/host/tools";
import { readEnvironment } from "../../../../components/host/tools/environment";
import { alertmanagerConfig as teamConfig } from "../../../../components/kubernetes/content/team-routes";
import { namesIn } from "../../../../components/kubernetes/names";
import {
  assemble,
  credentialPaths,
  minimumAlertmanager,
  parseSettings,
  receiverCredentials,
  waysOf,
} from "../../../../components/monitoring";
import { settingsInFile } from "../../../../infra/settings";
import { endpoints } from "../../../support/environment";
import { toolsOrSkip } from "../../../support/tools";

const also = [
  { name: "ops", severities: ["critical"], msteams: { file: "~/teams" } },
  { name: "players", severities: ["info"], discord: { file: "~/discord" } },
];
const settings = parseSettings({ notifications: { also } });
const { notifications } = assemble("prod", settings, endpoints);
const receiver = (name: string) => notifications.receivers.find((one) => one.name === name) ?? { name: "none" };

describe("Microsoft Teams and Discord", () => {
  test("are each chosen by an entry of `receivers`, whose credential has a name of its own", () => {
    expect(receiverCredentials(settings.notifications)).toEqual([
      expect.objectContaining({ name: "slack-webhook", value: undefined }),
      { name: "msteams-ops", setting: "notifications.receivers[0].msteams", value: { file: "~/teams" } },
      { name: "discord-players", setting: "notifications.receivers[1].discord", value: { file: "~/discord" } },
    ]);
    expect(receiver("ops")).toEqual({ name: "ops", msteams: { credential: "msteams-ops" } });
    expect(JSON.stringify(notifications)).not.toContain("~/teams");
  });

  test("need an Alertmanager that knows them", () => {
    expect(minimumAlertmanager(settings.notifications)).toMatchObject({
      since: "0.28.0",
      setting: "notifications.receivers[0].msteams",
    });
    expect(minimumAlertmanager(parseSettings({}).notifications)).toBeUndefined();
    const images = { alertmanager: "prom/alertmanager:v0.27.0" };
    expect(() =>
      parseSettings({ platform: { kind: "local", runtime: "docker", images }, notifications: { also } }),
    ).toThrow("found Alertmanager 0.27.0, which does not send to a webhook of Microsoft Teams");
  });

  test("are refused as plain text in a file that is committed", () => {
    const [entry] = also;
    const plain = { ...entry, msteams: "https://example.webhook.office.com/secret" };
    const file = { config: { "tocsin:notifications": { receivers: [plain] } } };
    expect(() => settingsInFile(file)).toThrow("tocsin:notifications.receivers[0].msteams");
  });

  test("have a contact point in Grafana", () => {
    expect(contactPoint(receiver("ops"), { "msteams-ops": "https://teams" })).toEqual({
      teams: [expect.objectContaining({ url: "https://teams", disableResolveMessage: false })],
    });
    expect(contactPoint(receiver("players"), { "discord-players": "https://discord" })).toEqual({
      discords: [expect.objectContaining({ url: "https://discord", message: expect.stringContaining("summary") })],
    });
    expect(() => contactPoint(receiver("ops"), {})).toThrow("no webhook of Microsoft Teams for msteams-ops");
  });

  test.each([
    ["msteams", "msteamsv2Configs", "webhookURL"],
    ["discord", "discordConfigs", "apiURL"],
  ])("are routed to by a team of a cluster: %s", (kind, list, field) => {
    const secret = { name: "chat", key: "url" };
    const route = { team: "shop", namespace: "shop", [kind]: secret };
    const { spec } = teamConfig(route, namesIn("monitoring"));
    expect(spec).toMatchObject({ receivers: [{ name: "shop", [list]: [{ [field]: secret, sendResolved: true }] }] });
  });

  test("are compared by a preview without their addresses", () => {
    expect(waysOf(receiver("ops")).map(({ facts }) => facts)).toEqual([{ "Microsoft Teams": "a workflow's webhook" }]);
  });
});

test("an entry of several kinds, or of none, is an error that names all of them", () => {
  const refused = (more: object) => () =>
    parseSettings({ notifications: { receivers: [{ name: "a", severities: ["info"], ...more }] } });
  for (const more of [{}, { webhook: "https://example.com", msteams: "https://example.com" }])
    expect(refused(more)).toThrow(
      "a webhook, e-mail addresses, a webhook of Microsoft Teams, a webhook of Discord, a chat of Telegram, a project of Jira, incident.io or a topic of SNS, one of them",
    );
});

test("a team's route has the fields of one kind", () => {
  const refused = (more: object) => () =>
    parseSettings({
      platform: { kind: "kubernetes", cluster: { context: "c" }, teamRoutes: [{ team: "a", namespace: "a", ...more }] },
    });
  const secret = { name: "s", key: "k" };
  for (const more of [{}, { channel: "#a" }, { channel: "#a", webhook: secret, msteams: secret }])
    expect(refused(more)).toThrow("a Slack channel (channel, webhook)");
});

const found = toolsOrSkip("amtool");

describe.skipIf(!found)("the real amtool", () => {
  let folder: string;
  let amtool: string;
  beforeAll(async () => {
    amtool = (await findTool("amtool", readEnvironment(), undefined, "0.28.0"))?.path ?? "";
    folder = await mkdtemp(join(tmpdir(), "receivers-"));
    await writeFile(join(folder, "slack.tmpl"), slackTemplate());
  });
  afterAll(() => rm(folder, { recursive: true }));

  const config = () => {
    const names = receiverCredentials(settings.notifications).map(({ name }) => name);
    const credentials = credentialPaths(names, (name) => `/run/secrets/${name}`);
    return alertmanagerConfig({ notifications }, { credentials, templates: ["*.tmpl"] });
  };

  test("accepts the configuration", async () => {
    await writeFile(join(folder, "alertmanager.yml"), config());
    const { stdout } = await execa(amtool, ["check-config", join(folder, "alertmanager.yml")]);
    expect(stdout).toContain("SUCCESS");
  });

  test("renders the message: firing with its description and links, resolved as such", async () => {
    const { receivers } = parse(config());
    const { text } = receivers.find(({ name }: { name: string }) => name === "ops").msteamsv2_configs[0];
    const alert = (status: string, summary: string) => ({
      status,
      labels: { team: "shop" },
      annotations: { summary, description: "It is slow.", runbook_url: "https://runbooks/1" },
      startsAt: "2026-01-01T00:00:00Z",
      endsAt: "2026-01-01T00:00:00Z",
    });
    const data = { alerts: [alert("firing", "Shop is slow"), alert("resolved", "Cart is slow")] };
    await writeFile(join(folder, "data.json"), JSON.stringify(data));
    const { stdout } = await execa(amtool, [
      "template",
      "render",
      `--template.glob=${join(folder, "*.tmpl")}`,
      `--template.data=${join(folder, "data.json")}`,
      `--template.text=${text}`,
    ]);
    expect(stdout.trim()).toBe(
      [
        "**Shop is slow**",
        "",
        "It is slow.",
        "",
        "Team shop · [Runbook](https://runbooks/1)",
        "",
        "**Cart is slow** (resolved)",
        "",
        "Team shop · [Runbook](https://runbooks/1)",
      ].join("\n"),
    );
  });
});
