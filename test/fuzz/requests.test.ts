// Ten thousand requests by chance to each server of a local environment: each is answered or cut off, and the server answers on.
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { overHttp } from "../../components/drill/ground";
import { startIncidents, uploadOverHttp } from "../../components/incidents";
import { startRemediation } from "../../components/remediation";
import { startGenerator } from "../../components/sample/generator/server";
import { startGuard } from "../../components/sample/guard/server";
import { close, listen } from "../../components/sample/http";
import { startInbox } from "../../components/sample/inbox/server";
import type { Running } from "../../components/sample/run";
import { startService } from "../../components/sample/service/server";
import { temporaryFolder } from "../components/sample/support";
import { freePort } from "../support/ports";
import { texts } from "./chance";

const REQUESTS = Number(process.env.TOCSIN_REQUESTS ?? 10_000);
const SEED = Number(process.env.TOCSIN_SEED ?? 26);
const AT_ONCE = 32;
const MOST_MS = 10_000;
const SECRET = "not for the network";

const HOST = "127.0.0.1";

const NOWHERE = "http://127.0.0.1:9";
const SLACK = { send: overHttp, upload: uploadOverHttp, api: NOWHERE, token: "xoxb-1-a" };
const login = async () => `tocsin:${SECRET}`;
const GROUND = { send: overHttp, alertmanager: NOWHERE, now: Date.now };

/** Starts each with a file beside the folders that it serves. */
const SERVERS: Readonly<Record<string, (folder: string) => Promise<Running>>> = {
  inbox: (folder) => {
    for (const name of ["runbooks", "dashboards"]) mkdirSync(join(folder, name));
    writeFileSync(join(folder, "runbook.md"), SECRET);
    writeFileSync(join(folder, "secret.json"), SECRET);
    const [runbooks, dashboards] = [join(folder, "runbooks"), join(folder, "dashboards")];
    return startInbox({ port: 0, host: HOST, data: join(folder, "data"), runbooks, dashboards });
  },
  service: () => startService({ port: 0, host: HOST, traffic: 0 }),
  generator: () => startGenerator({ port: 0, host: HOST, generate: [] }),
  incidents: (folder) =>
    startIncidents({
      plan: { environment: "test", channels: {}, graphs: {} },
      ground: { ...GROUND, prometheus: NOWHERE, failed: () => undefined, slack: SLACK },
      ...{ file: join(folder, "incidents.json"), login, host: HOST, port: 0 },
    }),
  remediation: (folder) =>
    startRemediation({
      plan: { environment: "test", hooks: [], channels: {}, routes: [] },
      ground: { ...GROUND, name: "one", access: async () => ({ webhook: SECRET, secret: SECRET }) },
      ...{ file: join(folder, "calls.json"), login, log: () => undefined, host: HOST, port: 0 },
    }),
  guard: async (folder) => {
    writeFileSync(join(folder, "password"), SECRET);
    const behind = createServer((request, response) => {
      request.resume();
      response.end("behind");
    });
    const port = await freePort();
    await listen(behind, port, HOST);
    const guard = await startGuard({
      ...{ host: HOST, ports: [{ port: 0, behind: port }], username: "tocsin", passwordFile: join(folder, "password") },
    });
    return { url: guard.urls[0] ?? "", close: () => guard.close().then(() => close(behind, 0)) };
  },
};

const PATHS = [
  ...["/", "/health", "/metrics", "/messages", "/heartbeat", "/drills", "/services/T0/B0/x", "/api/chat.postMessage"],
  ...["/api/chat.update", "/api/users.conversations", "/api/conversations.history?channel=", "/upload/", "/traces/"],
  ...["/api/files.getUploadURLExternal?filename=a&length=", "/api/files.completeUploadExternal", "/groups"],
  ...["/runbooks/", "/dashboards/", "/alertmanager/", "/faults", "/replays", "/targets", "/-/guard", "/%00", "//", "*"],
  ...[
    "/runbooks/..%2f",
    "/runbooks/../../runbook.md",
    "/dashboards/..%2fsecret",
    "/dashboards/%2e%2e%2fsecret",
    "/..;/",
  ],
  ...["http://attacker.example/", "/?since=", "/messages?limit=", "/%", "/%zz"],
];
const HEADERS = [
  ...["Host: ", "Origin: ", "Content-Type: ", "Content-Length: ", "Transfer-Encoding: chunked", "Expect: 100-continue"],
  ...[
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Cookie: ",
    "Authorization: Basic ",
    "Authorization: Bearer xoxb-1-",
    "Sec-Fetch-Site: ",
    "X: ",
  ],
];
const short = texts.map((text) => text.slice(0, 2_000));
const inLine = short.map((text) => text.replace(/[^\x20-\x7e]/g, ""));
const inPath = short.map((text) => encodeURIComponent(Buffer.from(text).toString()));

/** One in sixteen is something else. */
const mostly = <T>(usual: fc.Arbitrary<T>, other: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 15, arbitrary: usual }, { weight: 1, arbitrary: other });

/** A request as bytes: most of it right, and texts by chance where somebody reads them. */
const requests = (host: string) =>
  fc
    .record({
      method: mostly(fc.constantFrom("GET", "POST", "DELETE", "PUT", "OPTIONS", "HEAD", "CONNECT", "TRACE"), short),
      path: mostly(
        fc.oneof(
          fc.constantFrom(...PATHS),
          fc.tuple(fc.constantFrom(...PATHS), inPath).map((parts) => parts.join("")),
        ),
        fc.tuple(fc.constantFrom(...PATHS), short).map((parts) => parts.join("")),
      ),
      host: mostly(fc.constant(host), inLine).map((name) => `Host: ${name}\r\n`),
      headers: fc.array(fc.tuple(fc.constantFrom(...HEADERS), mostly(inLine, short)), { maxLength: 3 }),
      body: fc.oneof(short, fc.json()),
      isCounted: fc.boolean(),
    })
    .map(({ method, path, host: named, headers, body, isCounted }) => {
      const lines = headers.map(([name, value]) => `${name}${value}\r\n`).join("");
      const length = isCounted ? `Content-Length: ${Buffer.byteLength(body)}\r\n` : "";
      return Buffer.from(`${method} ${path} HTTP/1.1\r\n${named}Connection: close\r\n${length}${lines}\r\n${body}`);
    });

/** Everything that comes back until the connection ends. */
function answered(port: number, request: Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, HOST);
    const chunks: Buffer[] = [];
    socket.setTimeout(MOST_MS, () => {
      socket.destroy();
      reject(new Error(`no end within ${MOST_MS} ms of ${JSON.stringify(request.toString().slice(0, 500))}`));
    });
    socket.on("data", (chunk) => chunks.push(chunk));
    // Reset while it still sends: it was refused before its end.
    socket.on("error", () => undefined);
    socket.on("close", () => resolve(Buffer.concat(chunks).toString()));
    socket.end(request);
  });
}

test.each(Object.entries(SERVERS))("%s", { timeout: 240_000 }, async (_, start) => {
  const server = await start(temporaryFolder());
  const { port, host } = new URL(server.url);
  const all = fc.sample(requests(host), { numRuns: REQUESTS, seed: SEED });
  const statuses = new Map<string, number>();
  try {
    for (let at = 0; at < all.length; at += AT_ONCE) {
      const some = all.slice(at, at + AT_ONCE);
      const answers = await Promise.all(some.map((request) => answered(Number(port), request)));
      for (const [index, answer] of answers.entries()) {
        const what = JSON.stringify(some[index]?.toString().slice(0, 500));
        const status = /^HTTP\/1\.1 (\d+)/.exec(answer)?.[1] ?? "cut off";
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        expect(status, `${what} → ${answer.slice(0, 300)}`).toMatch(/^[1234]\d\d$|^cut off$/);
        expect(answer, what).not.toContain(SECRET);
      }
    }
    const { status } = await fetch(server.url);
    expect(status).toBeLessThan(500);
  } finally {
    await server.close();
  }
  console.log(`${all.length} requests: ${JSON.stringify(Object.fromEntries(statuses))}`);
  expect(statuses.size).toBeGreaterThan(2);
});
