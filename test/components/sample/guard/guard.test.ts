// The guard in front of a real Alertmanager and a real Prometheus that ask for its password, against pages of other sites.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { password } from "../../../../components/host/provider/password";
import { startGuard } from "../../../../components/sample/guard/server";
import { freePorts } from "../../../support/ports";
import { toolsOrSkip } from "../../../support/tools";
import { exchange, type Sent } from "../exchange";
import { eventually, started, temporaryFolder } from "../support";

const SILENCE = JSON.stringify({
  matchers: [{ name: "alertname", value: ".+", isRegex: true, isEqual: true }],
  startsAt: "2026-01-01T00:00:00Z",
  endsAt: "2100-01-01T00:00:00Z",
  createdBy: "a test",
  comment: "all alerts",
});
const SILENCES = "/api/v2/silences";
const JSON_TYPE = { "content-type": "application/json" };
const EVIL = { origin: "https://attacker.example", "sec-fetch-site": "cross-site" };
const FOLLOWED = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" };
const READS = { alertmanager: "/api/v2/alerts", prometheus: "/api/v1/query?query=up" } as const;

const tools = toolsOrSkip("alertmanager", "prometheus");

describe.skipIf(!tools)("the guard", () => {
  let at: Record<keyof typeof READS, { open: string; direct: string }>;
  const ends: (() => unknown)[] = [];

  beforeAll(async () => {
    const dir = mkdtempSync(join(tmpdir(), "tocsin-guard-"));
    ends.push(() => rmSync(dir, { recursive: true, force: true }));
    await password.apply({ dir, username: "tocsin" });
    const ports = await freePorts("alertmanager", "prometheus", "alertmanagerDirect", "prometheusDirect");
    const config = (name: string, text: string) => {
      writeFileSync(join(dir, name), text);
      return `--config.file=${join(dir, name)}`;
    };
    const web = `--web.config.file=${join(dir, "web.yml")}`;
    const parts = {
      alertmanager: [
        config("alertmanager.yml", "route: { receiver: none }\nreceivers: [{ name: none }]\n"),
        `--storage.path=${join(dir, "alertmanager")}`,
        `--web.listen-address=127.0.0.1:${ports.alertmanagerDirect}`,
        "--cluster.listen-address=",
        web,
      ],
      prometheus: [
        config("prometheus.yml", "{}\n"),
        `--storage.tsdb.path=${join(dir, "prometheus")}`,
        `--web.listen-address=127.0.0.1:${ports.prometheusDirect}`,
        web,
      ],
    };
    for (const part of ["alertmanager", "prometheus"] as const) {
      const child = spawn(tools?.[part] ?? "", parts[part], { stdio: "ignore" });
      ends.unshift(() => child.kill("SIGKILL"));
    }
    const guard = await startGuard({
      host: "127.0.0.1",
      ports: [
        { port: ports.alertmanager, behind: ports.alertmanagerDirect },
        { port: ports.prometheus, behind: ports.prometheusDirect },
      ],
      username: "tocsin",
      passwordFile: join(dir, "password"),
    });
    ends.unshift(guard.close);
    const url = (port: number) => `http://127.0.0.1:${port}`;
    at = {
      alertmanager: { open: url(ports.alertmanager), direct: url(ports.alertmanagerDirect) },
      prometheus: { open: url(ports.prometheus), direct: url(ports.prometheusDirect) },
    };
    for (const { open } of Object.values(at)) {
      await eventually(async () => expect((await exchange(open, { path: "/-/ready" })).status).toBe(200));
    }
  }, 60_000);
  afterAll(async () => {
    for (const end of ends) await end();
  });

  const silences = async () => JSON.parse((await exchange(at.alertmanager.open, { path: SILENCES })).body);

  const FOREIGN: Record<string, Record<string, string>> = {
    "a form's POST": { ...EVIL, "content-type": "text/plain" },
    "a script's POST": { ...EVIL, ...JSON_TYPE },
    "a POST of another port's page": { origin: "http://127.0.0.1:8000", ...JSON_TYPE },
    "a POST of a frame without an origin": { origin: "null", ...JSON_TYPE },
    "a form's navigation": { ...FOLLOWED, ...JSON_TYPE },
    "a name that leads here": { host: "attacker.example:9093", ...JSON_TYPE },
  };

  it.each(Object.entries(FOREIGN))("refuses a silence by %s", async (_, headers) => {
    const sent: Sent = { method: "POST", path: SILENCES, headers, body: SILENCE };
    const { status } = await exchange(at.alertmanager.open, sent);
    expect(status).toBe("host" in headers ? 421 : 403);
    expect(await silences()).toEqual([]);
  });

  it("takes a silence from a page of its own, and from a program, and ends it", async () => {
    const { open } = at.alertmanager;
    const own = { origin: open, "sec-fetch-site": "same-origin" };
    const made = [own, {}].map((headers) =>
      exchange(open, { method: "POST", path: SILENCES, headers: { ...JSON_TYPE, ...headers }, body: SILENCE }),
    );
    expect((await Promise.all(made)).map(({ status }) => status)).toEqual([200, 200]);
    expect(await silences()).toHaveLength(2);
    for (const { id } of await silences()) {
      expect((await exchange(open, { method: "DELETE", path: `/api/v2/silence/${id}`, headers: own })).status).toBe(
        200,
      );
    }
  });

  describe.each(["alertmanager", "prometheus"] as const)("%s", (part) => {
    it("asks for the password, of a preflight too", async () => {
      for (const method of ["GET", "POST", "OPTIONS", "PUT"]) {
        const { status } = await exchange(at[part].direct, { method, path: READS[part], headers: EVIL });
        expect(status, method).toBe(401);
      }
    });

    it("refuses preflights, and allows other sites nothing in what it answers", async () => {
      const asks = {
        ...EVIL,
        "access-control-request-method": "POST",
        "access-control-request-headers": "content-type",
      };
      expect((await exchange(at[part].open, { method: "OPTIONS", path: READS[part], headers: asks })).status).toBe(403);
      const { status, headers } = await exchange(at[part].open, { path: READS[part] });
      expect(status).toBe(200);
      expect(Object.keys(headers).filter((name) => name.startsWith("access-control"))).toEqual([]);
      expect(headers).toMatchObject({ "x-frame-options": "DENY", "cross-origin-resource-policy": "same-origin" });
    });

    it.each<[string, Record<string, string>, number]>([
      ["a script of another site", EVIL, 403],
      ["an image or script element", { ...FOLLOWED, "sec-fetch-mode": "no-cors", "sec-fetch-dest": "script" }, 403],
      ["a frame", { ...FOLLOWED, "sec-fetch-dest": "iframe" }, 403],
      ["another port of this machine", { "sec-fetch-site": "same-site", "sec-fetch-mode": "cors" }, 403],
      ["a name that leads here", { host: "rebound.example" }, 421],
      ["a link that is followed", FOLLOWED, 200],
      ["the address bar", { ...FOLLOWED, "sec-fetch-site": "none" }, 200],
      ["its own page", { "sec-fetch-site": "same-origin", "sec-fetch-mode": "cors", "sec-fetch-dest": "empty" }, 200],
      ["a program, by localhost", { host: "localhost" }, 200],
      ["one that brings another password and cookies", { authorization: "Basic eDp5", cookie: "a=b" }, 200],
    ])("answers %s with its due status", async (_, headers, status) => {
      expect((await exchange(at[part].open, { path: READS[part], headers })).status).toBe(status);
    });
  });
});

it("the guard says so where nothing answers behind it, and goes on when it does", async () => {
  const dir = temporaryFolder();
  await password.apply({ dir, username: "tocsin" });
  const { behind } = await freePorts("behind");
  const guard = await started(
    startGuard({
      host: "127.0.0.1",
      ports: [{ port: 0, behind }],
      username: "tocsin",
      passwordFile: join(dir, "password"),
    }),
  );
  const silent = await exchange(guard.url, { path: "/-/ready" });
  expect([silent.status, silent.body]).toEqual([
    502,
    expect.stringContaining(`nothing answers at 127.0.0.1:${behind}`),
  ]);
  const server = createServer((_, response) => response.end("here")).listen(behind, "127.0.0.1");
  await eventually(async () => expect((await exchange(guard.url, { path: "/" })).body).toBe("here"));
  await new Promise((resolve) => server.close(resolve));
});
