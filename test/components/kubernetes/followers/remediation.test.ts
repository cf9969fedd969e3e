// Hooks in a cluster: the program as its pod runs it calls each once, whichever Alertmanager sends a group, also over a restart.
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { close, listen } from "../../../../components/sample/http";
import { follower } from "./running";
import { hook, registered } from "./settings";

const SECRET = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

const sent = JSON.stringify({
  version: "4",
  groupKey: "{}:{alertname=ServiceDown}",
  status: "firing",
  receiver: "remediation/restart",
  groupLabels: { alertname: "ServiceDown", service: "shop" },
  commonLabels: { alertname: "ServiceDown", service: "shop", severity: "critical", environment: "test" },
  alerts: [
    {
      ...{ status: "firing", startsAt: "2026-01-01T00:00:00Z", endsAt: "0001-01-01T00:00:00Z", fingerprint: "a" },
      labels: { alertname: "ServiceDown", service: "shop", severity: "critical" },
      annotations: { runbook_url: "https://grafana.example/d/runbook" },
    },
  ],
});

test("a hook is called once, though both Alertmanagers send the group, and its metrics say so", async () => {
  const folder = await mkdtemp(join(tmpdir(), "followers-"));
  ends.push(() => rm(folder, { recursive: true, force: true }));
  const calls: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    calls.push(request.headers["webhook-id"]?.toString());
    request.resume();
    response.end("restarted\n");
  });
  const url = await listen(server, 0, "127.0.0.1");
  ends.push(() => close(server, 1));
  const all = await registered({ slack: { token: { file: "/token" } }, remediation: [hook] });
  const remediation = await follower("remediation", all, {
    folder,
    secrets: {
      "access/password": "between-programs",
      "hooks/restart-webhook": `${url}/restart`,
      "hooks/restart-secret": SECRET,
    },
    urls: {},
  });
  await remediation.start();
  ends.push(() => remediation.stop());
  const headers = { authorization: `Basic ${Buffer.from("tocsin:between-programs").toString("base64")}` };
  const send = () => fetch(`${remediation.url}/groups`, { method: "POST", headers, body: sent });
  const answers = await Promise.all([send(), send()]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  const metrics = await (await fetch(`${remediation.url}/metrics`)).text();
  expect(metrics).toContain('tocsin_remediation_calls_total{hook="restart",outcome="succeeded"} 1');
  await remediation.stop();
  await remediation.start();
  expect((await send()).status).toBe(200);
  expect(calls).toEqual([expect.any(String)]);
}, 60_000);
