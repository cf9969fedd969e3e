// What health endpoints say of dependencies, read by the real blackbox exporter and stored by the real Prometheus, as rendered.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { assemble } from "../../../components/monitoring";
import { blackboxConfig, prometheusConfig } from "../../../components/prometheus";
import { endpoints, settings } from "../../support/environment";
import { freePorts } from "../../support/ports";
import { toolsOrSkip } from "../../support/tools";
import { Processes, within } from "../processes";

const tools = toolsOrSkip("prometheus", "blackbox-exporter");

interface Case {
  status: number;
  answer: unknown;
  dependencies: Record<string, string | { path: string; healthy: (string | number | boolean)[] }>;
  /** Of the dependencies, those that are not healthy. */
  unhealthy: string[];
}

/** The answers of the usual libraries, and what is none. */
const CASES: Record<string, Case> = {
  spring: {
    status: 503,
    answer: { status: "DOWN", components: { db: { status: "UP" }, redis: { status: "DOWN" } } },
    dependencies: { database: "components.db.status", cache: "components.redis.status" },
    unhealthy: ["cache"],
  },
  ietf: {
    status: 200,
    answer: { status: "pass", checks: { "cassandra:responseTime": [{ status: "pass" }], queue: [{ status: "fail" }] } },
    dependencies: { database: "checks.cassandra:responseTime[0].status", queue: "checks.queue[0].status" },
    unhealthy: ["queue"],
  },
  aspnet: {
    status: 503,
    answer: { status: "Unhealthy", entries: { "sql-server": { status: "Healthy" }, bus: { status: "Degraded" } } },
    dependencies: {
      database: "entries.sql-server.status",
      bus: { path: "entries.bus.status", healthy: ["Healthy", "Degraded"] },
    },
    unhealthy: [],
  },
  booleans: {
    status: 200,
    answer: { dependencies: { database: true, llm: false }, latency: { search: 0 } },
    dependencies: {
      database: "dependencies.database",
      llm: "dependencies.llm",
      search: { path: "latency.search", healthy: [0, "none"] },
    },
    unhealthy: ["llm"],
  },
  "without-the-path": {
    status: 200,
    answer: { components: {} },
    dependencies: { database: "components.db.status" },
    unhealthy: ["database"],
  },
  "no-json": { status: 200, answer: "OK", dependencies: { database: "db" }, unhealthy: ["database"] },
  // Nothing is known then of what it speaks of; the probe of the address fails.
  "not-found": { status: 404, answer: { db: "UP" }, dependencies: { database: "db" }, unhealthy: [] },
};

const queried = z.object({
  data: z.object({ result: z.array(z.object({ metric: z.record(z.string(), z.string()) })) }),
});

describe.skipIf(!tools)("a health endpoint", () => {
  const processes = new Processes();
  let dir: string;
  let server: Server;
  let prometheus: string;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), "tocsin-health-"));
    server = createServer(({ url }, response) => {
      const { status = 500, answer } = CASES[url?.slice(1) ?? ""] ?? {};
      response.writeHead(status, { "content-type": "application/json" });
      response.end(typeof answer === "string" ? answer : JSON.stringify(answer));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const ports = await freePorts("prometheus", "blackbox");
    prometheus = `http://127.0.0.1:${ports.prometheus}`;
    const monitoring = assemble(
      "e2e",
      settings({
        hosts: [],
        scrape: { interval: "5s" },
        services: Object.entries(CASES).map(([name, { dependencies }]) => ({
          name,
          mixin: "service",
          probes: [{ http: `http://127.0.0.1:${port}/${name}`, dependencies }],
        })),
      }),
      { ...endpoints, blackbox: `127.0.0.1:${ports.blackbox}`, prometheus: `127.0.0.1:${ports.prometheus}` },
    );
    const file = (name: string) => join(dir, name);
    await writeFile(file("blackbox.yml"), blackboxConfig(monitoring.jobs));
    await writeFile(file("prometheus.yml"), prometheusConfig(monitoring, { alertmanagers: [], ruleFiles: [] }));
    processes.start(tools?.["blackbox-exporter"] ?? "", [
      `--config.file=${file("blackbox.yml")}`,
      `--web.listen-address=127.0.0.1:${ports.blackbox}`,
    ]);
    processes.start(tools?.prometheus ?? "", [
      `--config.file=${file("prometheus.yml")}`,
      `--storage.tsdb.path=${file("data")}`,
      `--web.listen-address=127.0.0.1:${ports.prometheus}`,
    ]);
    const all = Object.values(CASES).reduce((sum, one) => sum + Object.keys(one.dependencies).length, 0);
    await within(
      60,
      async () => (await ask('probe_failed_due_to_cel{job="probe"}')).length === all || undefined,
      async () => `of ${all} dependencies there are ${JSON.stringify(await ask("probe_failed_due_to_cel"))}`,
    );
  }, 90_000);

  afterAll(async () => {
    await processes.endAll();
    server?.close();
    await rm(dir, { recursive: true, force: true, maxRetries: 5 });
  });

  const ask = async (expr: string) => {
    const answer = await fetch(`${prometheus}/api/v1/query?query=${encodeURIComponent(expr)}`).catch(() => undefined);
    return answer?.ok ? queried.parse(await answer.json()).data.result.map(({ metric }) => metric) : [];
  };

  test.each(Object.entries(CASES))("%s: what it says of each dependency is read", async (service, { unhealthy }) => {
    const found = await ask(`probe_failed_due_to_cel{service="${service}"} == 1`);
    expect(found.map(({ dependency }) => dependency).sort()).toEqual([...unhealthy].sort());
  });

  test("is a probe like any other, beside what is said of dependencies", async () => {
    const failing = await ask("probe_success == 0");
    expect(failing.map(({ service, dependency }) => [service, dependency]).sort()).toEqual([
      ["aspnet", undefined],
      ["not-found", undefined],
      ["spring", undefined],
    ]);
  });

  test("has one series a dependency", async () => {
    const names = await ask('count by (__name__) ({dependency!="",__name__!~"up|scrape_.*"})');
    expect(names).toEqual([{ __name__: "probe_failed_due_to_cel" }]);
  });
});
