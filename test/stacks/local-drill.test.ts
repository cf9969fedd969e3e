// The continuous drill of the local platform under mocks: a part of its own, where the settings ask for it.
import { describe, expect, test } from "vitest";
import { drillPlan } from "../../components/drill";
import { settings } from "../support/environment";
import { deployed, fileOf } from "../support/local-stack";

describe("the continuous drill", () => {
  test("is a part that asks the others through the guard, and knows what is expected", async () => {
    const { named } = await deployed({}, settings({ notifications: { drill: { every: "5m" } } }));
    const { inputs } = named("drill");
    expect(inputs).toMatchObject({
      dir: "/project/.tocsin/local/drill",
      command: { script: "/project/components/drill/main.ts" },
      listen: { host: "127.0.0.1", port: 9901 },
      readyUrl: "http://127.0.0.1:9901/health",
    });
    expect(inputs.args).toEqual(
      expect.arrayContaining([
        "--every=300",
        "--prometheus=http://127.0.0.1:9090",
        "--alertmanager=http://127.0.0.1:9093",
        "--plan=/project/.tocsin/local/drill/config/current/plan.json",
      ]),
    );
    const plan = drillPlan.parse(JSON.parse(fileOf(named("drill"), "plan.json")));
    expect(plan.always).toEqual(["Watchdog"]);
    expect(plan.expected).toContainEqual({
      alert: "ServiceDown",
      severity: "critical",
      rules: [{ expr: expect.stringContaining("up"), for: expect.any(Number) }],
    });
    expect(plan.routes).toContainEqual({
      labels: { team: "tocsin-drill", severity: "critical" },
      receivers: ["slack-alerts-critical"],
    });
  });

  test("is no part where they do not", async () => {
    const { resources } = await deployed();
    expect(resources.map(({ name }) => name)).not.toContain("drill");
  });
});
