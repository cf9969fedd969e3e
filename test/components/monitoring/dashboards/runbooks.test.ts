// Runbooks as an environment reads them: thresholds in force, blocks, commands on lines of their own.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { runbookOf } from "../../../../components/mixins";
import { assemble, mixinsInUse, runbookDashboards, runbookTexts } from "../../../../components/monitoring";
import { renderMarkdown } from "../../../../components/pages/markdown";
import { type Alert, alert, readable, type Unit } from "../../../../components/rules";
import { endpoints, everyMixin, settings } from "../../../support/environment";

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
    expect(overridden).toContain("More than 70% (warning) or 80% (critical) of maxmemory is in use.");
    expect(usual).toContain("More than 85% (warning) or 95% (critical) of maxmemory is in use.");
    const disabled = { RedisOutOfConfiguredMaxmemory: { disabled: { reason: "a cache that is always full" } } };
    expect(sectionOf(texts({ alerts: disabled }).redis, "RedisOutOfConfiguredMaxmemory")).toContain(
      "More than the threshold (warning)",
    );
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

/** How a threshold may be written in a text. A small number without a unit is more often something else. */
function formsOf(value: number, unit: Unit): string[] {
  if (["count", "boolean"].includes(unit) && Math.abs(value) < 10) return [];
  const spans = Object.entries({ second: 1, minute: 60, hour: 3_600, day: 86_400, week: 604_800 });
  const words = ["", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
  return [
    readable(value, unit),
    ...(unit === "ratio" ? [`${readable(value * 100)} %`, `${readable(value * 100)} percent`] : []),
    ...(unit === "seconds" ? spans : []).flatMap(([name, size]) => {
      const count = value / size;
      if (!Number.isInteger(count)) return [];
      // "One a second" is a rate.
      if (count === 1)
        return [
          `1 ${name}`,
          `one ${name}`,
          ...["than", "within"].flatMap((word) => [`${word} a ${name}`, `${word} an ${name}`]),
        ];
      return [`${count} ${name}s`, ...(words[count] ? [`${words[count]} ${name}s`] : [])];
    }),
  ];
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Where a text states a default threshold, which the settings may override. */
const statedIn = (text: string, { above, below, unit = "count" }: Alert) =>
  Object.values(above ?? below ?? {})
    .flatMap((threshold) => formsOf(threshold, unit))
    .filter((form) => new RegExp(`(?<![\\w.,$-])${escaped(form)}(?![\\w%]|[.,]\\d)`, "i").test(text));

describe("no text states a threshold that the settings can override", () => {
  test("a text that does is found, in any of the unit's forms", () => {
    const { expr, summary, description } = { expr: "up", summary: "x", description: "y" };
    const one = (unit: Unit, warning: number) =>
      alert({ name: "One", expr, summary, description, unit, for: "1m", above: { warning } });
    expect(statedIn("More than 10% is used.", one("ratio", 0.1))).toEqual(["10%"]);
    expect(statedIn("More than 110% or {warning} is used.", one("ratio", 0.1))).toEqual([]);
    expect(statedIn("It ends within two weeks.", one("seconds", 1_209_600))).toEqual(["two weeks"]);
    expect(statedIn("1,000 messages wait.", one("count", 1_000))).toEqual(["1,000"]);
  });

  test.each(mixinsInUse(everyMixin()).map((mixin) => [mixin.name, mixin] as const))("%s", (name, { alerts }) => {
    const runbook = readFileSync(runbookOf(name), "utf8");
    const found = alerts.flatMap((one) =>
      Object.entries({ runbook: sectionOf(runbook, one.name), summary: one.summary, description: one.description })
        .map(([where, text]) => [where, statedIn(text, one)] as const)
        .filter(([, forms]) => forms.length > 0)
        .map(([where, forms]) => `${one.name}: its ${where} states ${forms.join(", ")}`),
    );
    expect(found).toEqual([]);
  });
});
