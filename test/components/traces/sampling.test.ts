// What the real gateway keeps and drops, and what the real store has of it.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { toolsOrSkip } from "../../support/tools";
import { type Request, Running } from "./running";

const tools = toolsOrSkip("jaeger", "otelcol");

const times = <T>(count: number, make: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n));

describe.skipIf(!tools)("traces", { timeout: 120_000 }, () => {
  let running: Running;
  beforeAll(async () => {
    if (tools) running = await Running.start(tools);
  }, 60_000);
  afterAll(() => running?.tearDown());

  test("are kept by a share of 10 % ± 2 %, and each that has failed", async () => {
    const failed: string[] = [];
    for (let batch = 0; batch < 50; batch++) {
      const requests = times(100, (n): Request => ({ status: n % 50 === 7 ? 500 : 200 }));
      const ids = await running.send(requests);
      failed.push(...ids.filter((_, n) => n % 50 === 7));
    }
    await running.send([{ service: "last", status: 500 }]);
    await running.kept("last", 1);
    const kept = await running.keptInTheEnd("shop");
    expect(failed).toHaveLength(100);
    expect(kept).toEqual(expect.arrayContaining(failed));
    const share = (kept.length - failed.length) / (5_000 - failed.length);
    expect(share).toBeGreaterThan(0.08);
    expect(share).toBeLessThan(0.12);
  });

  test("are kept where a request took longer than its service may, to the millisecond", async () => {
    const slow = await running.send(times(40, () => ({ milliseconds: 501 })));
    const usual = await running.send(times(40, () => ({ milliseconds: 501, service: "till" })));
    const tills = await running.send(times(40, () => ({ milliseconds: 1_001, service: "till" })));
    await running.send([{ service: "after", status: 500 }]);
    await running.kept("after", 1);
    expect(await running.kept("shop", slow.length)).toEqual(expect.arrayContaining(slow));
    const kept = await running.kept("till", tills.length);
    expect(kept).toEqual(expect.arrayContaining(tills));
    expect(usual.every((id) => kept.includes(id))).toBe(false);
  });

  test("that wait for the store are there once it is back, though the gateway was killed meanwhile", async () => {
    await running.stopStore();
    const failed = await running.send(times(50, () => ({ status: 503, service: "down" })));
    // Longer than a trace is waited for: they are in the queue on disk then.
    await new Promise((resolve) => setTimeout(resolve, 9_000));
    await running.killGateway();
    await running.startStore();
    await running.startGateway();
    expect((await running.kept("down", failed.length)).sort()).toEqual(failed.sort());
  });

  test("hold no secret and no personal data", async () => {
    const attributes = {
      "http.request.header.authorization": "Bearer eyJhbGciOiJIUzI1NiJ9.c2VjcmV0",
      "url.full": "https://jane:hunter2@example.com/?token=hunter3&page=2",
      "enduser.email": "jane@example.com",
      "db.query.text": "select * from carts where card = '4111 1111 1111 1111'",
    };
    const [id = ""] = await running.send([{ service: "secrets", status: 500, attributes }]);
    await running.kept("secrets", 1);
    const trace = await running.trace(id);
    for (const secret of ["hunter2", "hunter3", "jane", "4111", "eyJ"]) expect(trace).not.toContain(secret);
    expect(trace).toContain("page=2");
  });

  test("are shown to nobody without the password", async () => {
    expect(await running.statusWithout("/api/services")).toBe(401);
  });

  test("are all decided on, though more are on their way at once than a gateway keeps by default", async () => {
    const [traces, atOnce, senders] = [60_000, 500, 4];
    const decided = () => running.counted("otelcol_processor_tail_sampling_global_count_traces_sampled");
    const before = await decided();
    const sending = async () => {
      for (let sent = 0; sent < traces / senders; sent += atOnce)
        await running.send(times(atOnce, (): Request => ({ service: "flood" })));
    };
    await Promise.all(times(senders, sending));
    await expect.poll(decided, { timeout: 90_000, interval: 500 }).toBe(before + traces);
  });
});
