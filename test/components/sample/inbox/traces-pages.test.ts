// Pages of traces in the inbox, before a server that answers as Jaeger does.
import { createServer } from "node:http";
import { describe, expect, it, onTestFinished } from "vitest";
import { close, json, listen, send } from "../../../../components/sample/http";
import { startInbox } from "../../../../components/sample/inbox/server";
import { pathOf } from "../../../../components/sample/routing";
import { started, temporaryFolder } from "../support";

const ID = "4bf92f3577b34da6a3ce929d0e0e4736";

const span = (spanID: string, operationName: string, more: object = {}) => ({
  traceID: ID,
  spanID,
  operationName,
  references: [],
  startTime: 1_796_036_193_000_000,
  duration: 600_000,
  tags: [{ key: "http.response.status_code", type: "int64", value: 500 }],
  processID: "p1",
  ...more,
});

/** As Jaeger 2.13 answers. */
const TRACE = {
  traceID: ID,
  spans: [
    span("b", "<b>query</b>", {
      references: [{ refType: "CHILD_OF", traceID: ID, spanID: "a" }],
      startTime: 1_796_036_193_200_000,
      duration: 300,
      tags: [{ key: "error", type: "bool", value: true }],
    }),
    span("a", "GET /cart"),
  ],
  processes: { p1: { serviceName: "shop", tags: [] } },
};

async function inbox(answers: Readonly<Record<string, unknown>>, asked: URL[] = []): Promise<string> {
  const server = createServer((request, response) => {
    const path = pathOf(request.url);
    asked.push(new URL(request.url ?? "", "http://store"));
    send(response, path in answers ? json(200, { data: answers[path] }) : json(404, { data: null }));
  });
  const traces = await listen(server, 0, "127.0.0.1");
  onTestFinished(() => close(server, 1));
  const options = {
    port: 0,
    host: "127.0.0.1",
    data: temporaryFolder(),
    traces: { store: traces, logs: "http://127.0.0.1:9428" },
  };
  return (await started(startInbox(options))).url;
}

const read = async (url: string) => {
  const answer = await fetch(url);
  return { status: answer.status, text: await answer.text() };
};

describe("traces", () => {
  it("of a service are listed, the failed ones marked", async () => {
    const url = await inbox({ "/api/services": ["shop"], "/api/traces": [TRACE] });
    const { status, text } = await read(`${url}/traces?service=shop`);
    expect(status).toBe(200);
    expect(text).toContain('<tr class="failed">');
    expect(text).toContain(`<a href="/traces/${ID}">GET /cart</a>`);
    expect(text).toContain("2026-11-30 10:56:33.000 UTC");
  });

  it("are those of the last hour, or of the time that a message links to, which the other links keep", async () => {
    const asked: URL[] = [];
    const url = await inbox({ "/api/services": ["shop"], "/api/traces": [TRACE] }, asked);
    const times = () => {
      const { searchParams } = asked.filter(({ pathname }) => pathname === "/api/traces").at(-1) ?? new URL(url);
      return ["start", "end"].map((name) => Number(searchParams.get(name)));
    };
    const before = Date.now();
    expect((await read(`${url}/traces?service=shop`)).text).toContain("Traces of shop in the last hour");
    const [start = 0, end = 0] = times();
    expect(end - start).toBe(3_600_000_000);
    expect(end).toBeGreaterThanOrEqual(before * 1_000);
    const { text } = await read(`${url}/traces?service=shop&start=1796034600000000&end=1796038200000000`);
    expect(times()).toEqual([1_796_034_600_000_000, 1_796_038_200_000_000]);
    expect(text).toContain("Traces of shop from 2026-11-30 10:30 UTC to 2026-11-30 11:30 UTC");
    expect(text).toContain("service=shop&amp;failed=true&amp;start=1796034600000000&amp;end=1796038200000000");
  });

  it.each(["start=1", "start=yesterday&end=2", "start=1&end=-2", "start=1&end=99999999999999999"])(
    "of no time are a 400: %s",
    async (time) => {
      expect((await read(`${await inbox({ "/api/services": [] })}/traces?service=shop&${time}`)).status).toBe(400);
    },
  );

  it("are shown span by span, below each other, and nothing in them is markup", async () => {
    const { text } = await read(`${await inbox({ [`/api/traces/${ID}`]: [TRACE] })}/traces/${ID}`);
    expect(text.indexOf("GET /cart</summary>")).toBeLessThan(text.indexOf("&lt;b&gt;query&lt;/b&gt;</summary>"));
    expect(text).not.toContain("<b>query");
    expect(text).toContain("\u00a0\u00a0shop");
    expect(text).toContain(`http://127.0.0.1:9428/select/vmui/#/?query=trace_id%3A%3D%22${ID}%22`);
    expect(text).toContain("300 µs");
    expect(text).toContain("http.response.status_code=500");
  });

  it("that refer to each other in a circle are shown all the same", async () => {
    const circle = [
      span("a", "one", { references: [{ spanID: "b" }] }),
      span("b", "two", { references: [{ spanID: "a" }] }),
    ];
    const { text } = await read(
      `${await inbox({ [`/api/traces/${ID}`]: [{ ...TRACE, spans: circle }] })}/traces/${ID}`,
    );
    expect(text).toContain("one</summary>");
    expect(text).toContain("two</summary>");
  });

  it("of any depth and length are shown as far as anybody reads", async () => {
    const chain = Array.from({ length: 150_000 }, (_, n) =>
      span(n.toString(16), `step ${n}`, { references: n === 0 ? [] : [{ spanID: (n - 1).toString(16) }], tags: [] }),
    );
    const url = await inbox({ [`/api/traces/${ID}`]: [{ ...TRACE, spans: chain }] });
    const before = performance.now();
    const { status, text } = await read(`${url}/traces/${ID}`);
    expect(status).toBe(200);
    expect(text).toContain("The first 1000 of 150000 spans.");
    expect(text).toContain("step 999</summary>");
    expect(text).not.toContain("step 1000</summary>");
    expect(text.length).toBeLessThan(1_000_000);
    expect(performance.now() - before).toBeLessThan(10_000);
  }, 30_000);

  it.each([ID, "..%2F..%2Fapi", "nothing"])("that are not there are a 404: %s", async (id) => {
    expect((await read(`${await inbox({})}/traces/${id}`)).status).toBe(404);
  });

  it("are a 502 where the store does not answer", async () => {
    const options = { port: 0, host: "127.0.0.1", data: temporaryFolder(), traces: { store: "http://127.0.0.1:9" } };
    const { url } = await started(startInbox(options));
    expect((await read(`${url}/traces/${ID}`)).status).toBe(502);
  });
});
