// An environment that uses every mixin, with metrics from the generator: its rules are healthy, its dashboards are full, and
// alerts of ten mixins are drilled within their budgets.
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { CORE_MIXINS, SERVICE_MIXINS } from "../../components/mixins";
import { mixinsInUse, parseSettings } from "../../components/monitoring";
import { rules } from "../../infra/running/prometheus-api";
import { toolsOrSkip } from "../support/tools";
import { House } from "./house";

const tools = toolsOrSkip(
  "pulumi",
  "prometheus",
  "promtool",
  "alertmanager",
  "amtool",
  "node-exporter",
  "blackbox-exporter",
);

const services = Object.keys(SERVICE_MIXINS).map((mixin) => ({
  name: `demo-${mixin}`,
  mixin,
  generated: true,
  ...(mixin === "kubernetes" && { options: { controlPlane: "own" } }),
  ...(mixin === "service" && {
    also: ["nodejs", "llm"],
    slos: [
      { kind: "availability", objective: 0.999 },
      { kind: "latency", objective: 0.95, below: "500ms" },
    ],
  }),
}));

/** An alert of each of ten mixins. */
const DRILLED = [
  "RedisDown",
  "MysqlDown",
  "PostgresDown",
  "RabbitmqDown",
  "KafkaOfflinePartitionCount",
  "MongodbDown",
  "QdrantDown",
  "WorkerDown",
  "InstanceDown",
  "SloBudgetBurningFast",
];

/** Of the panels; the others need hours of history, and are shown full by the weeks of test/noise. */
const FULL_AT_ONCE = 0.9;

describe.skipIf(!tools)("an environment with every mixin", () => {
  let house: House;
  const mixins = mixinsInUse(parseSettings({ hosts: [{ name: "this-machine" }], services }));

  beforeAll(async () => {
    house = await House.build();
    await house.settings((config) => {
      config["tocsin:services"] = [...(config["tocsin:services"] as object[]), ...services];
    });
    const up = await house.run(["up"]);
    expect(up.output).toMatch(/(\d+) of \1 targets are up/);
    expect(up.exitCode).toBe(0);
    // Recordings that read recordings need a few evaluations.
    await sleep(60_000);
  });
  afterAll(() => house?.tearDown());

  test("evaluates every rule without an error", async () => {
    const known = await rules(house.url("prometheus"));
    expect(known.length).toBeGreaterThan(600);
    expect(known.filter(({ health }) => health !== "ok")).toEqual([]);
  });

  test("fires nothing but information on healthy services", async () => {
    const noise = await house.query('ALERTS{alertstate="firing",severity!="info",service=~"demo-.+"}');
    expect(noise.map(({ metric }) => `${metric.alertname} ${metric.service}`)).toEqual([]);
  });

  test("answers every panel's query, and fills nine panels of ten within minutes", async () => {
    const panels = mixins
      .filter(({ name }) => !(name in CORE_MIXINS))
      .flatMap(({ dashboards }) => dashboards.flatMap(({ rows }) => rows.flatMap((row) => row.panels)));
    const full = await Promise.all(
      panels.map(async ({ queries }) => {
        const answers = Object.values(queries).map((expr) => house.query(expr.replace(/\$\w+/g, ".*")));
        return (await Promise.all(answers)).some(({ length }) => length > 0);
      }),
    );
    expect(panels.length).toBeGreaterThan(350);
    expect(full.filter(Boolean).length / panels.length).toBeGreaterThan(FULL_AT_ONCE);
  });

  test("keeps business series in an archive of their own", async () => {
    const answer = await fetch(`${house.url("archive")}/api/v1/label/__name__/values`);
    const { data } = z.object({ data: z.array(z.string()) }).parse(await answer.json());
    expect(data).toContain("service_persona:threads_followers:max");
    expect(data).not.toContain("redis_up");
  });

  test("tells of ten faults within their budgets", async () => {
    const { exitCode, stdout, output } = await house.run(["drill", ...DRILLED, "--json"]);
    expect(output).not.toContain("Error");
    const results: { alert: string; totalSeconds: number; budgetSeconds: number }[] = JSON.parse(stdout);
    for (const one of results)
      console.log(`  ${one.alert}: told after ${one.totalSeconds} s of ${one.budgetSeconds} s`);
    expect(results.map(({ alert }) => alert).sort()).toEqual([...DRILLED].sort());
    for (const one of results) expect(one.totalSeconds, one.alert).toBeLessThan(one.budgetSeconds);
    expect(exitCode).toBe(0);
  }, 900_000);
});
