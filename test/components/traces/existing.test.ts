// Traces for a Tempo that exists, by the real gateway: what it is sent, and what waits while it does not answer.
import { afterEach, describe, expect, test } from "vitest";
import { toolsOrSkip } from "../../support/tools";
import { ExistingStore } from "../logs/existing-store";
import { Running } from "./running";

const tools = toolsOrSkip("jaeger", "otelcol");

describe.skipIf(!tools)("traces for Tempo", { timeout: 120_000 }, () => {
  let running: Running | undefined;
  let tempo: ExistingStore | undefined;
  afterEach(async () => {
    await running?.tearDown();
    tempo?.stop();
  });

  test("come to its OTLP, for its tenant and with its password, once it no longer answers 429 and 503", async () => {
    if (!tools) throw new Error("skipped");
    const behind = () => ({ url: running?.storeIn ?? "", authorization: running?.authorization ?? "" });
    tempo = await ExistingStore.start("/v1/traces", behind, 200);
    tempo.refusing.push({ status: 429, text: "RATE_LIMITED" }, { status: 503, text: "no live replicas" });
    const store = {
      kind: "tempo",
      url: "http://127.0.0.1:1",
      otlp: tempo.url,
      tenant: "shop",
      user: "tocsin",
    } as const;
    running = await Running.start(tools, { stores: store });
    const failed = await running.send(Array.from({ length: 40 }, () => ({ status: 500 })));
    expect((await running.kept("shop", failed.length)).sort()).toEqual(failed.sort());
    expect(tempo.sent.length).toBeGreaterThanOrEqual(3);
    for (const { path, headers } of tempo.sent) {
      expect(path).toBe("/v1/traces");
      expect(headers).toMatchObject({ "x-scope-orgid": "shop", authorization: running.authorization });
    }
  });
});
