// Logs of a real local environment: a failing request is found by its id, and a store that was down has every line afterwards.
import { appendFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DETECTION_BUDGET, seconds } from "../../../components/rules";
import { LOG_TOOLS, NATIVE_TOOLS } from "../../../infra/machine/tools";
import { toolsOrSkip } from "../../support/tools";
import { House, isAlive } from "../house";

const tools = toolsOrSkip("pulumi", ...NATIVE_TOOLS, ...LOG_TOOLS);

/** The store is down for so long. */
const DOWN_SECONDS = 120;
const REQUESTS_A_SECOND = 5;

describe.skipIf(!tools)("logs", () => {
  let house: House;

  beforeAll(async () => {
    house = await House.build();
    await house.settings((config) => {
      config["tocsin:logs"] = { store: "victorialogs", retention: "7d" };
      const [sample] = config["tocsin:services"] as { logs?: object }[];
      if (sample) sample.logs = { files: [".tocsin/local/sample/log"] };
    });
    await house.does(["up"]);
  });
  afterAll(() => house.tearDown());

  /** Lines that a query finds, through the guard as people reach the store; once there are so many, or after 30 s. */
  async function lines(query: string, atLeast: number): Promise<Record<string, string>[]> {
    for (let tried = 0; ; tried++) {
      const url = `${house.url("logs")}/select/logsql/query?${new URLSearchParams({ query, limit: "10000" })}`;
      const answer = await fetch(url);
      const found = (await answer.text()).split("\n").filter(Boolean);
      if (answer.ok && (found.length >= atLeast || tried === 60)) return found.map((line) => JSON.parse(line));
      if (tried === 60) throw new Error(`${answer.status}: ${found.join("\n")}`);
      await sleep(500);
    }
  }

  const fail = (id: string, traceparent?: string) =>
    fetch(`${house.url("sample")}/api/error`, { headers: { "x-request-id": id, ...(traceparent && { traceparent }) } });

  /** The message's link, asked as the store's own page asks: what it finds is the line. */
  async function leadsToLines(messages: string): Promise<void> {
    const page = `${house.url("logs")}/select/vmui/`;
    const at = messages.indexOf(`${page}#/?query=service%3A%3D%22sample%22`);
    const link =
      messages
        .slice(at)
        .split(/[|"<>\s]/)[0]
        ?.replace(/&(amp;)+/g, "&") ?? "";
    expect((await fetch(page)).status).toBe(200);
    const asked = new URLSearchParams(link.split("?")[1]);
    const end = Date.parse(asked.get("g0.end_input") ?? "");
    const start = end - (asked.get("g0.range_input") === "1h" ? 3_600_000 : Number.NaN);
    const query = `${asked.get("query")} _time:[${new Date(start).toISOString()}, ${new Date(end).toISOString()}] panic`;
    expect(await lines(query, 1)).toHaveLength(1);
  }

  test("a failing request is found by its id, within seconds", async () => {
    const trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    const answer = await fail("e2e-first", `00-${trace}-00f067aa0ba902b7-01`);
    expect(answer.status).toBe(500);
    expect(answer.headers.get("x-request-id")).toBe("e2e-first");
    const start = Date.now();
    const found = await lines('request_id:="e2e-first"', 1);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({
      service: "sample",
      level: "error",
      status: "500",
      path: "/api/error",
      trace_id: trace,
    });
    expect(Date.now() - start).toBeLessThan(10_000);
  });

  test("a crash in its log is notified, with a link to its lines", { timeout: 180_000 }, async () => {
    const start = Date.now();
    await appendFile(house.path("local", "sample", "log"), "panic: runtime error: index out of range\n");
    let messages = "";
    while (!messages.includes("LogCrash") && Date.now() - start < 150_000) {
      await sleep(1_000);
      messages = await (await fetch(`${house.url("inbox")}/messages`)).text();
    }
    expect(Date.now() - start).toBeLessThan(seconds(DETECTION_BUDGET.warning) * 1000);
    console.log(`LogCrash: notified after ${(Date.now() - start) / 1000} s`);
    expect(messages).toContain("sample has crashed, by its log");
    await leadsToLines(messages);
    const runbook = await fetch(`${house.url("inbox")}/runbooks/logs`);
    expect(await runbook.text()).toContain("LogCrash");
  });

  test("the store, vmalert and the collector are watched, and lack nothing that is read of them", async () => {
    const up = await house.query('up{job=~"victorialogs|vmalert|otelcol"} == 1');
    expect(up.map(({ metric }) => metric.job).sort()).toEqual(["otelcol", "victorialogs", "vmalert"]);
    const recorded = await house.query('service_level:log_lines:rate5m{service="sample",level="error"} > 0');
    expect(recorded).not.toEqual([]);
    expect(await house.query('ALERTS{alertname="LogCrash",service="sample"}')).not.toEqual([]);
    expect(await house.query('target:alert_inputs:missing{job=~"victorialogs|vmalert|otelcol"}')).toEqual([]);
  });

  test("an alert on silence is drilled", { timeout: 900_000 }, async () => {
    const { output } = await house.does(["drill", "LogSilence", "--yes"]);
    expect(output).toMatch(/notified after [\d.]+ s/);
    console.log(output);
  });

  test("the store itself asks for a password, and the guard lets no other site read", async () => {
    const query = "/select/logsql/query?query=*";
    expect((await fetch(house.url("logsDirect") + query)).status).toBe(401);
    const headers = { origin: "https://other.example.com", "sec-fetch-site": "cross-site" };
    expect((await fetch(house.url("logs") + query, { headers })).status).toBe(403);
  });

  test(`the store is down for ${DOWN_SECONDS} s: no line is lost, and none comes twice`, async () => {
    const store = await house.pid("victorialogs");
    process.kill(store, "SIGTERM");
    while (await isAlive(store)) await sleep(100);
    const ids: string[] = [];
    for (let second = 0; second < DOWN_SECONDS; second++) {
      for (let nth = 0; nth < REQUESTS_A_SECOND; nth++) {
        const id = `e2e-down-${second}-${nth}`;
        await fail(id);
        ids.push(id);
      }
      await sleep(1_000);
    }
    await house.does(["up"]);
    await lines("request_id:e2e-down-*", ids.length);
    // A line that came twice would come now.
    await sleep(12_000);
    const found = await lines("request_id:e2e-down-*", ids.length);
    expect(found.map(({ request_id }) => request_id).sort()).toEqual(ids.sort());
  });

  test("nothing of it is left once the settings no longer ask for it", async () => {
    await house.settings((config) => {
      delete config["tocsin:logs"];
      const [sample] = config["tocsin:services"] as { logs?: object }[];
      if (sample) delete sample.logs;
    });
    const [store, collector] = await Promise.all([house.pid("victorialogs"), house.pid("collector")]);
    await house.does(["up"]);
    expect(await isAlive(store)).toBe(false);
    expect(await isAlive(collector)).toBe(false);
  });
});
