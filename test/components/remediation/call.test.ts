// One call of a hook, over a real connection: signed, bounded, to nowhere else, and said without its secrets.
import { createHmac } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { call } from "../../../components/remediation/call";
import { inSlack } from "../../../components/remediation/outcome";
import { signatureHeaders } from "../../../components/remediation/signature";
import { freePort } from "../../support/ports";
import { type HookServer, startHook } from "./hook-server";

const SECRET = `whsec_${Buffer.from("c4n4ry-secret-of-32-random-bytes").toString("base64")}`;
const PATH = "/hooks/c4n4ry-path?token=c4n4ry%2Fquery";
const NOW = Date.parse("2027-01-31T22:00:00Z");

let hook: HookServer;
let elsewhere: HookServer;
beforeAll(async () => {
  hook = await startHook();
  elsewhere = await startHook();
});
beforeEach(() => hook.calls.splice(0));
afterAll(() => {
  hook.close();
  elsewhere.close();
});

const called = (more: { webhook?: string; secret?: string; timeout?: number } = {}) =>
  call(
    { webhook: more.webhook ?? hook.url + PATH, secret: more.secret ?? SECRET },
    {
      incident: "incident-1",
      body: '{"type":"remediation.requested"}',
      now: () => NOW,
      timeout: more.timeout ?? 5_000,
    },
  );

describe("a call", () => {
  test("is signed so that the hook can verify it, with its time and the incident's id", async () => {
    hook.answer = (response) => response.end("restarted\nmore");
    expect(await called()).toEqual({ kind: "succeeded", words: 'answered 200 after 0.0 s: "restarted"', at: NOW });
    const [{ path, headers, body } = { path: "", headers: {}, body: "" }, ...more] = hook.calls;
    expect(more).toEqual([]);
    expect(path).toBe(PATH);
    expect(headers).toMatchObject({ "webhook-id": "incident-1", "webhook-timestamp": String(NOW / 1000) });
    const signed = `incident-1.${NOW / 1000}.${body}`;
    const expected = createHmac("sha256", Buffer.from(SECRET.slice("whsec_".length), "base64"))
      .update(signed)
      .digest();
    expect(headers["webhook-signature"]).toBe(`v1,${expected.toString("base64")}`);
  });

  test("has the signature of the example that Standard Webhooks' own libraries test", () => {
    const key = Buffer.from("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "base64");
    const signed = { id: "msg_p5jXN8AQM9LWM0D4loKWxJek", timestamp: 1_614_265_330, body: '{"test": 2432232314}' };
    expect(signatureHeaders(signed, key)["webhook-signature"]).toBe("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  });

  test.each<[string, number, RegExp]>([
    ["an error", 500, /^answered 500 after \d\.\d s: "broken"$/],
    ["not found", 404, /^answered 404 /],
  ])("that is answered with %s has failed", async (_, status, words) => {
    hook.answer = (response) => response.writeHead(status).end("broken");
    expect(await called()).toMatchObject({ kind: "failed", words: expect.stringMatching(words) });
    expect(hook.calls).toHaveLength(1);
  });

  test.each([301, 302, 307, 308])("that is answered with a redirect (%i) goes nowhere else", async (status) => {
    hook.answer = (response) => response.writeHead(status, { location: elsewhere.url }).end();
    expect(await called()).toMatchObject({
      kind: "failed",
      words: expect.stringContaining("a redirect, which is not followed"),
    });
    expect(elsewhere.calls).toEqual([]);
  });

  test("that hangs, before its answer or within it, is given up", async () => {
    hook.answer = () => {};
    const start = performance.now();
    expect(await called({ timeout: 300 })).toMatchObject({ kind: "failed", words: "did not answer within 0.3 s" });
    hook.answer = (response) => response.write("a");
    expect(await called({ timeout: 300 })).toMatchObject({ kind: "failed", words: "did not answer within 0.3 s" });
    expect(performance.now() - start).toBeLessThan(3_000);
  });

  test("reads no more of an answer than it shows", async () => {
    let sent = 0;
    hook.answer = (response) => {
      const more = () => {
        while (!response.destroyed && response.write("x".repeat(65_536))) sent += 65_536;
      };
      response.on("drain", more);
      more();
    };
    expect((await called()).words).toMatch(/^answered 200 after \d\.\d s: "x{200}…"$/);
    expect(sent).toBeLessThan(50_000_000);
  });

  test("to where nobody listens says so, without the address", async () => {
    const port = await freePort();
    expect(await called({ webhook: `http://127.0.0.1:${port}/c4n4ry` })).toMatchObject({
      kind: "failed",
      words: "did not answer (ECONNREFUSED)",
    });
  });

  test.each([
    "http://hooks.example.com/a",
    "https://user:c4n4ry@hooks.example.com/a",
    "ftp://127.0.0.1/a",
    "http://127.0.0.1.example.com/a",
    "c4n4ry",
  ])("does not go to %s, which a file may hold", async (webhook) => {
    const { kind, words } = await called({ webhook });
    expect([kind, words]).toEqual(["failed", expect.stringMatching(/^was not called: its webhook is not a URL/)]);
    expect(words).not.toContain("c4n4ry");
  });

  test.each(["c4n4ry", "whsec_c4n4ry", `whsec_${Buffer.alloc(23).toString("base64")}`])(
    "is not signed with %s, which is none",
    async (secret) => {
      const { kind, words } = await called({ secret });
      expect([kind, words]).toEqual(["failed", expect.stringMatching(/^was not called: its secret is not whsec_ and/)]);
      expect([hook.calls, words.includes("c4n4ry")]).toEqual([[], false]);
    },
  );

  test("shows nothing of what calls and signs, even where the hook answers with it", async () => {
    hook.answer = (response) => response.writeHead(404).end(`Cannot POST ${PATH} of ${hook.url}${PATH} with ${SECRET}`);
    const { words } = await called();
    expect(words).toMatch(/: "Cannot POST … of \S*… with …"$/);
    expect(words).not.toContain("c4n4ry");
  });

  test("is shown as text: no control characters, and no link or mention in Slack", async () => {
    hook.answer = (response) => response.end("\u001b[2J<!channel> & <https://evil.example|runbook>");
    const { words } = await called();
    expect(words).toContain('"\\u001b[2J<!channel>');
    expect(inSlack(words)).toContain("&lt;!channel&gt; &amp; &lt;https://evil.example|runbook&gt;");
  });
});
