// What must not lose a line, and what must not stop the others: the store down, the collector killed, files rotated, bad input.
import { rename, truncate } from "node:fs/promises";
import { createServer, request as forward } from "node:http";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { freePort } from "../../support/ports";
import { toolsOrSkip } from "../../support/tools";
import { type Line, Running } from "./running";

const tools = toolsOrSkip("victorialogs", "otelcol");

const messages = (lines: readonly Line[]) => lines.map(({ _msg }) => _msg ?? "").sort();
const numbered = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => `line ${String(from + index).padStart(5, "0")}`);
const text = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join("");

describe.skipIf(!tools)("the collector", { timeout: 120_000 }, () => {
  let running: Running | undefined;
  afterEach(() => running?.tearDown());

  async function start() {
    if (!tools) throw new Error("skipped");
    running = await Running.start(tools);
    return running;
  }

  test("loses no line and sends none twice while the store is down and it is killed itself", async () => {
    const here = await start();
    await here.write(text(numbered(0, 1000)));
    expect(await here.lines("*", 1000)).toHaveLength(1000);
    await here.stopStore();
    await here.write(text(numbered(1000, 3000)));
    // What is read by now waits on disk, or is still in the file.
    await sleep(3_000);
    await here.killCollector();
    await here.write(text(numbered(3000, 4000)));
    await here.startCollector();
    await here.write(text(numbered(4000, 5000)));
    await sleep(3_000);
    await here.startStore();
    await here.lines("*", 5000);
    // A line that came twice would come now.
    await sleep(3_000);
    expect(messages(await here.query("*"))).toEqual(numbered(0, 5000));
  });

  test("follows a file that is moved away, and one that is copied and emptied", async () => {
    const here = await start();
    await here.write(text(numbered(0, 100)));
    await here.lines("*", 100);
    await rename(join(here.dir, "app.log"), join(here.dir, "app.log.1"));
    await here.write(text(numbered(100, 200)));
    await here.lines("*", 200);
    await truncate(join(here.dir, "app.log"));
    await here.write(text(numbered(200, 250)));
    await here.lines("*", 250);
    expect(messages(await here.query("*"))).toEqual(numbered(0, 250));
  });

  test("bounds a line of 2 MB and takes what is no text, without a line less of the others", async () => {
    const here = await start();
    await here.write(text(["before"]));
    await here.write(`${"x".repeat(2_000_000)}\n`);
    await here.write(Uint8Array.from([0xff, 0xfe, 0x00, 0x80, 0x0a]));
    await here.write(text([`{"msg":"many","fields":{${numbered(0, 500).map((key) => `"${key}":1`)}}}`, "after"]));
    await here.lines("after", 1);
    const found = messages(await here.query("*"));
    expect(found.filter((message) => /^x+$/.test(message)).join("")).toHaveLength(2_000_000);
    expect(found).toEqual(expect.arrayContaining(["before", "many", "after"]));
    expect(found).toHaveLength(Math.ceil(2_000_000 / (128 * 1024)) + 4);
  });

  test("waits where the store has too much to do, and loses no line and sends none twice", async () => {
    let refused = 0;
    const busy = createServer((request, response) => {
      request.resume();
      refused += 1;
      response.writeHead(429, { "retry-after": "1" }).end("too many requests");
    });
    const port = await freePort();
    await new Promise<void>((resolve) => busy.listen(port, "127.0.0.1", resolve));
    if (!tools) throw new Error("skipped");
    running = await Running.start(tools, { store: `http://127.0.0.1:${port}` });
    await running.write(text(numbered(0, 500)));
    while (refused < 3) await sleep(200);
    expect(await running.counted("otelcol_exporter_queue_size")).toBeGreaterThan(0);
    expect(await running.counted("otelcol_exporter_send_failed_log_records_total")).toBe(0);
    expect(await running.query("*")).toEqual([]);
    // The same address is the store's from now on.
    const { storeUrl } = running;
    busy.removeAllListeners("request").on("request", (request, response) => {
      const to = forward(new URL(request.url ?? "", storeUrl), { method: request.method, headers: request.headers });
      to.on("response", (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      });
      request.pipe(to);
    });
    await running.lines("*", 500);
    await sleep(3_000);
    expect(messages(await running.query("*"))).toEqual(numbered(0, 500));
    busy.closeAllConnections();
    busy.close();
  });

  test("is alone on its queue: a second one on the same files ends, and no line comes twice", async () => {
    const here = await start();
    await here.write(text(numbered(0, 100)));
    await here.lines("*", 100);
    expect(await here.secondCollector()).toBe(1);
    await here.write(text(numbered(100, 200)));
    await here.lines("*", 200);
    await sleep(3_000);
    expect(messages(await here.query("*"))).toEqual(numbered(0, 200));
  });

  test("takes no OTLP from the pages of other sites", async () => {
    const here = await start();
    const origin = "https://other.example.com";
    const asks = { origin, "access-control-request-method": "POST", "access-control-request-headers": "content-type" };
    const preflight = await fetch(`${here.otlp}/v1/logs`, { method: "OPTIONS", headers: asks });
    expect(preflight.headers.get("access-control-allow-origin")).toBeNull();
    // What needs no preflight.
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]) {
      const headers = { origin, "content-type": type };
      const { status } = await fetch(`${here.otlp}/v1/logs`, { method: "POST", headers, body: "{}" });
      expect(status).toBe(415);
    }
  });

  test("takes OTLP, and gives it the labels of its service", async () => {
    const here = await start();
    const record = {
      severityNumber: 17,
      body: { stringValue: "paid by jane@example.com" },
      traceId: "4bf92f3577b34da6a3ce929d0e0e4736",
    };
    const sent = (name: string) => ({
      resource: { attributes: [{ key: "service.name", value: { stringValue: name } }] },
      scopeLogs: [{ logRecords: [record] }],
    });
    const answer = await fetch(`${here.otlp}/v1/logs`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ resourceLogs: [sent("shop"), sent("newcomer")] }),
    });
    expect(answer.status).toBe(200);
    const lines = await here.lines("*", 2);
    const common = { _msg: "paid by [e-mail]", level: "error", trace_id: record.traceId };
    expect(lines.find(({ service }) => service === "shop")).toMatchObject({ ...common, team: "sales", host: "web-1" });
    expect(lines.find(({ service }) => service === "newcomer")).toMatchObject({ ...common, team: "platform" });
  });
});
