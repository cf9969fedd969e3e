import { createServer } from "node:http";
import { describe, expect, it, onTestFinished } from "vitest";
import { z } from "zod";
import { close, json, listen, parseJson, readBody, send } from "../../../../components/sample/http";
import { startService } from "../../../../components/sample/service/server";
import { parentOf } from "../../../../components/sample/service/spans";
import { eventually, started } from "../support";

const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
const SPAN = "00f067aa0ba902b7";

const otlp = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes: z.array(z.unknown()) }),
      scopeSpans: z.array(z.object({ spans: z.array(z.record(z.string(), z.unknown())) })),
    }),
  ),
});

/** Takes spans, refusing the first batches. */
async function collector(refused = 0) {
  const spans: Record<string, unknown>[] = [];
  let batches = 0;
  const server = createServer(async (request, response) => {
    const { resourceSpans } = parseJson(await readBody(request, 1_000_000), otlp);
    if (++batches <= refused) return send(response, json(503, {}));
    spans.push(...resourceSpans.flatMap((one) => one.scopeSpans.flatMap((each) => each.spans)));
    return send(response, json(200, {}));
  });
  const url = await listen(server, 0, "127.0.0.1");
  onTestFinished(() => close(server, 1));
  return { url, spans };
}

const service = async (spansTo: string) =>
  (await started(startService({ port: 0, host: "127.0.0.1", traffic: 0, spansTo }))).url;

describe("spans", () => {
  it("are sent of each request, as failed where it failed", async () => {
    const { url, spans } = await collector();
    const sample = await service(url);
    await fetch(`${sample}/api/users`);
    await fetch(`${sample}/api/error`, { headers: { traceparent: `00-${TRACE}-${SPAN}-01` } });
    await fetch(`${sample}/health`);
    await eventually(async () => expect(spans).toHaveLength(2));
    expect(spans).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: "GET /api/users", kind: 2, status: {} }),
        expect.objectContaining({ name: "GET /api/error", traceId: TRACE, parentSpanId: SPAN, status: { code: 2 } }),
      ]),
    );
  });

  it("are sent again where the collector refused them", async () => {
    const { url, spans } = await collector(1);
    await fetch(`${await service(url)}/api/users`);
    await eventually(async () => expect(spans).toHaveLength(1));
  });

  it("are not sent where the client traces nothing", async () => {
    const { url, spans } = await collector();
    const sample = await service(url);
    await fetch(`${sample}/api/users`, { headers: { traceparent: `00-${TRACE}-${SPAN}-00` } });
    await fetch(`${sample}/api/users`);
    await eventually(async () => expect(spans).toHaveLength(1));
    expect(spans[0]).not.toMatchObject({ traceId: TRACE });
  });
});

it.each([
  undefined,
  "",
  `00-${"0".repeat(32)}-${SPAN}-01`,
  `ff-${TRACE}-${SPAN}-01`,
  `00-${TRACE}-${"0".repeat(16)}-01`,
  `00-${TRACE.toUpperCase()}-${SPAN}-01`,
  `00-${TRACE}-${SPAN}-01x`,
])("%s is no parent", (header) => {
  expect(parentOf(header)).toBeUndefined();
});
