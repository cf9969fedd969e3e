// What another site's page can do to the servers on loopback: nothing.
import { describe, expect, it } from "vitest";
import { startGenerator } from "../../../../components/sample/generator/server";
import { refuseForeign } from "../../../../components/sample/guard/requests";
import { startInbox } from "../../../../components/sample/inbox/server";
import { startService } from "../../../../components/sample/service/server";
import { exchange } from "../exchange";
import { started, temporaryFolder } from "../support";

const loopback = { port: 0, host: "127.0.0.1" };
const SERVERS = {
  inbox: () => startInbox({ ...loopback, data: temporaryFolder() }),
  sample: () => startService({ ...loopback, traffic: 0 }),
  generator: () => startGenerator({ ...loopback, generate: [] }),
};

const status = async (url: string, method: string, path: string, headers: Record<string, string>, body = "") =>
  (await exchange(url, { method, path, headers, body })).status;

describe.each(Object.entries(SERVERS))("the %s", (_, start) => {
  it.each(["attacker.example", "127.0.0.1.attacker.example:9900", "localhost."])(
    "does not answer to the host %j, which may resolve to this machine",
    async (host) => {
      const { url } = await started(start());
      expect(await status(url, "GET", "/health", { host })).toBe(421);
    },
  );

  it.each(["127.0.0.1", "localhost:9900", "LOCALHOST", "[::1]:9900"])("answers to %s", async (host) => {
    const { url } = await started(start());
    expect(await status(url, "GET", "/health", { host })).toBe(200);
  });
});

const CHANGES: [keyof typeof SERVERS, method: string, path: string, body: string][] = [
  ["inbox", "POST", "/services/T/B/x", '{"text":"forged"}'],
  ["inbox", "POST", "/heartbeat", '{"status":"firing"}'],
  ["inbox", "DELETE", "/messages", ""],
  ["sample", "PUT", "/faults", "{}"],
  ["sample", "DELETE", "/faults", ""],
  ["generator", "DELETE", "/replays", ""],
];

describe.each(CHANGES)("%s %s %s", (server, method, path, body) => {
  const type = { "content-type": "application/json" };

  it.each<Record<string, string>>([
    { origin: "https://attacker.example" },
    { origin: "null" },
    // Another port of this machine is another site's page as well.
    { origin: "http://127.0.0.1:1" },
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
  ])("is refused from a page with %j", async (headers) => {
    const { url } = await started(SERVERS[server]());
    expect(await status(url, method, path, { ...type, ...headers }, body)).toBe(403);
  });

  it("is taken from programs, which send no origin, and from its own pages", async () => {
    const { url } = await started(SERVERS[server]());
    const own: Record<string, string>[] = [{}, { origin: url, "sec-fetch-site": "same-origin" }];
    for (const headers of own) {
      expect(await status(url, method, path, { ...type, ...headers }, body)).not.toBe(403);
    }
  });
});

it("a server that listens on every address, as in a cluster, answers to any name, and to no foreign change", () => {
  const headers = { host: "sample.shop.svc" };
  expect(() => refuseForeign({ method: "GET", headers }, "0.0.0.0")).not.toThrow();
  expect(() =>
    refuseForeign({ method: "PUT", headers: { ...headers, origin: "https://a.example" } }, "0.0.0.0"),
  ).toThrow("another site");
});
