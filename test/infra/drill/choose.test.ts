// Which drill an alert has, with the thresholds, severities and durations of the settings.
import { describe, expect, test } from "vitest";
import { assemble } from "../../../components/monitoring";
import { chooseDrill } from "../../../infra/commands/drill/choose";
import { endpoints, settings } from "../../support/environment";
import { toolsOrSkip } from "../../support/tools";

const tools = toolsOrSkip("promtool");

const SAMPLE = { name: "web", mixin: "service", options: { metrics: "app" }, targets: ["127.0.0.1:5000"] };

function choose(alert: string, alerts: object = {}) {
  const chosen = settings({ services: [SAMPLE, { name: "cache", mixin: "redis", generated: true }], alerts });
  const monitoring = assemble("local", chosen, endpoints);
  return chooseDrill(alert, {
    name: "local",
    settings: chosen,
    monitoring,
    promtool: async () => tools?.promtool ?? "promtool",
  });
}

describe("a drill of the sample service", () => {
  test("is of the service that has its address, whatever its name", async () => {
    expect(await choose("ServiceDown")).toMatchObject({ severity: "critical", services: ["web"] });
  });

  test.each([
    [0.05, "half of the sample service's requests fail"],
    [0.6, "all of the sample service's requests fail"],
  ])("is over a threshold of %d", async (critical, words) => {
    const drill = await choose("ServiceErrorRatioHigh", { ServiceErrorRatioHigh: { threshold: { critical } } });
    expect(drill.words).toBe(words);
  });

  test("waits for the severity that the settings give the alert", async () => {
    expect(await choose("ServiceDown", { ServiceDown: { severity: "warning" } })).toMatchObject({
      severity: "warning",
    });
  });

  test("is refused where no fault is over the threshold", () => {
    expect(() => choose("ServiceLatencyHigh", { ServiceLatencyHigh: { threshold: { critical: 20 } } })).toThrow(
      "ServiceLatencyHigh cannot be drilled: no fault of the sample service is over its threshold 20",
    );
  });
});

describe("a replay", () => {
  test("has an id in the names of its services, its own each time", async () => {
    const [one, other] = await Promise.all([choose("RedisDown"), choose("RedisDown")]);
    expect(one?.services[0]).toMatch(/^drill-[0-9a-f]{6}-/);
    expect(one?.services).not.toEqual(other?.services);
  });

  test("of an alert whose series have no service has one as well", async () => {
    expect((await choose("NodeFileDescriptorLimit")).services).toEqual([
      expect.stringMatching(/^drill-[0-9a-f]{6}-node$/),
    ]);
  });

  test.skipIf(!tools)("waits as long as the settings' own duration takes", async () => {
    const usual = await choose("NodeFileDescriptorLimit");
    const shorter = await choose("NodeFileDescriptorLimit", { NodeFileDescriptorLimit: { for: { critical: "20s" } } });
    expect(usual.leadSeconds).toBe(90);
    expect([20, 30]).toContain(shorter.leadSeconds);
  });

  test.skipIf(!tools)("is refused at once where its scenario is not over the settings' own threshold", async () => {
    await expect(
      choose("NodeFileDescriptorLimit", { NodeFileDescriptorLimit: { threshold: { critical: 0.97 } } }),
    ).rejects.toThrow(/^NodeFileDescriptorLimit does not fire on its scenario ".+" as the settings override it/);
  });
});

test("an alert that nobody has, or that is disabled, is named with what to do", async () => {
  await expect(async () => choose("RedisDwn")).rejects.toThrow(
    'No mixin in use has an alert "RedisDwn". Did you mean "RedisDown"?',
  );
  const disabled = { RedisDown: { disabled: { reason: "it is only a cache" } } };
  await expect(async () => choose("RedisDown", disabled)).rejects.toThrow(
    "RedisDown is disabled in the settings: it is only a cache",
  );
});
