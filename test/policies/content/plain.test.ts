// Plain YAML is read as `yaml` reads it: the same values, at the same places.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, test } from "vitest";
import { LineCounter, parseAllDocuments } from "yaml";
import { readText, valuesOf } from "../../../policies/content";
import { plainValuesOf } from "../../../policies/content/yaml/plain";
import { positionOf, remember } from "../../../policies/content/yaml/position";

function byYaml(text: string): unknown[] {
  const lineCounter = new LineCounter();
  return parseAllDocuments(text, { logLevel: "silent", merge: true, lineCounter }).map((document) => {
    const value: unknown = document.toJS();
    if (!("empty" in document)) remember(document, value, lineCounter);
    return value;
  });
}

/** Every field, and where it stands. */
function placesIn(value: unknown, path = ""): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([field, inner]) => {
    const { line, column } = positionOf(value, Array.isArray(value) ? undefined : field);
    return [`${path}.${field} ${line}:${column}`, ...placesIn(inner, `${path}.${field}`)];
  });
}

const RULES = `
groups:
- name: shop   # the first
  interval: 30s
  rules:
    - alert: ShopDown
      expr: |-
        up{job="shop"} == 0
          and on () vector(1)
      for: 5m
      labels: { severity: "critical", team: 'it''s' }
      annotations:
        summary: >
          folded
          text

        description: a plain text
          on two lines
    -   record: job:up:sum
        expr: sum by (job) (up) # not "quoted"
`;

const PLAIN: readonly (readonly [name: string, text: string])[] = [
  ["a rule file", RULES],
  ["a list at its key's column", "a:\n- 1\n- b: 2\n  c: [x, { y: z }]\nd:\n"],
  ["numbers and words", "a: [1, -2, 0x1F, 0o17, 1e3, .5, 5., 1_000, 0b1, 017, .inf, -.INF, ~, null, Null]"],
  ["texts that look like others", "a: [yes, on, No, 1:30, 2020-01-01, 10.0.0.1, +x, -x, true, True, tRue]\n'1': 2"],
  ["several documents", "a: 1\n---\nb: [\n  1,\n  2 ]\n...\n---\nc: {}\n"],
  ["no indentation at all", "scrape_configs:\n- job_name: a\n  static_configs:\n  - targets:\n    - a:80\n"],
  ["line breaks of Windows", "a: 1\r\nb:\r\n  c: |\r\n    x\r\n    y\r\n"],
  ["quoted texts on several lines", "a: \"one\n  two\\n\\\n  three\"\nb: 'four\n\n  five'\n"],
];

test.each(PLAIN)("%s", (_, text) => {
  const [plain, other] = [plainValuesOf(text), byYaml(text)];
  expect(plain).toEqual(other);
  expect(placesIn(plain)).toEqual(placesIn(other));
});

it("rendered files of the golden environments", () => {
  const folder = join(__dirname, "..", "..", "golden");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => /\.ya?ml$/.test(file));
  const read = files.slice(0, 12).map((file) => readFileSync(join(folder, file), "utf8"));
  const plain = read.filter((text) => plainValuesOf(text) !== undefined);
  expect(plain).not.toEqual([]);
  for (const text of plain) expect(plainValuesOf(text)).toEqual(byYaml(text));
});

const LEFT: readonly (readonly [name: string, text: string])[] = [
  ["anchors", "a: &x 1\nb: *x"],
  ["merge keys", "a: { <<: { b: 1 } }"],
  ["tags", "a: !!binary aGk="],
  ["explicit keys", "? a\n: b"],
  ["templates", "a: {{ .Values.b }}"],
  ["documents without content", "---\n---\na: 1"],
  ["what is malformed", "a: [1"],
  ["a key given twice", "a: 1\na: 2"],
];

describe("left to yaml", () => {
  test.each(LEFT)("%s", (_, text) => {
    expect(plainValuesOf(text)).toBeUndefined();
  });
});

it("a quoted text may go on at any column, as the servers read it", () => {
  const { rules, unreadable } = readText("groups:\n- name: a\n  rules:\n  - alert: A\n    expr: 'up\n == 0'\n", {});
  expect(unreadable).toEqual([]);
  expect(rules[0]?.expr).toBe("up == 0");
});

it("also in a text that is not plain", () => {
  const text =
    "groups:\n- name: a\n  rules:\n  - &a { alert: A, expr: up == 0 }\n  - alert: B\n    expr: 'up\n == 0'\n";
  const { rules, unreadable } = readText(text, {});
  expect(unreadable).toEqual([]);
  expect(rules.map(({ expr }) => expr)).toEqual(["up == 0", "up == 0"]);
});

describe("a text in base64", () => {
  const file = (expr: string) => `groups: [{ name: a, rules: [{ alert: A, expr: !!binary ${expr} }] }]`;

  it.each(["dXAgPT0gMA==", '"dXAgPT0gMA=="', "|\n  dXAgPT0\n  gMA=="])("is the text itself: %s", (written) => {
    const text = `a: !!binary ${written}`;
    expect(valuesOf(text)).toEqual([{ a: "up == 0" }]);
  });

  it("is what a rule's expression may be", () => {
    expect(readText(file("dXAgPT0gMA=="), {}).rules).toMatchObject([{ expr: "up == 0" }]);
  });

  it.each(["dXA", "dX A=", "%%%%", "dXA=="])("is refused where it is none: %s", (written) => {
    expect(readText(file(`"${written}"`), {}).unreadable).toMatchObject([{ problem: expect.stringMatching(/base64/) }]);
  });
});
