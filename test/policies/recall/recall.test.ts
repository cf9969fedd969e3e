// How much of what other checkers find is found, and that nothing is refused of what they pass.
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { lintTexts } from "../../../policies/lint/lint";
import type { Finding } from "../../../policies/policy";
import { AGGREGATIONS } from "./aggregations";
import { ALERTMANAGER_FILES } from "./alertmanager-files";
import { ALERTS } from "./alerts";
import type { Check } from "./check";
import { DASHBOARDS } from "./dashboards";
import { HOUSE } from "./house";
import { MATCHING } from "./matching";
import { PROMETHEUS_FILES } from "./prometheus-files";
import { PROMRUVAL } from "./promruval";
import { SIBLINGS } from "./siblings";
import { TEMPLATES } from "./templates";

const CHECKS: readonly Check[] = [
  ...ALERTS,
  ...TEMPLATES,
  ...AGGREGATIONS,
  ...MATCHING,
  ...SIBLINGS,
  ...HOUSE,
  ...PROMETHEUS_FILES,
  ...ALERTMANAGER_FILES,
  ...DASHBOARDS,
  ...PROMRUVAL,
];

/** What is not found, and why. */
const MISSED: Readonly<Record<string, string>> = {
  "rules that others need": "what was removed is known only beside the commit before",
  "rules that may not be": "it reports each rule that its configuration names",
  "functions and selectors":
    "what has a `|` is reported as not read, as LogQL has it; of replicas that count the same, `increase(min(x)[1h:])` is right",
  "chosen jobs and instances": "a panel that asks for every job on purpose is right",
  "LogQL of panels": "LogQL is not judged",
  "what can never match": "`sum(x or vector(0)) > 0`: a sum with one 0 more is the same",
};

/** What others pass, and Prometheus does not treat as they think. */
const RIGHTLY = [
  // 0 fires as well.
  "(orders > 1) > bool 1",
  // Templates see the labels of the series, and not those of the rule or its group.
  "{{ .Labels.job }} is above zero",
  "{{ .Labels.team }}",
];

const isFields = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function findingsIn(row: string, { by, isFile }: Check): readonly Finding[] {
  if (isFile) return lintTexts([{ file: "shop.yml", text: row }]);
  const isYaml = /^(\{ (alert|record|rules|groups|settings)|\[\{)/.test(row);
  const value: unknown = isYaml ? parse(row) : { record: "orders", expr: row };
  const { settings, groups, rules = value } = isFields(value) ? value : {};
  const all = groups ?? [{ name: "shop", rules: Array.isArray(rules) ? rules : [rules] }];
  const configuration = isFields(settings) ? Object.fromEntries(by.map((policy) => [policy, settings])) : {};
  return lintTexts([{ file: "shop.yml", text: JSON.stringify({ groups: all }) }], configuration);
}

const isFound = (row: string, check: Check) => findingsIn(row, check).some(({ policy }) => check.by.includes(policy));

const isRefused = (row: string, check: Check) =>
  !RIGHTLY.some((one) => row.includes(one)) &&
  findingsIn(row, check).some(({ policy, level }) => check.by.includes(policy) && level === "mandatory");

const found = CHECKS.map((check) => ({
  check,
  bad: check.bad.filter((row) => isFound(row, check)),
  refused: check.good.filter((row) => isRefused(row, check)),
}));

const total = (count: (one: (typeof found)[number]) => number) => found.reduce((sum, one) => sum + count(one), 0);

const cells = (...row: readonly (string | number)[]) => `| ${row.join(" | ")} |`;

describe("of what others find", () => {
  it.each(found.filter(({ check }) => !(check.name in MISSED)))("all of $check.name is found", ({ check, bad }) => {
    expect(check.bad.filter((row) => !bad.includes(row))).toEqual([]);
  });

  it("95% and more is found", () => {
    expect(total(({ bad }) => bad.length) / total(({ check }) => check.bad.length)).toBeGreaterThan(0.95);
  });

  it.each(found)("nothing is refused that is right: $check.name", ({ refused }) => {
    expect(refused).toEqual([]);
  });

  it("the table of the documentation is up to date; else run this test with -u", async () => {
    const rows = found.map(({ check, bad, refused }) =>
      cells(
        check.name,
        check.beside,
        check.by.map((policy) => `\`${policy}\``).join(", "),
        `${bad.length} of ${check.bad.length}`,
        `${refused.length} of ${check.good.length}`,
        bad.length === check.bad.length ? "" : (MISSED[check.name] ?? ""),
      ),
    );
    const sum = [
      `${total(({ bad }) => bad.length)} of ${total(({ check }) => check.bad.length)}`,
      `${total(({ refused }) => refused.length)} of ${total(({ check }) => check.good.length)}`,
    ];
    const table = [
      "# What lint finds beside other checkers",
      "",
      "<!-- Generated: npx vitest run --project unit test/policies/recall -u. Do not edit. -->",
      "",
      "Cases of other checkers that need no running server, in our words: how many of the faults are found, and how many right",
      "rules are refused. What a house asks of its rules is set with the policies `house-rules` and `house-expressions`.",
      "",
      cells("kind", "beside", "found by", "found", "wrongly refused", "not found"),
      cells("---", "---", "---", "--:", "--:", "---"),
      ...rows,
      cells("**all**", "", "", ...sum, ""),
      "",
    ].join("\n");
    await expect(table).toMatchFileSnapshot("../../../docs/reference/lint-recall.md");
  });
});
