// Texts by chance in matchers: Prometheus' own tool takes the rules, and the values are those that were given.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import execa from "execa";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { yaml } from "../../components/prometheus";
import { literally, matcherText, parse, withMatcher } from "../../components/promql";
import { texts } from "../fuzz/chance";
import { toolsOrSkip } from "../support/tools";

const tools = toolsOrSkip("promtool");

/** As a file in UTF-8 has them; the sign for what is no character is refused by Prometheus. */
const values = fc.sample(
  texts.map((text) => Buffer.from(text.slice(0, 1_000)).toString().replaceAll("\ufffd", "?")),
  { numRuns: 2_000, seed: 26 },
);

const expressions = values.flatMap((value) =>
  [
    { label: "service", operator: "=" as const, value },
    { label: "service", operator: "=~" as const, value: literally(value) },
  ].map((matcher) => ({ matcher, expr: withMatcher('sum(rate(a{b="c"}[5m])) > 1', matcherText(matcher)) })),
);

test("matchers hold the values that were given, and nothing else", () => {
  for (const { matcher, expr } of expressions) {
    const parsed = parse(expr);
    if ("error" in parsed) throw new Error(`${expr}: ${parsed.error}`);
    expect(JSON.stringify(parsed.expression)).toContain(JSON.stringify(matcher.value));
  }
});

test.skipIf(!tools)("promtool takes every rule", async () => {
  const folder = mkdtempSync(join(tmpdir(), "tocsin-matchers-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const rules = expressions.map(({ expr }, at) => ({ alert: `A${at}`, expr, annotations: {} }));
  writeFileSync(join(folder, "rules.yml"), yaml({ groups: [{ name: "all", rules }] }));
  const { exitCode, all } = await execa(tools?.promtool ?? "", ["check", "rules", "--lint=none", "rules.yml"], {
    ...{ cwd: folder, all: true, reject: false },
  });
  expect(exitCode, all?.slice(0, 2_000)).toBe(0);
  expect(all).toContain(`${rules.length} rules found`);
});
