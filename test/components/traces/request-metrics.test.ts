// What spans become in the real gateway: the metrics of requests, whatever of the traces is kept.
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { toolsOrSkip } from "../../support/tools";
import { Running } from "./running";

const tools = toolsOrSkip("jaeger", "otelcol");

const COUNT = "http_server_request_duration_seconds_count";

describe.skipIf(!tools)("metrics of requests", { timeout: 60_000 }, () => {
  let running: Running;
  beforeAll(async () => {
    if (!tools) return;
    const sampling = { sharePercent: 0, errors: false, slowerThan: 10, maxSpansPerSecond: 1 };
    running = await Running.start(tools, { sampling });
  }, 60_000);
  afterAll(() => running?.tearDown());

  /** Counts by their labels, without those that Prometheus drops. */
  const counts = async () =>
    (await running.requests(COUNT)).map((line) =>
      line
        .replace(/# .*/, "")
        .replace(/(?:job|instance|collector_\w+)="[^"]*",?/g, "")
        .trim(),
    );

  const shows = (check: (all: string[]) => void) =>
    vi.waitFor(async () => check(await counts()), { timeout: 20_000, interval: 500 });

  test("count every request, by method, route and status, under OpenTelemetry's names", async () => {
    await running.send(Array.from({ length: 40 }, () => ({ route: "/orders/{id}" })));
    await running.send([{ route: "/orders/{id}", status: 500 }, { service: "till" }]);
    await shows((all) => {
      const of = (status: number, count: number) =>
        `${COUNT}{http_request_method="GET",http_response_status_code="${status}",http_route="/orders/{id}",service_name="shop"} ${count}`;
      expect(all.sort()).toEqual([of(200, 40), of(500, 1)]);
    });
  });

  test("have the buckets of the settings, with a trace as an exemplar", async () => {
    const buckets = await running.requests("http_server_request_duration_seconds_bucket");
    const bounds = buckets.flatMap((line) => /le="([^"]+)"/.exec(line)?.[1] ?? []);
    expect([...new Set(bounds)]).toEqual(["0.1", "0.5", "1.0", "+Inf"]);
    expect(buckets.join("\n")).toMatch(/le="0.1"} \d+ # \{trace_id="[\da-f]{32}"/);
  });

  test("make no series of what a client sends", async () => {
    const before = (await counts()).length;
    await running.send(Array.from({ length: 700 }, (_, n) => ({ route: `/users/${n}`, method: `M${n}` })));
    await shows((all) => {
      expect(all.join("\n")).toContain('http_request_method="_OTHER"');
      expect(all.length - before).toBeLessThanOrEqual(501);
      expect(all.join("\n")).not.toContain('"M7"');
    });
  });
});
