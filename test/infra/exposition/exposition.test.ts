// Exporters' upgrades: what recorded ones show is what the mixins read, and what a change blinds is named.
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mixinsInUse } from "../../../components/monitoring";
import { expositionAt, mixinNamed, report } from "../../../infra/commands/check-exposition";
import { affectedBy } from "../../../infra/exposition/affected";
import { againstCatalogue, againstEarlier } from "../../../infra/exposition/compare";
import { readExposition } from "../../../infra/exposition/read";
import { lacksIn } from "../../../infra/exposition/running";
import { accessToPrometheus } from "../../../infra/running/prometheus-access";
import { settings } from "../../support/environment";

const textOf = (file: string) => readFileSync(join(__dirname, "../../fixtures/exporters", `${file}.prom`), "utf8");
const redis = mixinNamed("redis");
const REDIS = textOf("redis_exporter-1.45.0");
const of = (text: string) => readExposition(text, "redis");

test.each<[string, ...string[]]>([
  ["redis", "redis_exporter-1.45.0"],
  ["node", "node_exporter-1.5.0"],
  ["prometheus", "prometheus-2.42.0"],
  ["alertmanager", "alertmanager-0.28.1"],
  ["blackbox", "blackbox_exporter-0.23.0"],
  ["nodejs", "nodejs-prom-client-15.1.3"],
  ["worker", "celery_exporter-0.12.2"],
  ["rabbitmq", "rabbitmq_prometheus-3.10.8", "rabbitmq_prometheus-3.10.8-per-object"],
])("what the exporter of %s shows is what its mixin reads", (name, ...files) => {
  const text = files.map(textOf).join("\n");
  const seen = againstCatalogue(mixinNamed(name), of(text)).filter(({ kind }) => kind !== "unseen");
  expect(seen).toEqual([]);
});

describe("a change of an exporter", () => {
  test.each<[title: string, from: RegExp, to: string, problem: RegExp]>([
    [
      "that renames a metric",
      /redis_memory_used_bytes/g,
      "redis_memory_used",
      /^redis_memory_used_bytes is not shown; redis_memory_used is/,
    ],
    [
      "of a type",
      /TYPE redis_memory_used_bytes gauge/,
      "TYPE redis_memory_used_bytes counter",
      /^redis_memory_used_bytes is a counter; expected is a gauge/,
    ],
    [
      "that adds a label",
      /^redis_memory_used_bytes /gm,
      'redis_memory_used_bytes{shard="1"} ',
      /has a label that is not expected: shard/,
    ],
  ])("%s is found", (_, from, to, problem) => {
    const [first] = report(redis, againstCatalogue(redis, of(REDIS.replace(from, to))));
    expect(first).toMatch(problem);
  });

  test("names every alert, recording and panel that it blinds, through recordings too", () => {
    expect(affectedBy(redis, "redis_memory_used_bytes")).toMatchObject({
      alerts: expect.arrayContaining(["RedisOutOfConfiguredMaxmemory"]),
      recordings: ["instance:redis_memory_used:ratio"],
      panels: expect.arrayContaining(["Redis: Memory of maxmemory"]),
    });
  });

  test("is found between two expositions: what is gone, of another type, without a label", () => {
    const later = REDIS.replace(/^redis_memory_used_bytes.*$/gm, "").replace(
      "TYPE redis_up gauge",
      "TYPE redis_up counter",
    );
    const found = againstEarlier(redis, of(REDIS), of(later));
    expect(found).toHaveLength(2);
    expect(found).toContainEqual(
      expect.objectContaining({ metric: "redis_up", message: "was a gauge and is a counter" }),
    );
    expect(found).toContainEqual(expect.objectContaining({ metric: "redis_memory_used_bytes", kind: "gone" }));
  });

  test("is none between an exposition and itself", () => {
    expect(againstEarlier(redis, of(REDIS), of(REDIS))).toEqual([]);
  });

  test("of a unit that OpenMetrics declares is found", () => {
    const text = REDIS.replace(
      "# TYPE redis_memory_used_bytes",
      "# UNIT redis_memory_used_bytes ratio\n# TYPE redis_memory_used_bytes",
    );
    expect(report(redis, againstCatalogue(redis, of(text)))[0]).toBe(
      "redis_memory_used_bytes is in ratio; expected are bytes",
    );
  });
});

test("a page that is no exposition, and an unknown mixin, say so", () => {
  expect(() => readExposition("<html>404</html>", "http://x/metrics")).toThrow(
    "http://x/metrics shows no series; it begins with: <html>404",
  );
  expect(() => mixinNamed("redsi")).toThrow('Did you mean "redis"?');
});

/** What Prometheus knows of a target: families with their types. */
const metadataIn = (text: string) =>
  [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, metric, type]) => ({
    target: {},
    metric,
    type,
    help: "",
    unit: "",
  }));

describe("a running target", () => {
  let server: Server;
  let url = "";
  let shown = REDIS;
  let recorded: object[] = [];
  beforeAll(async () => {
    server = createServer((request, response) => {
      const answers: Record<string, () => string> = {
        "/metrics": () => shown,
        "/api/v1/targets/metadata": () => JSON.stringify({ status: "success", data: metadataIn(shown) }),
        "/api/v1/query": () => JSON.stringify({ status: "success", data: { result: recorded } }),
        "/api/v1/targets": () =>
          JSON.stringify({
            status: "success",
            data: {
              activeTargets: [
                {
                  labels: { job: "redis", instance: "cache:9121" },
                  health: "up",
                  lastError: "",
                  scrapePool: "redis",
                  scrapeUrl: `${url}/metrics`,
                },
              ],
            },
          }),
      };
      response.end(answers[(request.url ?? "").split("?")[0] ?? ""]?.() ?? "");
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => server.close());
  /** As from this machine, which fetches targets itself; and by a URL with a password, where only Prometheus reaches them. */
  const access = async () => ({ ...(await remote()), reachesTargets: true });
  const remote = () => accessToPrometheus("prod", settings(), url.replace("//", "//tocsin:secret@"));
  const mixins = mixinsInUse(settings({ services: [{ name: "cache", mixin: "redis", targets: ["cache:9121"] }] }));

  test("that shows everything lacks nothing", async () => {
    expect(await lacksIn(await access(), mixins)).toEqual([]);
    expect(await lacksIn(await remote(), mixins)).toEqual([]);
    expect((await expositionAt(`${url}/metrics`)).series.size).toBeGreaterThan(10);
  });

  test("whose metric has another name lacks it, with the reason and the alerts that cannot fire", async () => {
    shown = REDIS.replaceAll("redis_memory_used_bytes", "redis_memory_used");
    recorded = [
      { metric: { job: "redis", instance: "cache:9121", service: "cache", metric: "redis_connected_clients" } },
    ];
    for (const lacks of [await lacksIn(await access(), mixins), await lacksIn(await remote(), mixins)]) {
      expect(lacks).toContainEqual({
        target: "cache:9121",
        metric: "redis_memory_used_bytes",
        reason: "is not shown; redis_memory_used is",
        alerts: expect.arrayContaining(["RedisOutOfConfiguredMaxmemory"]),
      });
      expect(lacks.map(({ metric }) => metric)).toContain("redis_connected_clients");
    }
  });
});
