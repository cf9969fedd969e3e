// Threads in a cluster: two real Alertmanagers with the configuration that is deployed, and the program as its pod runs it.
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import execa from "execa";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { findTool } from "../../../../components/host/tools";
import { readEnvironment } from "../../../../components/host/tools/environment";
import { startInbox } from "../../../../components/sample/inbox/server";
import { freePort } from "../../../support/ports";
import { until } from "../../alertmanager/running";
import { startSlackCom } from "../../alertmanager/slack-com";
import { keptMessages } from "./kept-messages";
import { follower } from "./running";
import { contentOf, registered, slack } from "./settings";

const UPDATES_SLACK_MESSAGES = "0.32.0";
const WITHOUT = `no Alertmanager ${UPDATES_SLACK_MESSAGES} or newer: npm run doctor -- --install gets one`;

let found: Awaited<ReturnType<typeof findTool>>;
beforeAll(async () => {
  found = await findTool("alertmanager", readEnvironment(), undefined, UPDATES_SLACK_MESSAGES);
  if (!found && process.env.CI === "true") throw new Error(WITHOUT);
});

const PASSWORD = "between-programs";

/** What is to be undone, the last first. */
const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** @param isPartitioned Whether neither Alertmanager knows of the other. */
async function chain(isPartitioned: boolean) {
  const folder = await mkdtemp(join(tmpdir(), "followers-"));
  ends.push(() => rm(folder, { recursive: true, force: true }));
  const inbox = await startInbox({ port: 0, host: "127.0.0.1", data: join(folder, "inbox") });
  ends.push(() => inbox.close());
  const slackCom = await startSlackCom(inbox.url);
  ends.push(() => slackCom.close());
  const ports = await Promise.all([1, 2, 3, 4].map(() => freePort()));
  const [first, second] = ports.map((port) => `127.0.0.1:${port}`);
  const all = await registered({ slack });
  const incidents = await follower("incidents", all, {
    folder,
    secrets: { "access/password": `${PASSWORD}\n`, "credentials/slack-token": "xoxb-test\n" },
    urls: {
      "http://tocsin-alertmanager.monitoring:9093": `http://${first}`,
      "http://tocsin-prometheus.monitoring:9090": "http://127.0.0.1:9",
    },
    more: [`--slack=${inbox.url}/api`],
  });
  await incidents.start();
  ends.push(() => incidents.stop());

  const { "alertmanager.yaml": config = "", ...templates } = contentOf(
    all.named("Secret", "tocsin-alertmanager-config"),
  );
  const here = config
    .replaceAll("http://tocsin-incidents.monitoring:9902", incidents.url)
    .replaceAll("/etc/alertmanager/secrets/tocsin-followers-access", join(folder, "access"))
    .replaceAll("/etc/alertmanager/secrets/tocsin-alertmanager-credentials", join(folder, "credentials"))
    .replaceAll("/etc/alertmanager/config", folder)
    .replaceAll("proxy_from_environment: false", `proxy_url: ${slackCom.url}`)
    .replaceAll(/group_wait: .*/g, "group_wait: 300ms")
    .replaceAll(/group_interval: .*/g, "group_interval: 1s");
  await mkdir(folder, { recursive: true });
  for (const [name, text] of Object.entries({ ...templates, "alertmanager.yaml": here }))
    await writeFile(join(folder, name), text);
  const logs: (() => string)[] = [];
  for (const [index, address] of [first, second].entries()) {
    const [own, peer] = index === 0 ? [ports[2], ports[3]] : [ports[3], ports[2]];
    const child = execa(
      found?.path ?? "",
      [
        `--config.file=${join(folder, "alertmanager.yaml")}`,
        `--storage.path=${join(folder, `data-${index}`)}`,
        `--web.listen-address=${address}`,
        `--cluster.listen-address=${isPartitioned ? "" : `127.0.0.1:${own}`}`,
        ...(isPartitioned ? [] : [`--cluster.peer=127.0.0.1:${peer}`, "--cluster.peer-timeout=5s"]),
      ],
      { reject: false, all: true, env: { SSL_CERT_FILE: slackCom.certificate } },
    );
    let log = "";
    child.all?.on("data", (chunk: Buffer) => (log += chunk));
    logs.push(() => log);
    ends.push(() => {
      child.kill();
      return child;
    });
    await until(
      () =>
        fetch(`http://${address}/-/ready`).then(
          ({ ok }) => ok || undefined,
          () => undefined,
        ),
      () => log,
    );
  }

  const messages = async () => keptMessages(`${inbox.url}/messages`);
  return {
    incidents,
    /** What the program keeps: an incident is known once its message was found. */
    known: () => readFile(join(folder, "data", "incidents.json"), "utf8").catch(() => undefined),
    /** What the programs said, for a test that fails. */
    said: () => [incidents.log(), ...logs.map((one) => one())].join("\n---\n"),
    /** As Prometheus does, to each of them. */
    post: async (instances: readonly string[], endsAt?: Date) => {
      const body = JSON.stringify(
        instances.map((instance) => ({
          labels: { alertname: "InstanceDown", severity: "critical", service: "node", team: "platform", instance },
          annotations: { summary: `${instance} is down`, threshold: "== 0" },
          ...(endsAt && { endsAt: endsAt.toISOString() }),
        })),
      );
      const headers = { "content-type": "application/json" };
      for (const address of [first, second])
        await fetch(`http://${address}/api/v2/alerts`, { method: "POST", headers, body });
    },
    titles: async () => (await messages()).flatMap(({ payload }) => payload.attachments?.[0].title ?? []),
    thread: async () => (await messages()).flatMap(({ thread, payload }) => (thread ? [payload.text ?? ""] : [])),
  };
}

const JOINED = "Fires as well: *web-2 is down*\nFires as well: *web-3 is down*";

describe("an incident of three alerts, in a cluster", () => {
  test("is one message with its thread, which a restart of the pod does not double", async ({ skip }) => {
    skip(!found, WITHOUT);
    const { incidents, post, titles, thread, said, known } = await chain(false);
    const has = (title: string) => until(async () => (await titles()).find((one) => one.startsWith(title)), said);
    await post(["web-1"]);
    await has("[FIRING:1] InstanceDown");
    await until(known, said);
    await post(["web-1", "web-2", "web-3"]);
    await has("[FIRING:3] InstanceDown");
    await until(async () => (await thread()).at(0), said);
    await incidents.stop();
    await incidents.start();
    await post(["web-1", "web-2", "web-3"]);
    await sleep(3_000);
    expect([await titles(), await thread()]).toEqual([[expect.stringContaining("[FIRING:3]")], [JOINED]]);
    await post(["web-1", "web-2", "web-3"], new Date());
    await has("[RESOLVED:3] InstanceDown");
    await until(async () => (await thread()).at(1), said);
    expect([await titles(), await thread()]).toEqual([
      [expect.stringContaining("[RESOLVED:3]")],
      [JOINED, expect.stringMatching(/^Resolved after \d+ s$/)],
    ]);
  }, 90_000);

  test("has each change in a thread once, though both Alertmanagers send it", async ({ skip }) => {
    skip(!found, WITHOUT);
    const { post, titles, thread, known, said } = await chain(true);
    await post(["web-1"]);
    await until(
      async () => (await titles()).at(1),
      () => "no second message",
    );
    await until(known, said);
    await post(["web-1", "web-2", "web-3"]);
    await until(
      async () => (await titles()).every((one) => one.startsWith("[FIRING:3]")) || undefined,
      () => "no change",
    );
    await sleep(2_000);
    expect(await thread()).toEqual([JOINED]);
  }, 90_000);
});

test("nobody without the password adds to a thread", async () => {
  const folder = await mkdtemp(join(tmpdir(), "followers-"));
  ends.push(() => rm(folder, { recursive: true, force: true }));
  const incidents = await follower("incidents", await registered({ slack }), {
    folder,
    secrets: { "access/password": PASSWORD, "credentials/slack-token": "xoxb-test" },
    urls: {},
  });
  await incidents.start();
  ends.push(() => incidents.stop());
  const ask = (headers: Record<string, string>) =>
    fetch(`${incidents.url}/groups`, { method: "POST", headers, body: "{}" }).then(({ status }) => status);
  const basic = (password: string) => ({
    authorization: `Basic ${Buffer.from(`tocsin:${password}`).toString("base64")}`,
  });
  expect([await ask({}), await ask(basic("guessed")), await ask(basic(PASSWORD))]).toEqual([401, 401, 400]);
}, 30_000);
