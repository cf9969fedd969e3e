// Hooks with the real Alertmanager and the program as a process: once for each incident, whatever is restarted meanwhile.
import { createHmac } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { findTool } from "../../../components/host/tools";
import { readEnvironment } from "../../../components/host/tools/environment";
import { until } from "../alertmanager/running";
import { CANARY, PATH, type Running, SECRET, start } from "./running";

const UPDATES_SLACK_MESSAGES = "0.32.0";
const WITHOUT = `no Alertmanager ${UPDATES_SLACK_MESSAGES} or newer: npm run doctor -- --install gets one`;

const payload = z.object({
  type: z.literal("remediation.requested"),
  data: z.looseObject({
    incident: z.string(),
    runbook: z.string(),
    group: z.record(z.string(), z.string()),
    alerts: z.array(z.object({ labels: z.record(z.string(), z.string()) })),
  }),
});

describe("an incident", () => {
  let running: Running;
  let found: Awaited<ReturnType<typeof findTool>>;
  beforeAll(async () => {
    found = await findTool("alertmanager", readEnvironment(), undefined, UPDATES_SLACK_MESSAGES);
    if (!found && process.env.CI === "true") throw new Error(WITHOUT);
    if (found) running = await start(found.path);
  }, 60_000);
  beforeEach(({ skip }) => skip(!found, WITHOUT));
  afterAll(() => running?.stop());

  const eventually = <T>(ask: () => Promise<T | undefined>) => until(ask, () => running.log().slice(-3_000));
  const told = (service: string, count = 1) =>
    eventually(async () => {
      const found = await running.told(service);
      return found.length >= count ? found : undefined;
    });
  const calls = () => running.hook.calls;
  /** Alertmanager notifies of what fires so often, and once more. */
  const notifiedAgain = async (times: number) => {
    const before = await running.sent();
    await eventually(async () => ((await running.sent()) >= before + times ? true : undefined));
  };

  test("of three alerts is one call, signed, with the runbook, and its outcome is in the thread", async () => {
    running.hook.answer = (response) => response.end("restarted <orders>\n");
    await running.post("orders", ["a", "b", "c"]);
    expect(await told("orders")).toEqual([
      expect.stringMatching(/^Remediation \*restart\* answered 200 after \d\.\d s: "restarted &lt;orders&gt;"$/),
    ]);
    const [{ path, headers, body } = { path: "", headers: {}, body: "" }, ...more] = calls();
    expect([path, more]).toEqual([PATH, []]);
    const { data } = payload.parse(JSON.parse(body));
    expect(data).toMatchObject({
      remediation: "restart",
      environment: "prod",
      reason: "A restart has helped each time this year",
      runbook: "http://r.example/runbook#ServiceDown",
      group: { alertname: "ServiceDown", service: "orders", severity: "critical" },
      alerts: ["a", "b", "c"].map((instance) => ({ labels: { instance } })),
      furtherAlerts: 0,
    });
    expect(headers["webhook-id"]).toBe(data.incident);
    const key = Buffer.from(SECRET.slice("whsec_".length), "base64");
    const signed = createHmac("sha256", key).update(`${data.incident}.${headers["webhook-timestamp"]}.${body}`);
    expect(headers["webhook-signature"]).toBe(`v1,${signed.digest("base64")}`);
  }, 30_000);

  test("is not called again when it is notified again, when an alert joins, or after a restart of both", async () => {
    await notifiedAgain(2);
    await running.post("orders", ["a", "b", "c", "d"]);
    await notifiedAgain(2);
    await running.end("alertmanager");
    await running.end("program");
    await running.startProgram();
    await running.startAlertmanager();
    await running.post("orders", ["a", "b", "c", "d"]);
    await notifiedAgain(2);
    expect(calls()).toHaveLength(1);
    expect(await running.told("orders")).toHaveLength(1);
  }, 60_000);

  test("is not called when it is resolved, and the next one is an incident of its own", async () => {
    await running.post("orders", ["a", "b", "c", "d"], new Date());
    await eventually(() => running.isOver("orders"));
    expect(calls()).toHaveLength(1);
    await running.post("orders", ["a"]);
    await eventually(async () => (calls().length === 2 ? true : undefined));
    const ids = calls().map(({ headers }) => headers["webhook-id"]);
    expect(new Set(ids).size).toBe(2);
    await running.post("orders", ["a"], new Date());
  }, 30_000);

  test("that somebody acknowledged is not called for what joins it; once it is over, the next one is", async () => {
    await running.post("cart", ["cart-1"]);
    await told("cart");
    expect(calls()).toHaveLength(3);
    await running.silence("cart-1");
    await running.post("cart", ["b"]);
    await notifiedAgain(2);
    expect(calls()).toHaveLength(3);
    // Nobody is notified of that: cart-1 is silenced.
    await running.post("cart", ["cart-1", "b"], new Date());
    await eventually(() => running.isOver("cart"));
    await running.post("cart", ["c"]);
    await eventually(async () => (calls().length === 4 ? true : undefined));
    await running.post("cart", ["c"], new Date());
  }, 60_000);

  test("whose hook fails is said so, and not called again", async () => {
    running.hook.answer = (response) => response.writeHead(500).end("no such host");
    await running.post("mail", ["a"]);
    expect(await told("mail")).toEqual([
      expect.stringMatching(/^:warning: Remediation \*restart\* answered 500 after \d\.\d s: "no such host"$/),
    ]);
    await notifiedAgain(2);
    expect(calls()).toHaveLength(5);
    expect(await running.metrics()).toContain('tocsin_remediation_calls_total{hook="restart",outcome="failed"} 1');
  }, 30_000);

  test("whose hook was being called when the program was killed is not called again, and that is said", async () => {
    running.hook.answer = () => {};
    await running.post("search", ["a"]);
    await eventually(async () => (calls().length === 6 ? true : undefined));
    await running.end("program", "SIGKILL");
    await running.startProgram();
    expect(await told("search")).toEqual([
      expect.stringContaining("was being called when what calls it ended: whether it acted is not known"),
    ]);
    await notifiedAgain(2);
    expect(calls()).toHaveLength(6);
    expect(await running.metrics()).toContain('{hook="restart",outcome="interrupted"} 1');
  }, 60_000);

  test("beyond the limit is not called, which the thread says", async () => {
    await running.post("stock", ["a"]);
    expect(await told("stock")).toEqual([
      ":warning: Remediation *restart* was not called: its limit is 6 calls in 1 h",
    ]);
    expect(calls()).toHaveLength(6);
    expect(await running.metrics()).toContain('{hook="restart",outcome="limited"} 1');
  }, 30_000);

  test("is taken from Alertmanager alone", async () => {
    const body = JSON.stringify({ version: "4", groupKey: "k", status: "firing", receiver: "remediation/restart" });
    const sent = (headers: Record<string, string>) =>
      fetch(`${running.program}/groups`, { method: "POST", headers, body }).then(({ status }) => status);
    const login = (password: string) => `Basic ${Buffer.from(`tocsin:${password}`).toString("base64")}`;
    expect(await sent({})).toBe(401);
    expect(await sent({ authorization: login("guessed-it-now") })).toBe(401);
    expect(await sent({ authorization: login("between-parts"), origin: "https://evil.example" })).toBe(403);
    expect(await sent({ authorization: login("between-parts") })).toBe(400);
    expect(calls()).toHaveLength(6);
  });

  test("leaves the hook's address and its secret in its own files alone", async () => {
    const seen = [running.log(), await running.kept(), await running.metrics()];
    for (const { pid } of Object.values(running.parts))
      seen.push(readFileSync(`/proc/${pid}/cmdline`, "latin1"), readFileSync(`/proc/${pid}/environ`, "latin1"));
    expect(seen.join("\n")).toContain("restart answered 200");
    const encoded = SECRET.slice("whsec_".length);
    expect(seen.filter((text) => text.includes(CANARY) || text.includes(encoded))).toEqual([]);
    const files = readdirSync(running.folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name));
    const holding = files.filter((file) => /c4n4ry/.test(readFileSync(file, "latin1").replaceAll(encoded, CANARY)));
    expect(holding.map((file) => file.slice(running.folder.length)).sort()).toEqual([
      "/secrets/restart-secret",
      "/secrets/restart-webhook",
    ]);
    expect(statSync(join(running.folder, "data-of-hooks", "incidents.json")).mode & 0o777).toBe(0o600);
  });
});
