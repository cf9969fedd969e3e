// The methods of Slack's API that a bot calls: what they take, answer and refuse.
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { startInbox } from "../../../../components/sample/inbox/server";
import { started, temporaryFolder } from "../support";

const answer = z.object({
  ok: z.boolean(),
  error: z.string().optional(),
  channel: z.string().optional(),
  ts: z.string().optional(),
});

const history = z.looseObject({
  ok: z.boolean(),
  messages: z.array(z.looseObject({ ts: z.string(), text: z.string() })).optional(),
  response_metadata: z.object({ next_cursor: z.string() }).optional(),
});

const TOKEN = "Bearer xoxb-1-a";

async function inbox(data = temporaryFolder()) {
  const running = await started(startInbox({ port: 0, host: "127.0.0.1", data }));
  const call = async (method: string, body: object, authorization: string | undefined = TOKEN) => {
    const response = await fetch(`${running.url}/api/${method}`, {
      method: "POST",
      headers: { "content-type": "application/json", ...(authorization && { authorization }) },
      body: JSON.stringify(body),
    });
    return { status: response.status, ...answer.parse(await response.json()) };
  };
  const messages = async () => (await fetch(`${running.url}/messages`)).json() as Promise<Record<string, unknown>[]>;
  return { ...running, call, messages };
}

describe("chat.postMessage", () => {
  it("answers with the channel's id and the message's time, each message another", async () => {
    const { call } = await inbox();
    const numbers = Array.from({ length: 50 }, (_, n) => `${n}`);
    const all = await Promise.all(numbers.map((text) => call("chat.postMessage", { channel: "#alerts", text })));
    for (const one of all)
      expect(one).toMatchObject({ status: 200, ok: true, channel: expect.stringMatching(/^C[0-9A-F]{10}$/) });
    expect(new Set(all.map(({ ts }) => ts)).size).toBe(numbers.length);
    expect(all[0]?.ts).toMatch(/^\d{10}\.\d{6}$/);
  });

  it.each<[string, object, string, string]>([
    ["no token", { channel: "#a", text: "x" }, "", "not_authed"],
    ["another's token", { channel: "#a", text: "x" }, "Bearer abc", "invalid_auth"],
    ["no channel", { text: "x" }, TOKEN, "channel_not_found"],
    ["a channel that is none", { channel: "Alerts!", text: "x" }, TOKEN, "channel_not_found"],
    ["no text", { channel: "#a" }, TOKEN, "no_text"],
  ])("refuses %s with status 200", async (_, body, authorization, error) => {
    const { call, messages } = await inbox();
    expect(await call("chat.postMessage", body, authorization)).toEqual({ status: 200, ok: false, error });
    expect(await messages()).toEqual([]);
  });
});

describe("chat.update", () => {
  it("changes the message in its place, over a restart as well", async () => {
    const data = temporaryFolder();
    const first = await inbox(data);
    const { channel, ts } = await first.call("chat.postMessage", { channel: "#alerts", text: "fires" });
    await first.call("chat.postMessage", { channel: "#alerts", text: "another" });
    expect(await first.call("chat.update", { channel, ts, text: "resolved" })).toMatchObject({ ok: true, channel, ts });
    await first.close();
    const second = await inbox(data);
    expect((await second.messages()).map((one) => one.payload)).toMatchObject([
      { text: "resolved" },
      { text: "another" },
    ]);
    expect(await (await fetch(second.url)).text()).toContain("changed once");
  });

  it("keeps every one of changes that come at once", async () => {
    const { call, messages } = await inbox();
    const { channel, ts } = await call("chat.postMessage", { channel: "#alerts", text: "fires" });
    await Promise.all(["1", "2", "3", "4"].map((text) => call("chat.update", { channel, ts, text })));
    expect((await messages()).map(({ updates }) => updates)).toEqual([Array(4).fill(expect.any(String))]);
  });

  it("knows a channel by its id only, and a message by its time", async () => {
    const { call } = await inbox();
    const { channel = "", ts = "" } = await call("chat.postMessage", { channel: "#alerts", text: "fires" });
    expect(await call("chat.update", { channel: "#alerts", ts, text: "x" })).toMatchObject({
      error: "channel_not_found",
    });
    expect(await call("chat.update", { channel, ts: "1.000000", text: "x" })).toMatchObject({
      error: "message_not_found",
    });
    expect(await call("chat.update", { channel, ts }, TOKEN)).toMatchObject({ error: "no_text" });
  });
});

describe("a channel's history", () => {
  it("is in pages, newest first, without what is in threads", async () => {
    const { url, call, messages } = await inbox();
    const ask = async (path: string) => {
      const response = await fetch(`${url}/api/${path}`, { headers: { authorization: TOKEN } });
      return history.parse(await response.json());
    };
    const posted = [];
    for (const text of ["one", "two", "three"])
      posted.push(await call("chat.postMessage", { channel: "#alerts", text }));
    const [first, second] = posted;
    const reply = { channel: first?.channel, thread_ts: first?.ts, text: "in the thread" };
    expect(await call("chat.postMessage", reply)).toMatchObject({ ok: true, channel: first?.channel });
    expect((await messages()).at(-1)).toMatchObject({ channel: "#alerts", thread: first?.ts });

    expect(await ask("users.conversations")).toMatchObject({ channels: [{ id: first?.channel, name: "alerts" }] });
    const page = await ask(`conversations.history?channel=${first?.channel}&limit=2`);
    expect(page.messages?.map(({ text }) => text)).toEqual(["three", "two"]);
    const cursor = page.response_metadata?.next_cursor ?? "";
    const last = await ask(`conversations.history?channel=${first?.channel}&limit=2&cursor=${cursor}`);
    expect(last).toMatchObject({ messages: [{ text: "one" }], has_more: false });
    const newer = await ask(`conversations.history?channel=${first?.channel}&oldest=${second?.ts}`);
    expect(newer.messages?.map(({ text }) => text)).toEqual(["three"]);
    expect(await ask("conversations.history?channel=C0000000000")).toEqual({ ok: false, error: "channel_not_found" });
  });
});

describe("files.completeUploadExternal", () => {
  it.each(["", "{", '"files"', '{"files":[]}', '{"files":[{"id":"constructor"}],"channel_id":"C1"}'])(
    "refuses %s with status 200",
    async (body) => {
      const { url } = await inbox();
      const headers = { "content-type": "application/json", authorization: TOKEN };
      const response = await fetch(`${url}/api/files.completeUploadExternal`, { method: "POST", headers, body });
      expect(response.status).toBe(200);
      expect(await response.json()).toMatchObject({ ok: false });
    },
  );

  it("is of one of the last hundred files, so that those never shared do not grow forever", async () => {
    const { url } = await inbox();
    const headers = { authorization: TOKEN };
    const place = async () => {
      const response = await fetch(`${url}/api/files.getUploadURLExternal?filename=a&length=1`, { headers });
      return z.object({ upload_url: z.string() }).parse(await response.json()).upload_url;
    };
    const first = await place();
    for (let n = 0; n < 100; n++) await place();
    expect((await fetch(first, { method: "POST", body: "x" })).status).toBe(404);
    expect((await fetch(await place(), { method: "POST", body: "x" })).status).toBe(200);
  });
});
