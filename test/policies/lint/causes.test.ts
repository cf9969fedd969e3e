// What counts as one finding, and how its places are printed in each format.
import { describe, expect, it } from "vitest";
import { causesOf } from "../../../policies/lint/causes";
import { FORMATS, PRINTERS } from "../../../policies/lint/formats";
import { lintTexts } from "../../../policies/lint/lint";
import { ruleFile } from "../judged";

const lost = (name: string, label = "instance") =>
  `- { alert: ${name}, expr: sum(up) < 2, labels: { severity: info }, annotations: { summary: '{{ $labels.${label} }}' } }`;
const info = (name: string, metric: string) =>
  `- { alert: ${name}, expr: '${metric} * on (instance) group_left (nodename) node_uname_info > 10', labels: { severity: info } }`;

const causes = (policy: string, files: Readonly<Record<string, readonly string[]>>) =>
  causesOf(
    lintTexts(Object.entries(files).map(([file, rules]) => ({ file, text: ruleFile(rules.join("\n")) }))).filter(
      (one) => one.policy === policy,
    ),
  );

describe("one finding", () => {
  it("is what one policy objects to in one file for one reason, with all its places", () => {
    const found = causes("template-label-lost", {
      "a.yml": [lost("A"), lost("B"), lost("C", "pod")],
      "b.yml": [lost("D")],
    });
    expect(found).toMatchObject([
      {
        file: "a.yml",
        rule: "A",
        line: 4,
        also: [
          { rule: "B", line: 5 },
          { rule: "C", line: 6 },
        ],
      },
      { file: "b.yml", rule: "D", also: [] },
    ]);
    expect(found[0]?.also[1]?.found).toMatch(/^summary names \$labels\.pod.*Keep pod/);
  });

  it("is not what another policy, another reason or another level objects to", () => {
    const all = causesOf(
      lintTexts([{ file: "a.yml", text: ruleFile([lost("A"), info("B", "node_load1"), lost("C")].join("\n")) }]),
    );
    expect(all.map(({ policy, also }) => [policy, also.length])).toContainEqual(["template-label-lost", 1]);
    expect(all.map(({ policy, also }) => [policy, also.length])).toContainEqual(["join-with-changing-info", 0]);
  });

  it("says the texts of a rule that name the same label at once", () => {
    const rule = `- { alert: A, expr: sum(up) < 2, labels: { severity: info }, annotations: { summary: '{{ $labels.pod }}', description: 'in {{ $labels.pod }}' } }`;
    const [found, ...others] = causes("template-label-lost", { "a.yml": [rule] });
    expect(others).toEqual([]);
    expect(found?.message).toContain("summary and description name $labels.pod");
    expect(found?.also).toEqual([]);
  });
});

describe("what is printed", () => {
  const mandatory = causes("template-label-lost", {
    "a.yml": [lost("A"), lost("B"), lost("C"), ...[..."defghij"].map((label) => lost(label, label))],
  });
  const advised = causes("join-with-changing-info", {
    "a.yml": [..."abcdefgh"].map((one) => info(one, `node_${one}`)),
  });

  it("has the same words of several rules in one line, with the names and lines", () => {
    const lines = PRINTERS.text(mandatory, []).trimEnd().split("\n");
    expect(lines[0]).toMatch(/^a\.yml:4:9: mandatory A .*\[alerting-conventions\/template-label-lost\]$/);
    expect(lines[1]).toBe("  a.yml:5:9: B, C:6: the same");
    expect(lines[2]).toMatch(/^ {2}a\.yml:7:9: d: summary names \$labels\.d/);
  });

  it.each(FORMATS)("has every place of what is mandatory: %s", (format) => {
    const text = PRINTERS[format](mandatory, []);
    for (const label of "bdefghij") expect(text).toMatch(label === "b" ? /B/ : new RegExp(`\\$labels\\.${label},`));
  });

  it("has the first five others of what is advised, and says how many are left, but for formats that list them", () => {
    expect(PRINTERS.text(advised, [])).toMatch(/node_f\b.*\n {2}and 2 more: --format json lists all\n$/);
    expect(JSON.parse(PRINTERS.json(advised, []))).toMatchObject([{ also: { length: 7 } }]);
    expect(JSON.parse(PRINTERS.sarif(advised, [])).runs[0].results).toMatchObject([
      { relatedLocations: { length: 7 } },
    ]);
  });

  it("has expressions of several lines in one", () => {
    const [one] = causes("template-label-lost", { "a.yml": [lost("A")] });
    expect(one && PRINTERS.text([{ ...one, message: "sum(\n  up)" }], [])).toContain(" sum( up) [");
  });
});
