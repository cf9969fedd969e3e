// Slack refuses messages with status 200: only an Alertmanager that reads the answer may send with a bot's token.
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import execa from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { alertmanagerConfig, slackTemplate } from "../../../components/alertmanager";
import { ensureTool, findTool } from "../../../components/host/tools";
import { cacheFolder } from "../../../components/host/tools/cache";
import { readEnvironment } from "../../../components/host/tools/environment";
import { minimumAlertmanager, parseSettings } from "../../../components/monitoring";
import { minimumOf } from "../../../infra/machine/tools";
import { freePort } from "../../support/ports";
import { toolsOrSkip } from "../../support/tools";
import { addGo, newMachine, tells } from "../host/tools/machine";
import { is, rich, route } from "./notifications";
import { until } from "./running";

const found = toolsOrSkip("alertmanager", "amtool");
let tools: typeof found;
const READS_ANSWERS = minimumAlertmanager(
  parseSettings({ notifications: { slack: { token: { file: "slack-token" } } } }).notifications,
)?.since;

beforeAll(async () => {
  const newEnough = async (name: "alertmanager" | "amtool") =>
    (await findTool(name, readEnvironment(), undefined, READS_ANSWERS))?.path ?? "";
  tools = found && { alertmanager: await newEnough("alertmanager"), amtool: await newEnough("amtool") };
});
const token = { notifications: { slack: { token: { file: "slack-token" } } } };
const webhook = { notifications: { slack: { webhook: { file: "slack-webhook" } } } };

/** A folder with the configuration for a bot's token, sending to `slack` in place of Slack's API. */
async function folderFor(slack: string) {
  const path = await mkdtemp(join(tmpdir(), "tocsin-slack-answers-"));
  const timing = { groupWait: "100ms", groupInterval: "1s", repeatInterval: "1h" } as const;
  const notifications = { ...rich, routes: [route("slack-alerts", [is("severity", "warning")], { timing })] };
  const files = {
    credentials: { "slack-token": join(path, "token"), "pagerduty-routing-key": join(path, "key") },
    templates: ["*.tmpl"],
  };
  const config = alertmanagerConfig({ notifications }, files);
  await writeFile(join(path, "alertmanager.yml"), config.replaceAll("https://slack.com/api/chat.postMessage", slack));
  await writeFile(join(path, "slack.tmpl"), slackTemplate());
  await writeFile(join(path, "token"), "xoxb-test");
  await writeFile(join(path, "key"), "key");
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

describe.skipIf(!found)("a message that Slack refuses with status 200", () => {
  let answer = '{"ok":false,"error":"channel_not_found"}';
  let asked = 0;
  const slack = createServer((request, response) => {
    asked += 1;
    request.resume();
    response.setHeader("content-type", "application/json; charset=utf-8");
    response.end(answer);
  });
  let folder: Awaited<ReturnType<typeof folderFor>>;
  let running: execa.ExecaChildProcess;
  let url: string;

  beforeAll(async () => {
    const port = await freePort();
    await new Promise<void>((done) => slack.listen(port, "127.0.0.1", done));
    folder = await folderFor(`http://127.0.0.1:${port}/api/chat.postMessage`);
    const own = await freePort();
    url = `http://127.0.0.1:${own}`;
    running = execa(
      tools?.alertmanager ?? "",
      [
        "--config.file=alertmanager.yml",
        "--storage.path=data",
        `--web.listen-address=127.0.0.1:${own}`,
        "--cluster.listen-address=",
      ],
      { cwd: folder.path, reject: false, all: true },
    );
    await until(
      () =>
        fetch(`${url}/-/ready`).then(
          ({ ok }) => ok,
          () => undefined,
        ),
      () => "not ready",
    );
  });
  afterAll(async () => {
    running?.kill();
    await running;
    slack.closeAllConnections();
    slack.close();
    await folder?.remove();
  });

  const post = (alertname: string) =>
    fetch(`${url}/api/v2/alerts`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify([{ labels: { alertname, severity: "warning", service: "shop" } }]),
    });
  const counted = async (metric: string) =>
    [
      ...(await (await fetch(`${url}/metrics`)).text()).matchAll(
        new RegExp(`^${metric}{[^}]*integration="slack"[^}]*} (\\d+)`, "gm"),
      ),
    ].reduce((sum, [, value]) => sum + Number(value), 0);

  test("counts as failed, and so AlertmanagerFailedToSendAlerts fires", async () => {
    await post("Lost");
    await until(
      async () => (await counted("alertmanager_notifications_failed_total")) > 0,
      () => `${asked} asked`,
    );
    expect(asked).toBeGreaterThan(0);
  });

  test("and one that it takes does not", async () => {
    answer = '{"ok":true}';
    const before = await counted("alertmanager_notifications_failed_total");
    const sent = asked;
    await post("Delivered");
    await until(
      () => asked > sent,
      () => "nothing asked",
    );
    expect(await counted("alertmanager_notifications_failed_total")).toBe(before);
  });
});

/** Debian 12's Alertmanager, where it lies in the tool cache. */
const OLD = join(cacheFolder(readEnvironment(), "tools", "alertmanager"), "deb-prometheus-alertmanager/usr/bin/amtool");

describe.skipIf(!found)("the configuration with a token", () => {
  test("is taken by a version that reads the answer", async () => {
    const { path, remove } = await folderFor("http://127.0.0.1:9/slack");
    const result = await execa(tools?.amtool ?? "", ["check-config", "alertmanager.yml"], { cwd: path, reject: false });
    await remove();
    expect(result).toMatchObject({ exitCode: 0 });
  });

  test.skipIf(!existsSync(OLD))("is refused by one that does not, wherever it runs", async () => {
    const { path, remove } = await folderFor("http://127.0.0.1:9/slack");
    const result = await execa(OLD, ["check-config", "alertmanager.yml"], { cwd: path, reject: false });
    await remove();
    expect(result).toMatchObject({ exitCode: 1 });
  });
});

const ec2 = (version: string) => ({
  kind: "ec2",
  region: "eu-central-1",
  network: { vpc: "vpc-0123456789abcdef0", subnets: ["subnet-0123456789abcdef0"] },
  downloads: { versions: { alertmanager: version } },
});
const kubernetes = (alertmanagerSpec: object) => ({
  kind: "kubernetes",
  cluster: { context: "test" },
  values: { alertmanager: { alertmanagerSpec } },
});

describe("an Alertmanager that takes refused messages for delivered", () => {
  const old: [string, object][] = [
    [
      "platform.images.alertmanager",
      { kind: "local", images: { alertmanager: "mirror:5000/prom/alertmanager:v0.25.0" } },
    ],
    ["platform.downloads.versions.alertmanager", ec2("0.25.0")],
    ["platform.values.alertmanager.alertmanagerSpec.image.tag", kubernetes({ image: { tag: "v0.25.1" } })],
    ["platform.values.alertmanager.alertmanagerSpec.version", kubernetes({ version: "v0.24.0" })],
    [
      "platform.values.alertmanager.alertmanagerSpec.image",
      kubernetes({ image: "quay.io/prometheus/alertmanager:v0.9.1@sha256:00" }),
    ],
  ];

  test.each(old)("is refused with a token: %s", (path, platform) => {
    expect(() => parseSettings({ platform, ...token })).toThrow(`${path}: found Alertmanager 0.`);
  });

  test.each(old)("is taken with a webhook, whose errors have a status: %s", (_, platform) => {
    expect(parseSettings({ platform, ...webhook }).platform).toMatchObject({ kind: Reflect.get(platform, "kind") });
  });

  test.each([
    { kind: "local", images: { alertmanager: "prom/alertmanager:v0.26.0" } },
    ec2("0.28.1"),
    kubernetes({ image: { tag: "v1.0.0" } }),
  ])("is not one that reads the answer: %j", (platform) => {
    expect(parseSettings({ platform, ...token }).platform.kind).toBe(platform.kind);
  });

  test("on PATH is passed over, and another is built from the tool table", async () => {
    const machine = await newMachine();
    const path = await machine.script("prometheus-alertmanager", tells("0.25.0"));
    await addGo(machine, { body: tells("0.28.1") });
    const asked = (settings: object) => minimumOf("alertmanager", parseSettings(settings));
    const ensured = (settings: object) => ensureTool("alertmanager", { ...machine, minimum: asked(settings) });
    expect(await ensured(webhook)).toMatchObject({ path, version: "0.25.0" });
    expect(await ensured(token)).toMatchObject({ version: "0.28.1", from: "cache" });
  });

  test("and where none can be built the error says which version is needed", async () => {
    const machine = await newMachine();
    await machine.script("prometheus-alertmanager", tells("0.25.0"));
    const minimum = minimumOf("alertmanager", parseSettings(token));
    await expect(ensureTool("alertmanager", { ...machine, minimum })).rejects.toThrow(
      /^alertmanager 0\.26\.0 or newer is not here .*\n[\s\S]*has version 0\.25\.0/,
    );
  });
});
