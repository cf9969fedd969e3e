// What servers do not read of a file is not judged, and reported.
import { describe, expect, it } from "vitest";
import { lintTexts } from "../../../policies/lint/lint";
import { readFileText } from "../../../policies/lint/reading";

const GROUPS = "groups: [{ name: a, rules: [{ alert: A, expr: up == 0 }] }]";
const ROUTED = "route: { receiver: a }\nreceivers: [{ name: a }]\n";
const manifest = (kind: string, spec: string) =>
  `apiVersion: a/v1\nkind: ${kind}\nmetadata: { name: a }\nspec:\n${spec.replace(/^/gm, "  ")}`;
const policiesIn = (text: string) => lintTexts([{ file: "a.yaml", text }]).map(({ policy }) => policy);

describe("what is behind the first document", () => {
  const jobs = "scrape_configs: [{ job_name: a }]\n";

  it.each([
    ["rules", `${GROUPS}\n---\ngroups: [{ name: b, rules: [{ alert: B, expr: up == 0 }] }]\n`, 3, 1],
    ["what is no YAML", `---\n${GROUPS}\n--- # more\n# of it\ngroups: [{\n`, 5, 1],
    ["what is behind its end", `${GROUPS}\n...\nfoo\n`, 3, 1],
    ["content beside its marker", `${GROUPS}\n--- { groups: [] }\n`, 2, 1],
    ["a configuration", `${jobs}---\n${jobs}`, 3, 0],
    ["a configuration behind its first parts", `global:\n  resolve_timeout: 5m\n# more\n...\n\n${ROUTED}`, 6, 0],
    ["rules behind an empty one", `---\n# none\n---\n${GROUPS}\n`, 4, 0],
  ])("%s is not read", (_, text, line, rules) => {
    const { content, notRead } = readFileText("a.yaml", text);
    expect(content.rules).toHaveLength(rules);
    expect(content.unreadable).toEqual([]);
    expect(notRead).toEqual([
      { file: "a.yaml", reason: `line ${line} is of another document: the servers read the first alone` },
    ]);
  });

  it.each([
    ["nothing", `---\n${GROUPS}\n---\n# the end\n...\n`, 1],
    ["manifests", [1, 2].map((i) => manifest("PrometheusRule", GROUPS.replace("A", `A${i}`))).join("\n---\n"), 2],
    ["what is no part of it", `kind: a\n---\n${ROUTED}`, 0],
    ["namespaces of Mimir", `namespace: a\n${GROUPS}\n---\nnamespace: b\n${GROUPS}\n`, 2],
  ])("%s is read", (_, text, rules) => {
    const { content, notRead } = readFileText("a.yaml", text);
    expect(content.rules).toHaveLength(rules);
    expect(notRead).toEqual([]);
  });
});

describe("what is behind an indented first key", () => {
  const read = (text: string) => readFileText("a.yaml", text);
  const deeper = GROUPS.replace(/^/gm, "  ");

  it.each([
    ["rules", `${deeper}\nfoo: bar\n`, 2, 1],
    ["a list", "   groups:\n  - name: a\n    rules: []\n", 2, 0],
    ["jobs", "  global:\n    scrape_interval: 5s\n# jobs\nscrape_configs: []\n", 4, 0],
  ])("is not read by the servers, and lint says so: %s", (_, text, line, rules) => {
    const { content, notRead } = read(text);
    expect(content.unreadable).toEqual([]);
    expect(content.rules).toHaveLength(rules);
    expect(notRead).toMatchObject([{ reason: expect.stringMatching(`^line ${line} is less indented`) }]);
  });

  it("hides no fault before it", () => {
    expect(policiesIn(`${deeper.replace("up == 0", "up ==")}\nfoo: bar\n`)).toContain("promql-syntax");
  });

  it("is all there where the whole file is indented", () => {
    expect(read(`${deeper}\n# end\n`).notRead).toEqual([]);
  });
});
