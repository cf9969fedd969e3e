// One message per incident: the real Alertmanager changes the message that it posted, also after a restart.
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import execa from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { alertmanagerConfig, slackTemplate } from "../../../components/alertmanager";
import { overHttp } from "../../../components/drill";
import { findTool } from "../../../components/host/tools";
import { readEnvironment } from "../../../components/host/tools/environment";
import { incidentsPlanOf, startIncidents, uploadOverHttp } from "../../../components/incidents";
import { loginOf } from "../../../components/incidents/caller";
import { assemble } from "../../../components/monitoring";
import { startInbox } from "../../../components/sample/inbox/server";
import type { Running } from "../../../components/sample/run";
import { endpoints, settings } from "../../support/environment";
import { freePort } from "../../support/ports";
import { until } from "./running";
import { type SlackCom, startSlackCom } from "./slack-com";

const UPDATES_SLACK_MESSAGES = "0.32.0";

const newEnough = async () =>
  (await findTool("alertmanager", readEnvironment(), undefined, UPDATES_SLACK_MESSAGES))?.path;
const WITHOUT = `no Alertmanager ${UPDATES_SLACK_MESSAGES} or newer: npm run doctor -- --install gets one`;

const slack = (more: object) => ({ notifications: { slack: { token: { file: "token" }, updates: true, ...more } } });

const kept = z.array(
  z.object({
    channel: z.string(),
    ts: z.string(),
    thread: z.string().optional(),
    updates: z.array(z.string()).optional(),
    payload: z.object({
      text: z.string().optional(),
      attachments: z.tuple([z.object({ title: z.string(), color: z.string(), text: z.string() })]).optional(),
    }),
  }),
);

describe("an incident", () => {
  let found: Awaited<ReturnType<typeof newEnough>>;
  let folder: string;
  let inbox: Running;
  let slackCom: SlackCom;
  let incidents: Running;
  let url: string;
  let child: execa.ExecaChildProcess;
  let log = "";

  async function run(): Promise<void> {
    const args = [
      "--config.file=alertmanager.yml",
      "--storage.path=data",
      `--web.listen-address=${url.slice("http://".length)}`,
      "--cluster.listen-address=",
    ];
    child = execa(found ?? "", args, {
      cwd: folder,
      reject: false,
      all: true,
      env: { SSL_CERT_FILE: slackCom.certificate },
    });
    child.all?.on("data", (chunk: Buffer) => {
      log += chunk.toString();
    });
    const ready = () =>
      fetch(`${url}/-/ready`).then(
        ({ ok }) => ok,
        () => undefined,
      );
    await until(ready, () => log);
  }

  async function follow(port = 0): Promise<void> {
    const plan = incidentsPlanOf(assemble("prod", settings(slack({ thread: true })), endpoints));
    if (!plan) throw new Error("no receiver has threads");
    incidents = await startIncidents({
      plan,
      ground: {
        ...{ send: overHttp, now: Date.now, prometheus: "http://127.0.0.1:9", alertmanager: url },
        failed: (error) => {
          throw error;
        },
        slack: { send: overHttp, upload: uploadOverHttp, token: "xoxb-test", api: `${inbox.url}/api` },
      },
      file: join(folder, "incidents", "incidents.json"),
      login: loginOf(join(folder, "password")),
      ...{ host: "127.0.0.1", port },
    });
  }

  beforeAll(async () => {
    found = await newEnough();
    if (!found && process.env.CI === "true") throw new Error(WITHOUT);
    if (!found) return;
    folder = await mkdtemp(join(tmpdir(), "one-message-"));
    inbox = await startInbox({ port: 0, host: "127.0.0.1", data: join(folder, "inbox") });
    slackCom = await startSlackCom(inbox.url);
    url = `http://127.0.0.1:${await freePort()}`;
    const { notifications: whole } = assemble("prod", settings(slack({ thread: true })), endpoints);
    const timing = { groupWait: "300ms", groupInterval: "1s", repeatInterval: "1h" } as const;
    const notifications = { ...whole, routes: whole.routes.map((route) => ({ ...route, timing })) };
    await follow();
    const config = alertmanagerConfig(
      { notifications },
      {
        credentials: { "slack-token": join(folder, "token") },
        templates: ["templates/*.tmpl"],
        incidents: {
          url: `${incidents.url}/groups`,
          username: "tocsin",
          passwordFile: join(folder, "password"),
        },
      },
    );
    const proxied = config.replaceAll("proxy_from_environment: false", `proxy_url: ${slackCom.url}`);
    await mkdir(join(folder, "templates"));
    await writeFile(join(folder, "alertmanager.yml"), proxied);
    await writeFile(join(folder, "templates", "slack.tmpl"), slackTemplate());
    await writeFile(join(folder, "token"), "xoxb-test\n");
    await writeFile(join(folder, "password"), "c4n4ry\n");
    await run();
  }, 60_000);
  afterAll(async () => {
    child?.kill();
    await child;
    await incidents?.close();
    await slackCom?.close();
    await inbox?.close();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  const post = async (instances: readonly string[], endsAt?: Date) => {
    const alerts = instances.map((instance) => ({
      labels: { alertname: "InstanceDown", severity: "critical", service: "node", team: "platform", instance },
      annotations: { summary: `${instance} is down`, threshold: "== 0" },
      ...(endsAt && { endsAt: endsAt.toISOString() }),
    }));
    const headers = { "content-type": "application/json" };
    await fetch(`${url}/api/v2/alerts`, { method: "POST", headers, body: JSON.stringify(alerts) });
  };
  const all = async () => kept.parse(await (await fetch(`${inbox.url}/messages`)).json());
  const messages = async () =>
    (await all()).flatMap(({ channel, ts, updates = [], payload: { attachments } }) =>
      attachments ? [{ channel, ts, updates: updates.length, ...attachments[0] }] : [],
    );
  const inThread = async (ts: string) =>
    (await all()).flatMap(({ thread, payload }) => (thread === ts ? [payload.text ?? ""] : []));
  const thread = (ts: string, length: number) =>
    until(
      async () => {
        const found = await inThread(ts);
        return found.length >= length ? found : undefined;
      },
      () => log.slice(-3_000),
    );
  const titled = async (title: string) =>
    until(
      async () => (await messages()).find((one) => one.title.startsWith(title)),
      () => log.slice(-3_000),
    );

  test("of three alerts is one message with its thread, which a restart does not double, and which ends resolved", async ({
    skip,
  }) => {
    skip(!found, WITHOUT);
    await post(["web-1"]);
    await titled("[FIRING:1] InstanceDown");
    await post(["web-1", "web-2", "web-3"]);
    const firing = await titled("[FIRING:3] InstanceDown");
    expect(firing).toMatchObject({ channel: "#alerts-critical", updates: 1, color: "danger" });
    expect(firing.text).toContain("Instances: web-1, web-2, web-3");

    expect(await thread(firing.ts, 1)).toEqual(["Fires as well: *web-2 is down*\nFires as well: *web-3 is down*"]);

    // All that knows of the incident.
    child.kill("SIGTERM");
    await child;
    const { port } = new URL(incidents.url);
    await incidents.close();
    await follow(Number(port));
    await run();
    // As Prometheus does, which keeps sending what fires.
    await post(["web-1", "web-2", "web-3"]);
    await sleep(2_500);
    expect(await messages()).toEqual([firing]);

    await post(["web-3"], new Date());
    await titled("[FIRING:2] InstanceDown");
    expect((await thread(firing.ts, 2))[1]).toMatch(/^Resolved: web-3 is down, after \d+ s$/);

    await post(["web-1", "web-2"], new Date());
    const resolved = await titled("[RESOLVED:2] InstanceDown");
    expect(await messages()).toEqual([resolved]);
    expect((await thread(firing.ts, 3))[2]).toMatch(/^Resolved after \d+ s$/);
    expect(resolved).toMatchObject({ channel: "#alerts-critical", color: "good" });
    const [first, ...changes] = slackCom.asked;
    expect([first, new Set(changes)]).toEqual(["/api/chat.postMessage", new Set(["/api/chat.update"])]);
  }, 60_000);

  test("that comes again is another message", async ({ skip }) => {
    skip(!found, WITHOUT);
    await post(["web-1"]);
    await titled("[FIRING:1] InstanceDown");
    const all = await messages();
    expect(all.map(({ title }) => title.split(" ")[0])).toEqual(["[RESOLVED:2]", "[FIRING:1]"]);
    await post(["web-1", "web-2"]);
    const again = await titled("[FIRING:2] InstanceDown");
    expect(await thread(again.ts, 1)).toEqual(["Fires as well: *web-2 is down*"]);
  }, 30_000);
});
