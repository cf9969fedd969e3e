// Lines for a store that exists, by the real collector: what it is sent, and what becomes of lines that it does not take.
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import type { ExistingLogStore } from "../../../components/monitoring";
import { toolsOrSkip } from "../../support/tools";
import { ExistingStore } from "./existing-store";
import { Running } from "./running";

const tools = toolsOrSkip("victorialogs", "otelcol");

const numbered = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => `line ${from + index}`);
const text = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join("");

describe.skipIf(!tools)("lines for a store that exists", { timeout: 120_000 }, () => {
  let running: Running | undefined;
  let loki: ExistingStore | undefined;
  afterEach(async () => {
    await running?.tearDown();
    loki?.stop();
  });

  async function start(
    refusing: { status: number; text: string }[],
    of: Pick<ExistingLogStore, "kind" | "tenant"> = { kind: "loki", tenant: "shop" },
    path = "/otlp/v1/logs",
  ) {
    if (!tools) throw new Error("skipped");
    const behind = () => ({
      url: `${running?.storeUrl}/insert/opentelemetry/v1/logs`,
      authorization: running?.authorization ?? "",
    });
    loki = await ExistingStore.start(path, behind, of.kind === "loki" ? 204 : 200);
    loki.refusing.push(...refusing);
    running = await Running.start(tools, {
      store: { ...of, url: loki.url, takes: `${loki.url}${path}`, user: "tocsin" },
    });
    return { running, loki };
  }

  test.each([
    ["elasticsearch", "/_otlp/v1/logs", "gzip"],
    // Data Prepper takes nothing compressed unless its own settings say so.
    ["opensearch", "/v1/logs", undefined],
  ] as const)(
    "of %s come as OTLP with a trace as OpenTelemetry has it, and wait for it",
    async (kind, path, encoding) => {
      const here = await start([{ status: 429, text: "es_rejected_execution_exception" }], { kind }, path);
      await here.running.write(text(['{"msg":"broken","trace_id":"4bf92f3577b34da6a3ce929d0e0e4736"}', "plain"]));
      const found = await here.running.lines("*", 2);
      expect(found).toHaveLength(2);
      expect(found.find(({ _msg }) => _msg === "broken")).toMatchObject({
        trace_id: "4bf92f3577b34da6a3ce929d0e0e4736",
        "service.name": "shop",
        "host.name": "web-1",
      });
      expect(here.loki.sent.map(({ headers }) => headers["content-encoding"])).toEqual(Array(2).fill(encoding));
    },
  );

  test("of Loki are sent to its own path, for its tenant, with its password, under the name that its index takes", async () => {
    const here = await start([]);
    await here.running.write(text(['{"level":"error","msg":"broken","trace_id":"4bf92f3577b34da6a3ce929d0e0e4736"}']));
    expect(await here.running.lines("broken", 1)).toMatchObject([
      { service: "shop", "service.name": "shop", team: "sales", trace_id: "4bf92f3577b34da6a3ce929d0e0e4736" },
    ]);
    expect(here.loki.sent.map(({ path }) => path)).toEqual(["/otlp/v1/logs"]);
    const [{ headers }] = here.loki.sent as [(typeof here.loki.sent)[number]];
    expect(headers).toMatchObject({ "x-scope-orgid": "shop", authorization: here.running.authorization });
  });

  test("wait on disk while it answers 429 or 503, and come once it does not, also after the collector was killed", async () => {
    const busy = { status: 429, text: "ingestion rate limit exceeded" };
    const here = await start([...Array(3).fill(busy), ...Array(300).fill({ status: 503, text: "no live replicas" })]);
    await here.running.write(text(numbered(0, 500)));
    while (here.loki.sent.length < 4) await sleep(200);
    await here.running.killCollector();
    here.loki.refusing.length = 0;
    await here.running.startCollector();
    await here.running.lines("*", 500);
    await sleep(3_000);
    expect((await here.running.query("*")).map(({ _msg }) => _msg).sort()).toEqual(numbered(0, 500).sort());
  });

  test("that it refuses for good are counted as lost, and keep no later ones back", async () => {
    const here = await start([{ status: 400, text: "entry too far behind" }]);
    await here.running.write(text(["too old"]));
    while (here.loki.sent.length < 1) await sleep(200);
    await here.running.write(text(["after it"]));
    expect((await here.running.lines("*", 1)).map(({ _msg }) => _msg)).toEqual(["after it"]);
    expect(await here.running.counted("otelcol_exporter_send_failed_log_records_total")).toBe(1);
  });
});
