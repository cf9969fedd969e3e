// Threads on EC2: what a server is given, and the program as its unit runs it, beside parts that ask for a password over TLS.
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import execa from "execa";
import { afterEach, expect, test } from "vitest";
import { z } from "zod";
import { otherFiles } from "../../../components/ec2/servers/server-files";
import { serversOf } from "../../../components/ec2/topology/server";
import { startInbox } from "../../../components/sample/inbox/server";
import { ec2 } from "../../../stacks/ec2";
import { incidentsProgram } from "../../../stacks/programs";
import { selfSigned } from "../../support/machine/certificate";
import { freePort } from "../../support/ports";
import { until } from "../alertmanager/running";
import { settingsWith } from "./registered";
import { server } from "./setups";

const PASSWORD = "of-this-server";
const LOGIN = `Basic ${Buffer.from(`tocsin:${PASSWORD}`).toString("base64")}`;

function filesWith(thread: boolean): Record<string, string> {
  const slack = { token: { file: "/token" }, updates: true, thread };
  const settings = settingsWith({}, { notifications: { slack } });
  const [first] = serversOf(settings.platform);
  if (!first) throw new Error("no server");
  return otherFiles({
    ...{ credentials: ["slack-token"], platform: settings.platform, server: first, dashboards: {} },
    monitoring: ec2.monitoring(settings, { environment: "dev", runtime: "native" }),
    incidentsProgram: incidentsProgram(),
  });
}

/** What is to be undone, the last first. */
const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

test("each server has the program, the plan, and an Alertmanager that sends to it", () => {
  const files = filesWith(true);
  expect(files["alertmanager/alertmanager.yml"]).toContain("url: http://127.0.0.1:9902/groups");
  expect(files["alertmanager/alertmanager.yml"]).toContain("password_file: /run/tocsin/secrets/web-password");
  expect(files["incidents/plan.json"]).toContain('"environment":"dev"');
  const without = filesWith(false);
  expect(Object.keys(without).filter((file) => file.startsWith("incidents"))).toEqual([]);
  expect(without["alertmanager/alertmanager.yml"]).not.toContain("9902");
});

/** Prometheus and Alertmanager of the server, which ask for the password: two alerts are inhibited. */
async function startParts(folder: string) {
  const { certificate, cert, key } = await selfSigned(folder, "tls", "IP:127.0.0.1");
  const inhibited = { status: { inhibitedBy: ["a"] } };
  const parts = createServer({ cert, key }, ({ headers, url = "" }, response) => {
    if (headers.authorization !== LOGIN) return response.writeHead(401).end();
    const isAlertmanager = url.startsWith("/api/v2/");
    response.end(JSON.stringify(isAlertmanager ? [inhibited, inhibited] : { data: { result: [] } }));
  });
  const port = await freePort();
  await new Promise<void>((resolve) => parts.listen(port, "127.0.0.1", resolve));
  ends.push(async () => parts.close());
  return { url: `https://127.0.0.1:${port}`, certificate };
}

const sent = JSON.stringify({
  ...{ version: "4", groupKey: "g", status: "firing", receiver: "slack-alerts-critical" },
  groupLabels: { alertname: "InstanceDown" },
  commonLabels: { alertname: "InstanceDown", environment: "dev" },
  alerts: [
    {
      ...{ status: "firing", startsAt: new Date().toISOString(), endsAt: "0001-01-01T00:00:00Z", fingerprint: "a" },
      ...{ labels: { alertname: "InstanceDown" }, annotations: { summary: "web-1 is down" } },
    },
  ],
});

test("the unit's command adds to a thread what this server's parts say", async () => {
  const folder = await mkdtemp(join(tmpdir(), "ec2-incidents-"));
  ends.push(() => rm(folder, { recursive: true, force: true }));
  const inbox = await startInbox({ port: 0, host: "127.0.0.1", data: join(folder, "inbox") });
  ends.push(() => inbox.close());
  const parts = await startParts(folder);
  const files = Object.entries(filesWith(true)).filter(([file]) => file.startsWith("incidents/"));
  const secrets = { "secrets/slack-token": "xoxb-test\n", "secrets/web-password": `${PASSWORD}\n` };
  for (const [file, text] of [
    ...files.map(([file, text]) => [`current/${file}`, text] as const),
    ...Object.entries(secrets),
  ]) {
    await mkdir(join(folder, file, ".."), { recursive: true });
    await writeFile(join(folder, file), text);
  }
  const unit = server([], { incidents: true }).files.find(({ path }) => path.endsWith("/incidents.service"));
  const [, command = ""] = /^ExecStart=(.*)$/m.exec(unit?.content ?? "") ?? [];
  const port = await freePort();
  const [, ...args] = command
    .replaceAll(/https:\/\/127\.0\.0\.1:\d+/g, parts.url)
    .replaceAll("/etc/tocsin/current", join(folder, "current"))
    .replaceAll("/run/tocsin/secrets", join(folder, "secrets"))
    .replace("=/data/", `=${folder}/data/`)
    .replace("--port=9902", `--port=${port}`)
    .split(" ");
  const env = { NODE_EXTRA_CA_CERTS: parts.certificate };
  const child = execa(process.execPath, [...args, `--slack=${inbox.url}/api`], { env, reject: false, all: true });
  ends.push(() => {
    child.kill();
    return child;
  });
  let log = "";
  child.all?.on("data", (chunk: Buffer) => (log += chunk));
  const url = `http://127.0.0.1:${port}`;
  const isUp = () =>
    fetch(`${url}/health`)
      .then(({ ok }) => ok || undefined)
      .catch(() => undefined);
  await until(isUp, () => log);

  const json = { "content-type": "application/json" };
  const attachments = [{ callback_id: "dev|alertname=InstanceDown", title: "InstanceDown", color: "danger", text: "" }];
  await fetch(`${inbox.url}/api/chat.postMessage`, {
    method: "POST",
    headers: { ...json, authorization: "Bearer xoxb-test" },
    body: JSON.stringify({ channel: "#alerts-critical", attachments }),
  });
  const post = (headers: Record<string, string>) =>
    fetch(`${url}/groups`, { method: "POST", headers: { ...json, ...headers }, body: sent });
  expect((await post({})).status).toBe(401);
  const answer = await post({ authorization: LOGIN });
  expect(answer.status, await answer.text()).toBe(200);
  const kept = z.array(z.object({ thread: z.string().optional(), payload: z.object({ text: z.string().optional() }) }));
  const messages = kept.parse(await (await fetch(`${inbox.url}/messages`)).json());
  expect(messages.flatMap(({ thread, payload }) => (thread ? [payload.text] : []))).toEqual([
    "Inhibits 2 other alerts",
  ]);
}, 30_000);
