// Each case that people reported elsewhere has the right verdict.
import { describe, expect, it } from "vitest";
import { lintTexts } from "../../../policies/lint/lint";
import { readFileText } from "../../../policies/lint/reading";
import { CASES } from "./cases";
import type { Case } from "./inputs";
import { VARIATIONS } from "./variations";

/** What says that a server does not load a file. */
const REFUSING = new Set([
  ...["promql-syntax", "rule-file-structure", "valid-duration", "server-configuration", "readable-content"],
  ...["route-for-every-severity", "receiver-with-destination"],
]);

function verdictOn({ text, right, file = "shop.yml", says }: Case): string {
  const findings = lintTexts([{ file, text }]);
  const mandatory = findings.filter(({ level }) => level === "mandatory");
  if (right === "clean") return mandatory.map(({ message }) => message).join("\n") || right;
  const policies = findings.map(({ policy }) => policy);
  if (right === "not read") return readFileText(file, text).notRead.length > 0 ? right : `read: ${policies.join(", ")}`;
  const chosen = findings.filter(({ policy }) => (right === "refused" ? REFUSING.has(policy) : policy === right));
  const isSaid = chosen.some(({ message }) => says === undefined || says.test(message));
  return isSaid ? right : `found: ${chosen.map(({ message }) => message).join("\n") || policies.join(", ")}`;
}

describe.each(Object.entries({ ...CASES, ...VARIATIONS }))("%s", (_, cases) => {
  it.each(cases.map((one) => [one.right, one.text, one] as const))("%s: %j", (right, __, one) => {
    expect(verdictOn(one)).toBe(right);
  });
});

it("the same rule in two files of a folder", () => {
  const [one, other] = ["sum(up) by (job) == 0", "sum by (job) (up) == 0"].map(
    (expr, i) => `groups: [{ name: g${i}, rules: [{ alert: A, expr: '${expr}' }] }]`,
  );
  const twice = (second: string) =>
    lintTexts([
      { file: "rules/a.yml", text: one ?? "" },
      { file: second, text: other ?? "" },
    ]).filter(({ policy }) => policy === "duplicate-rule");
  expect(twice("rules/b.yml").map(({ message }) => message)).toEqual([expect.stringContaining("rules/a.yml")]);
  expect(twice("others/b.yml")).toEqual([]);
  // Names say that one or the other is deployed.
  expect(twice("rules/a-external.yml")).toEqual([]);
  expect(twice("rules/a.v2.yml")).toEqual([]);
  // The same group is the file in another form.
  expect(lintTexts(["a", "b"].map((file) => ({ file, text: one ?? "" }))).map(({ policy }) => policy)).not.toContain(
    "duplicate-rule",
  );
});

it("a server's retention is that of the rules near it", () => {
  const text = "groups: [{ name: a, rules: [{ alert: A, expr: 'x - x offset 3d > 1' }] }]";
  const server =
    "apiVersion: monitoring.coreos.com/v1\nkind: Prometheus\nmetadata: { name: a }\nspec: { retention: 1d }";
  const policies = (file: string) =>
    lintTexts([
      { file: "edge/prometheus/server.yaml", text: server },
      { file, text },
    ]).map(({ policy }) => policy);
  expect(policies("edge/prometheus/rules/a.yaml")).toContain("beyond-retention");
  expect(policies("hub/alerts/rules/a.yaml")).not.toContain("beyond-retention");
});
