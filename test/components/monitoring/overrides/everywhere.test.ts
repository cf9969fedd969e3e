// One threshold changed in the settings: every place that shows it follows.
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { assemble } from "../../../../components/monitoring";
import { ruleFile } from "../../../../components/prometheus";
import { failures } from "../../../../infra/commands/test/scenarios";
import { local } from "../../../../stacks/local";
import { endpoints, settings } from "../../../support/environment";
import { rulesOf } from "../../../support/groups";
import { NOW, plainValue, underMocks } from "../../../support/mocks";
import { toolsOrSkip } from "../../../support/tools";

const ALERT = "RedisOutOfConfiguredMaxmemory";
const services = [{ name: "cache", mixin: "redis", targets: ["10.0.0.1:9121"] }];
const usual = settings({ services });
const changed = settings({ services, alerts: { [ALERT]: { threshold: { warning: 0.8 } } } });
const tools = toolsOrSkip("promtool");

const groupIn = (environment: typeof usual) => rulesOf("redis", assemble("local", environment, endpoints));

/** The lines that the panel of the alert draws. */
async function linesIn(environment: typeof usual): Promise<(number | null)[]> {
  const { resources } = await underMocks("local", () =>
    local.deploy(environment, {
      environment: "local",
      projectDir: "/project",
      packageDir: "/project",
      credentials: {},
      now: NOW,
      runtime: "native",
    }),
  );
  const files = z
    .record(z.string(), z.string())
    .parse(plainValue(resources.find(({ name }) => name === "dashboards")?.inputs.files));
  const dashboard = z
    .object({
      panels: z.array(
        z.object({
          title: z.string(),
          fieldConfig: z
            .object({
              defaults: z.object({
                thresholds: z.object({ steps: z.array(z.object({ value: z.number().nullable() })) }),
              }),
            })
            .optional(),
        }),
      ),
    })
    .parse(JSON.parse(files["tocsin-redis.json"] ?? "{}"));
  const panel = dashboard.panels.find(({ title }) => title === "Memory of maxmemory");
  return panel?.fieldConfig?.defaults.thresholds.steps.map(({ value }) => value) ?? [];
}

describe("an overridden threshold", () => {
  test("is in the rule and in what the message says", () => {
    const warning = groupIn(changed).alerts.find(
      ({ alert, severity }) => alert.name === ALERT && severity === "warning",
    );
    expect(warning).toMatchObject({ threshold: 0.8, annotations: { threshold: "> {{ 0.8 | humanizePercentage }}" } });
    expect(warning?.expr).toMatch(/> 0\.8$/);
    expect(ruleFile(groupIn(changed))).not.toContain("> 0.85");
  });

  test("moves the panel's line, and no other", async () => {
    const [before, after] = [await linesIn(usual), await linesIn(changed)];
    expect(before).toHaveLength(3);
    expect(after).toEqual(before.map((value) => (value === 0.85 ? 0.8 : value)));
    expect(after).not.toEqual(before);
  });

  test.skipIf(!tools)("changes what the real rules say at 84 %", async () => {
    const quiet = {
      alert: ALERT,
      title: "stays quiet at 84 %",
      given: {
        'redis_memory_used_bytes{job="redis",instance="a",service="cache",team="platform"}': "84x100",
        'redis_memory_max_bytes{job="redis",instance="a",service="cache",team="platform"}': "100x100",
      },
      expect: { "6m": "quiet", "15m": "quiet" },
    } as const;
    const warns = { ...quiet, title: "warns at 84 %", expect: { "4m": "quiet", "6m": ["warning"] } } as const;
    const verdicts = async (environment: typeof usual) => [
      ...(await failures(tools?.promtool ?? "", groupIn(environment), [quiet, warns])).keys(),
    ];
    expect(await verdicts(usual)).toEqual([`${ALERT} warns at 84 %`]);
    expect(await verdicts(changed)).toEqual([`${ALERT} stays quiet at 84 %`]);
  });
});
