// PromQL is changed by its syntax tree, in one room. As text, a matcher's value or a label is taken for the expression's own words.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

const ROOM = "components/promql/";

/** Mixins write their rules as text; what is made of those afterwards is not written here. */
const WRITES_RULES = /^components\/mixins\/[a-z]+\//;

/** Of text that is not PromQL, which the grammar does not read. */
const OTHER_LANGUAGES = ["policies/content/dialects/languages.ts", "policies/content/grafana/dashboards.ts"];

const NAMES = String.raw`\b(?:\w+\.)*(?:expr|expression|promql|\w+Expr|(?:part|of|left|right|selector|expression)\.text)`;

const AS_TEXT: Readonly<Record<string, RegExp>> = {
  "edits or searches it with string methods": new RegExp(
    String.raw`${NAMES}\??\.(?:replace|replaceAll|split|slice|substring|match|matchAll|search|indexOf|startsWith|endsWith)\(`,
  ),
  "searches it with a regular expression": new RegExp(String.raw`\/[a-z]*\.(?:test|exec)\(${NAMES}\)`),
  "puts it into another by a template": /\(\$\{(?:\w+\.)*(?:expr|expression|\w+Expr|expr\([^)]*\))\}\)/,
  "parses it with a grammar of its own": /from "@prometheus-io\/lezer-promql"/,
};

const problemsIn = (text: string) => Object.keys(AS_TEXT).filter((what) => AS_TEXT[what]?.test(text));

const files = execFileSync("git", ["ls-files", "--", "components", "infra", "stacks", "policies", "package"], {
  encoding: "utf8",
})
  .split("\n")
  .filter((file) => file.endsWith(".ts") && !file.startsWith(ROOM) && !OTHER_LANGUAGES.includes(file));

test("nothing outside the room of PromQL reads or changes expressions as text", () => {
  const found = files.flatMap((file) =>
    problemsIn(readFileSync(file, "utf8"))
      .filter((what) => !(WRITES_RULES.test(file) && what.includes("template")))
      .map((what) => `${file} ${what}`),
  );
  expect(files.length).toBeGreaterThan(500);
  expect(found).toEqual([]);
});

describe("what was done before is noticed", () => {
  test.each([
    ["expr.replace(up, either)"],
    ["found.push({ name: expr.slice(identifier.from, identifier.to) })"],
    ["!/\\birate\\($/.test(expr.slice(0, from))"],
    ['({ expr }: Recording) => /\\binstance="/.test(expr)'],
    ["[...expr.matchAll(/x/g)]"],
    ["mapExpressions(alert, (expr) => `(" + "${" + "expr}) unless x`)"],
    ["part.text.replace(/irate/i, x)"],
    ["rule.expr.split(x)"],
    ['import { parser } from "@prometheus-io/lezer-promql";'],
  ])("%s", (code) => {
    expect(problemsIn(code)).not.toEqual([]);
  });

  test("an expression that is handed on is none of it", () => {
    expect(problemsIn("rewrite(expr, (part) => upIn(part)); metric.replace(/_total$/, x); send(expr)")).toEqual([]);
  });
});
