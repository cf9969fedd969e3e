// Threads on EC2: what a server is given, and the program as its unit runs it, beside parts that ask for a password over TLS.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { z } from "zod";
import { startInbox } from "../../../../components/sample/inbox/server";
import { filesWith, LOGIN, runUnit, startParts } from "./running";

const files = (thread: boolean) => filesWith({ slack: { token: { file: "/token" }, updates: true, thread } });

/** What is to be undone, the last first. */
const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

test("each server has the program, the plan, and an Alertmanager that sends to it", () => {
  const own = files(true);
  expect(own["alertmanager/alertmanager.yml"]).toContain("url: http://127.0.0.1:9902/groups");
  expect(own["alertmanager/alertmanager.yml"]).toContain("password_file: /run/tocsin/secrets/web-password");
  expect(own["incidents/plan.json"]).toContain('"environment":"dev"');
  const without = files(false);
  expect(Object.keys(without).filter((file) => file.startsWith("incidents"))).toEqual([]);
  expect(without["alertmanager/alertmanager.yml"]).not.toContain("9902");
});

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
  // Two alerts are inhibited.
  const inhibited = { status: { inhibitedBy: ["a"] } };
  const parts = await startParts(folder, (url) =>
    url.startsWith("/api/v2/") ? [inhibited, inhibited] : { data: { result: [] } },
  );
  ends.push(parts.close);
  const { url, stop } = await runUnit(
    "incidents",
    { incidents: true },
    {
      ...{ folder, parts, files: files(true), secrets: { "slack-token": "xoxb-test" } },
      more: [`--slack=${inbox.url}/api`],
    },
  );
  ends.push(stop);

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
