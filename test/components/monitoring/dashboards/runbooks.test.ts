// Runbooks as an environment reads them: thresholds in force, blocks, commands on lines of their own.
import { describe, expect, test } from "vitest";
import { assemble, runbookDashboards, runbookTexts } from "../../../../components/monitoring";
import { renderMarkdown } from "../../../../components/pages/markdown";
import { endpoints, settings } from "../../../support/environment";

const redis = { name: "cache", mixin: "redis", targets: ["10.0.0.1:9121"] };
const alerts = {
  RedisOutOfConfiguredMaxmemory: { threshold: { warning: "70%", critical: "80%" } },
  RedisHitRateLow: { disabled: { reason: "a cache of locks misses by design" } },
};
const texts = (more: object = {}) =>
  runbookTexts(assemble("local", settings({ services: [redis], ...more }), endpoints));

const sectionOf = (text: string | undefined, alert: string) =>
  (text ?? "").split(/^## /m).find((section) => section.startsWith(`${alert}\n`)) ?? "";

describe("a runbook", () => {
  test("says what is in force, with what the settings override", () => {
    const overridden = sectionOf(texts({ alerts }).redis, "RedisOutOfConfiguredMaxmemory");
    expect(overridden).toMatch(/Fires as .*critical above 80% for \d+ [sm]/);
    expect(overridden).toMatch(/warning above 70% for \d+ [sm]/);
    const usual = sectionOf(texts().redis, "RedisOutOfConfiguredMaxmemory");
    expect(usual).toContain("warning above 85%");
    expect(sectionOf(texts({ alerts }).redis, "RedisHitRateLow")).toContain("Disabled, or not in use.");
  });

  test("has meaning, impact, first checks and remedy as blocks", () => {
    const { markup } = renderMarkdown(sectionOf(texts().redis, "RedisDown"));
    for (const part of ["Meaning", "Impact", "First checks", "Remedy"])
      expect(markup).toContain(`<p><strong>${part}.</strong>`);
  });

  test("has its commands on lines of their own, once each", () => {
    const section = sectionOf(texts().redis, "RedisDown");
    expect(section).toContain(
      "```sh\nredis-cli -h HOST -p PORT ping\nsystemctl status redis-server\nsystemctl status prometheus-redis-exporter\n```",
    );
    expect(section).toContain("```sh\nsystemctl restart redis-server\nredis-check-aof --fix\n```");
    expect(section).not.toContain("\nredis_exporter_last_scrape_error\n");
  });

  test("is there for the mixins in use alone, in Grafana as well", () => {
    const monitoring = assemble("local", settings({ services: [redis] }), endpoints);
    expect(Object.keys(runbookTexts(monitoring)).sort()).toEqual([
      "alertmanager",
      "blackbox",
      "node",
      "prometheus",
      "redis",
    ]);
    const panels = JSON.parse(runbookDashboards(monitoring)["tocsin-runbook-redis.json"] ?? "").panels;
    expect(panels.find(({ title }: { title: string }) => title === "RedisDown").options.content).toContain("```sh\n");
  });
});
