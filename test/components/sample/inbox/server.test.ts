// The inbox over HTTP: what Alertmanager sends it, and what its pages show (long: a block for each page of one server).
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { startInbox } from "../../../../components/sample/inbox/server";
import { metric, rawGet, started, temporaryFolder } from "../support";
import { textOf } from "./markup";

function files(): { folder: string; data: string; runbooks: string; dashboards: string } {
  const folder = temporaryFolder();
  const [data, runbooks, dashboards] = ["data", "runbooks", "dashboards"].map((name) => join(folder, name));
  if (data === undefined || runbooks === undefined || dashboards === undefined) throw new Error("three folders");
  for (const each of [join(runbooks, "host"), join(runbooks, "empty"), dashboards])
    mkdirSync(each, { recursive: true });
  writeFileSync(join(runbooks, "host", "runbook.md"), "# Host\n\n## HostDown\n\nLook at `up`.\n");
  writeFileSync(join(folder, "runbook.md"), "secret");
  writeFileSync(join(folder, "secret.json"), '{"title":"secret"}');
  const panel = {
    type: "timeseries",
    title: "CPU <b>",
    description: "Busy & <i>more</i>",
    targets: [{ expr: 'rate(cpu{instance=~"$instance"}[$__rate_interval])' }, { refId: "B" }],
  };
  const dashboard = { title: "Host <script>", panels: [{ type: "row", title: "Load" }, panel] };
  writeFileSync(join(dashboards, "host.json"), JSON.stringify(dashboard));
  writeFileSync(join(dashboards, "broken.json"), "{");
  return { folder, data, runbooks, dashboards };
}

async function inbox(overrides: { prometheus?: string | undefined } = {}): Promise<string> {
  const { data, runbooks, dashboards } = files();
  const options = {
    port: 0,
    host: "127.0.0.1",
    data,
    runbooks,
    dashboards,
    prometheus: "http://127.0.0.1:9090/",
    ...overrides,
  };
  return (await started(startInbox(options))).url;
}

function post(url: string, value: unknown): Promise<Response> {
  const body = JSON.stringify(value);
  return fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body });
}

const send = (url: string, text: string) => post(`${url}/services/T000/B000/XXXX`, { channel: "#alerts", text });

async function texts(url: string, query = ""): Promise<unknown> {
  const messages: unknown = await (await fetch(`${url}/messages${query}`)).json();
  return Array.isArray(messages) ? messages.map(({ payload }) => payload.text) : messages;
}

const heartbeat = {
  version: "4",
  groupKey: "{}:{}",
  status: "firing",
  receiver: "heartbeat",
  alerts: [{ status: "firing", labels: { alertname: "Watchdog" }, annotations: {}, startsAt: "2026-01-01T00:00:00Z" }],
};

describe("the webhook", () => {
  it("answers ok and shows the message", async () => {
    const url = await inbox();
    const before = Date.now();
    const answer = await post(`${url}/services/T000/B000/XXXX`, { channel: "#alerts", username: "me", text: "hello" });
    expect([answer.status, answer.headers.get("content-type"), await answer.text()]).toEqual([
      200,
      "text/plain; charset=utf-8",
      "ok",
    ]);
    const messages: unknown = await (await fetch(`${url}/messages`)).json();
    expect(messages).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        receivedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        channel: "#alerts",
        username: "me",
        payload: { channel: "#alerts", username: "me", text: "hello" },
      },
    ]);
    if (Array.isArray(messages)) expect(Date.parse(messages[0].receivedAt)).toBeGreaterThanOrEqual(before);
  });

  it("has the message on the disk before it answers", async () => {
    const { data } = files();
    const { url } = await started(startInbox({ port: 0, host: "127.0.0.1", data }));
    await send(url, "durable");
    expect(readFileSync(join(data, "messages.jsonl"), "utf8")).toContain("durable");
  });

  it.each([
    [{}, 400, "no_text"],
    [{ text: "x", channel: "alerts" }, 404, "channel_not_found"],
    [[], 400, "invalid_payload"],
  ])("refuses %j as Slack does and counts it", async (payload, status, word) => {
    const url = await inbox();
    const answer = await post(`${url}/services/x`, payload);
    expect([answer.status, await answer.text()]).toEqual([status, word]);
    expect(await metric(url, `inbox_messages_total{outcome="${word}"}`)).toBe(1);
    expect(await metric(url, 'inbox_messages_total{outcome="accepted"}')).toBe(0);
    expect(await texts(url)).toEqual([]);
  });

  it("takes a form", async () => {
    const url = await inbox();
    const body = new URLSearchParams({ payload: '{"text":"from a form"}' });
    expect((await fetch(`${url}/services/x`, { method: "POST", body })).status).toBe(200);
    expect(await texts(url)).toEqual(["from a form"]);
  });

  it("refuses a body over 1 MiB with 413", async () => {
    const url = await inbox();
    expect((await send(url, "x".repeat(1024 * 1024))).status).toBe(413);
    expect(await metric(url, 'inbox_messages_total{outcome="too_large"}')).toBe(1);
  });

  it("takes POST only, below /services only", async () => {
    const url = await inbox();
    expect((await fetch(`${url}/services/x`)).status).toBe(405);
    expect((await post(`${url}/services/`, { text: "x" })).status).toBe(404);
  });

  it("keeps every one of many messages at once, in one order", async () => {
    const { data } = files();
    const running = await startInbox({ port: 0, host: "127.0.0.1", data });
    await Promise.all(Array.from({ length: 100 }, (_, n) => send(running.url, `number ${n}`)));
    const before = await texts(running.url);
    await running.close();
    const again = await started(startInbox({ port: 0, host: "127.0.0.1", data }));
    expect(await texts(again.url)).toEqual(before);
    expect(before).toHaveLength(100);
    expect(new Set(Array.isArray(before) ? before : []).size).toBe(100);
  });
});

describe("the list of messages", () => {
  it("can begin at a time", async () => {
    const url = await inbox();
    await send(url, "first");
    await new Promise((resolve) => setTimeout(resolve, 5));
    const between = new Date().toISOString();
    await send(url, "second");
    expect(await texts(url, `?since=${between}`)).toEqual(["second"]);
    expect(await texts(url, "?since=2000-01-01T00:00:00Z")).toEqual(["first", "second"]);
    expect((await fetch(`${url}/messages?since=yesterday`)).status).toBe(400);
  });

  it("can be emptied", async () => {
    const url = await inbox();
    await send(url, "x");
    expect(await (await fetch(`${url}/messages`, { method: "DELETE" })).json()).toEqual({ deleted: 1 });
    expect(await texts(url)).toEqual([]);
  });
});

describe("the dead-man's switch", () => {
  it("counts heartbeats and remembers the last", async () => {
    const url = await inbox();
    expect(await (await fetch(`${url}/heartbeat`)).json()).toEqual({ lastReceived: null, count: 0 });
    expect((await post(`${url}/heartbeat`, heartbeat)).status).toBe(200);
    const state = await (await post(`${url}/heartbeat`, heartbeat)).json();
    expect(state).toEqual({ lastReceived: expect.stringMatching(/Z$/), count: 2 });
    expect(await (await fetch(`${url}/heartbeat`)).json()).toEqual(state);
    expect(await metric(url, "inbox_heartbeats_total")).toBe(2);
  });

  it("doesn't count a notification that the alert has stopped", async () => {
    const url = await inbox();
    expect((await post(`${url}/heartbeat`, { ...heartbeat, status: "resolved" })).status).toBe(200);
    expect(await (await fetch(`${url}/heartbeat`)).json()).toEqual({ lastReceived: null, count: 0 });
  });

  it.each([{}, { ...heartbeat, version: "3" }, { ...heartbeat, alerts: [] }])("refuses %j", async (body) => {
    expect((await post(`${await inbox()}/heartbeat`, body)).status).toBe(400);
  });
});

describe("the page", () => {
  it("shows messages as text under a strict policy", async () => {
    const url = await inbox();
    await send(url, "<script>alert(1)</script>");
    const answer = await fetch(url);
    const markup = await answer.text();
    expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(markup).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
    expect(markup).not.toContain("<script");
    expect(markup).toContain('<meta http-equiv="refresh"');
  });
});

describe("runbooks", () => {
  it("are pages with anchors", async () => {
    const answer = await fetch(`${await inbox()}/runbooks/host`);
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('<h2 id="hostdown">HostDown</h2>');
  });

  it("that aren't there get 404 and the list", async () => {
    const answer = await fetch(`${await inbox()}/runbooks/nothing`);
    const markup = await answer.text();
    expect(answer.status).toBe(404);
    expect(markup).toContain('<a href="/runbooks/host">Host</a>');
    expect(markup).not.toContain("/runbooks/empty");
  });

  it.each([
    "/runbooks/..",
    "/runbooks/../runbook.md",
    "/runbooks/%2e%2e",
    "/runbooks/..%2f",
    "/runbooks/host%2f..",
    "/runbooks/%00",
    "/runbooks/%zz",
    "/runbooks//etc",
  ])("never leave their folder: %s", async (path) => {
    const { status, body } = await rawGet(await inbox(), path);
    expect(status).toBe(404);
    expect(body).not.toContain("secret");
  });

  it("and dashboards may be left out", async () => {
    const { url } = await started(startInbox({ port: 0, host: "127.0.0.1", data: temporaryFolder() }));
    for (const list of ["runbooks", "dashboards"]) {
      const answer = await fetch(`${url}/${list}`);
      expect([answer.status, textOf(await answer.text()).includes("None here.")]).toEqual([200, true]);
      expect((await fetch(`${url}/${list}/host`)).status).toBe(404);
    }
  });
});

describe("dashboards", () => {
  it("are listed by title, also beside a broken one", async () => {
    const markup = await (await fetch(`${await inbox()}/dashboards`)).text();
    expect(markup).toContain('<a href="/dashboards/host">Host &lt;script&gt;</a>');
    expect(markup).toContain("broken (its file cannot be read)");
  });

  it("show rows, panels and queries that run in Prometheus", async () => {
    const markup = await (await fetch(`${await inbox()}/dashboards/host`)).text();
    const expr = 'rate(cpu{instance=~".+"}[5m])';
    for (const part of ["Host <script>", "Load", "CPU <b>", "Busy & <i>more</i>", expr])
      expect(textOf(markup)).toContain(part);
    const link = /href="(http:\/\/127[^"]*)"/.exec(markup)?.[1]?.replaceAll("&amp;", "&").replaceAll("&#39;", "'");
    expect(link).toMatch(/^http:\/\/127\.0\.0\.1:9090\/graph\?g0\.expr=.*&g0\.tab=0$/);
    expect(new URL(link ?? "").searchParams.get("g0.expr")).toBe(expr);
  });

  it("show queries without links where no Prometheus is known", async () => {
    const markup = await (await fetch(`${await inbox({ prometheus: undefined })}/dashboards/host`)).text();
    expect(markup).toContain("<li><code>rate(");
  });

  it.each(["/dashboards/nothing", "/dashboards/..%2fsecret", "/dashboards/../secret"])(
    "get 404 for %s",
    async (path) => {
      expect((await rawGet(await inbox(), path)).status).toBe(404);
    },
  );

  it("that are broken get 500", async () => {
    expect((await fetch(`${await inbox()}/dashboards/broken`)).status).toBe(500);
  });
});

describe("the rest", () => {
  it("is healthy, and 404 or 405 elsewhere", async () => {
    const url = await inbox();
    expect((await fetch(`${url}/health`)).status).toBe(200);
    expect((await fetch(`${url}/nothing`)).status).toBe(404);
    const answer = await fetch(`${url}/messages`, { method: "PUT" });
    expect([answer.status, answer.headers.get("allow")]).toEqual([405, "GET, DELETE"]);
  });

  it("leaves a data folder alone when its port is taken", async () => {
    const { data } = files();
    const port = Number(new URL(await inbox()).port);
    mkdirSync(data);
    writeFileSync(join(data, "messages.jsonl"), "half a line");
    await expect(startInbox({ port, host: "127.0.0.1", data })).rejects.toThrow("is in use");
    expect(readFileSync(join(data, "messages.jsonl"), "utf8")).toBe("half a line");
  });
});
