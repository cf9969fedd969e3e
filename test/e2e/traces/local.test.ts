// Traces of a real local environment: a failing request is found by the id of its trace, wherever it is looked for.
import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { LOG_TOOLS, NATIVE_TOOLS, TRACE_TOOLS } from "../../../infra/machine/tools";
import { toolsOrSkip } from "../../support/tools";
import { House, isAlive } from "../house";

const tools = toolsOrSkip("pulumi", ...NATIVE_TOOLS, ...LOG_TOOLS, ...TRACE_TOOLS);

const REQUESTS = 5_000;
/** Every so many fails. */
const FAILING = 50;
const AT_ONCE = 25;

const traces = z.object({
  data: z.array(z.object({ traceID: z.string(), spans: z.array(z.object({ operationName: z.string() })) })),
});

const newId = (bytes: number) => randomBytes(bytes).toString("hex");

describe.skipIf(!tools)("traces", () => {
  let house: House;

  beforeAll(async () => {
    house = await House.build();
    await house.settings((config) => {
      config["tocsin:traces"] = { store: "jaeger" };
      config["tocsin:logs"] = { store: "victorialogs", retention: "7d" };
      const services = config["tocsin:services"] as { name: string; logs?: object; [field: string]: unknown }[];
      const [sample] = services;
      if (sample) sample.logs = { files: [".tocsin/local/sample/log"] };
      services.push({ name: "shop", mixin: "service", spanMetrics: true, options: { metrics: "opentelemetry" } });
    });
    await house.does(["up"]);
  });
  afterAll(() => house.tearDown());

  /** Sends a request as somebody who has begun a trace; returns its id. */
  async function request(path: string): Promise<string> {
    const id = newId(16);
    const answer = await fetch(house.url("sample") + path, {
      headers: { traceparent: `00-${id}-${newId(8)}-01` },
    });
    await answer.arrayBuffer();
    return id;
  }

  /** The answer of the store through the guard, once it is there; after 60 s, whatever there is. */
  async function found(path: string, isThere: (all: z.infer<typeof traces>["data"]) => boolean) {
    for (let tried = 0; ; tried++) {
      const answer = await fetch(house.url("traces") + path);
      const { data } = answer.ok ? traces.parse(await answer.json()) : { data: [] };
      if (isThere(data) || tried === 60) return data;
      await sleep(1_000);
    }
  }

  const stored = (id: string) => found(`/api/traces/${id}`, (all) => all.length > 0);

  async function idsOfSample(atLeast: number): Promise<string[]> {
    const query = new URLSearchParams({ service: "sample", limit: "100000", lookback: "1h" });
    const all = await found(`/api/traces?${query}`, (data) => data.length >= atLeast);
    return all.map(({ traceID }) => traceID);
  }

  test("a failing request is found by the id of its trace, in the trace store and in its log line", async () => {
    const id = await request("/api/error");
    const start = Date.now();
    const [trace] = await stored(id);
    console.log(`found in the trace store after ${(Date.now() - start) / 1000} s`);
    expect(trace?.spans.map(({ operationName }) => operationName)).toEqual(["GET /api/error"]);
    const query = new URLSearchParams({ query: `trace_id:="${id}"` });
    let line = "";
    for (let tried = 0; line === "" && tried < 60; tried++) {
      await sleep(500);
      line = await (await fetch(`${house.url("logs")}/select/logsql/query?${query}`)).text();
    }
    expect(JSON.parse(line)).toMatchObject({ service: "sample", level: "error", trace_id: id });
  });

  test(`of ${REQUESTS} requests 10 % ± 2 % are kept, and each that failed`, { timeout: 300_000 }, async () => {
    const failed: string[] = [];
    const others: string[] = [];
    for (let sent = 0; sent < REQUESTS; sent += AT_ONCE) {
      const fails = (n: number) => (sent + n) % FAILING === 7;
      const ids = await Promise.all(
        Array.from({ length: AT_ONCE }, (_, n) => request(fails(n) ? "/api/error" : "/api/users")),
      );
      failed.push(...ids.filter((_, n) => fails(n)));
      others.push(...ids.filter((_, n) => !fails(n)));
    }
    for (const id of failed.slice(-3)) await stored(id);
    await sleep(8_000);
    const kept = new Set(await idsOfSample(failed.length));
    expect(failed.filter((id) => !kept.has(id))).toEqual([]);
    const share = others.filter((id) => kept.has(id)).length / others.length;
    console.log(`kept: ${(share * 100).toFixed(1)} % of ${others.length}, and ${failed.length} that failed`);
    expect(share).toBeGreaterThan(0.08);
    expect(share).toBeLessThan(0.12);
  });

  test("a gateway that is killed goes on once it is back, and loses nothing that it had not taken", async () => {
    const gateway = await house.pid("gateway");
    process.kill(gateway, "SIGKILL");
    while (await isAlive(gateway)) await sleep(50);
    const whileDown = await Promise.all(Array.from({ length: 20 }, () => request("/api/error")));
    await sleep(3_000);
    await house.does(["up"]);
    for (const id of whileDown) expect(await stored(id)).toHaveLength(1);
  });

  test("a service that sends spans and has no metrics has its requests counted and recorded", async () => {
    const start = `${Date.now()}000000`;
    const span = (status: number) => ({
      traceId: newId(16),
      spanId: newId(8),
      name: "GET /cart",
      kind: 2,
      startTimeUnixNano: start,
      endTimeUnixNano: `${Date.now() + 20}000000`,
      attributes: [
        { key: "http.request.method", value: { stringValue: "GET" } },
        { key: "http.route", value: { stringValue: "/cart" } },
        { key: "http.response.status_code", value: { intValue: `${status}` } },
      ],
      status: status >= 500 ? { code: 2 } : {},
    });
    const resource = { attributes: [{ key: "service.name", value: { stringValue: "shop" } }] };
    let rate = 0;
    for (let tried = 0; rate === 0 && tried < 60; tried++) {
      const spans = Array.from({ length: 10 }, (_, n) => span(n === 0 ? 500 : 200));
      const body = JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ spans }] }] });
      const headers = { "content-type": "application/json" };
      expect((await fetch(`${house.url("spans")}/v1/traces`, { method: "POST", headers, body })).status).toBe(200);
      await sleep(1_000);
      const [ratio] = await house.query('service:http_errors:ratio_rate1m{service="shop"}');
      rate = Number(ratio?.value[1] ?? 0);
    }
    expect(rate).toBeGreaterThan(0.05);
    expect(rate).toBeLessThan(0.2);
    const up = await house.query('up{job="service",service="shop"}');
    expect(up.map(({ value }) => value[1])).toEqual(["1"]);
  });

  test("the store itself asks for a password, and the guard lets no other site read", async () => {
    expect((await fetch(`${house.url("tracesDirect")}/api/services`)).status).toBe(401);
    const headers = { origin: "https://other.example.com", "sec-fetch-site": "cross-site" };
    expect((await fetch(`${house.url("traces")}/api/services`, { headers })).status).toBe(403);
  });

  test("nothing of it is left once the settings no longer ask for it", async () => {
    await house.settings((config) => {
      delete config["tocsin:traces"];
      const services = config["tocsin:services"] as { spanMetrics?: boolean }[];
      config["tocsin:services"] = services.filter(({ spanMetrics }) => !spanMetrics);
    });
    const pids = await Promise.all([house.pid("jaeger"), house.pid("gateway")]);
    await house.does(["up"]);
    expect(await Promise.all(pids.map(isAlive))).toEqual([false, false]);
  });
});
