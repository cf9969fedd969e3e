// Lint on what is new, and its corrections.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { changesSince, onlyNew } from "../../../policies/lint/changes";
import { fixFiles } from "../../../policies/lint/fixes";
import { lintTexts } from "../../../policies/lint/lint";
import { ruleFile } from "../judged";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "tocsin changes-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const BAD = (name: string, more = "") =>
  `- alert: ${name}\n  expr: sum by (job) (a) > 1\n${more}  annotations:\n    summary: "{{ $labels.instance }} is down"`;

describe("only what is new", () => {
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b.example", "-c", "commit.gpgsign=false", ...args], {
      cwd: folder,
      stdio: "pipe",
    });
  const write = (text: string, file = "rules/a.yml") => writeFileSync(join(folder, file), text);
  const found = (file = "rules/a.yml") => {
    const path = join(folder, file);
    const findings = lintTexts([{ file: path, text: readFileSync(path, "utf8") }]);
    return onlyNew(
      findings.filter(({ policy }) => policy === "template-label-lost"),
      changesSince("main", folder),
    ).map(({ rule }) => rule);
  };
  const OLD = `${ruleFile(`${BAD("A")}\n${BAD("B", "  for: 5m\n")}\n${BAD("C")}`)}\n`;

  beforeAll(() => {
    git("init", "-q", "-b", "main");
    mkdirSync(join(folder, "rules"));
    write(OLD);
    git("add", ".");
    git("commit", "-q", "-m", "a");
  });

  it.each([
    ["nothing where nothing has changed", OLD, []],
    ["a rule of which a line has changed", OLD.replace("for: 5m", "for: 10m"), ["B"]],
    ["a rule of which a line was taken away", OLD.replace(/ *for: 5m\n/, ""), ["B"]],
    [
      "a rule that was added",
      OLD.replace("      - alert: B", `${BAD("N").replace(/^/gm, "      ")}\n      - alert: B`),
      ["N"],
    ],
    ["nothing of the rule before a comment", `${OLD}\n# the end`, []],
  ])("is %s", (_, text, rules) => {
    write(text);
    expect(found()).toEqual(rules);
  });

  it("is every rule of a file that git does not know, and what was changed before a commit", () => {
    write(OLD, "rules/new.yml");
    expect(found("rules/new.yml")).toEqual(["A", "B", "C"]);
    git("checkout", "-q", "-b", "work");
    write(OLD.replace("for: 5m", "for: 10m"));
    git("add", ".");
    git("commit", "-q", "-m", "b");
    expect(found()).toEqual(["B"]);
  });

  it("needs a commit that is there", () => {
    expect(() => changesSince("nowhere", folder)).toThrow(/git merge-base failed/);
    expect(() => changesSince("main", tmpdir())).toThrow(/git rev-parse failed/);
  });
});

describe("corrections", () => {
  const fixed = (text: string, file = "fixed.yml") => {
    const path = join(folder, file);
    writeFileSync(path, text);
    const corrected = fixFiles(lintTexts([{ file: path, text }]), {});
    return { corrected: corrected.map(({ policy }) => policy), text: readFileSync(path, "utf8") };
  };
  const dashboard = (expr: string, multi: boolean) =>
    JSON.stringify({
      title: "A",
      schemaVersion: 39,
      templating: { list: [{ name: "job", type: "query", multi }] },
      panels: [{ type: "timeseries", targets: [{ expr }] }],
    });

  it.each([
    ["a plain text as a regular expression", 'up{job=~"shop"} == 0', 'up{job="shop"} == 0'],
    ["in each of two sides", 'sum(up{job=~"a"}) + sum(up{job=~"b"}) == 0', 'sum(up{job="a"}) + sum(up{job="b"}) == 0'],
    ["anchors", 'up{job=~"^a|b$"} == 0', 'up{job=~"a|b"} == 0'],
    ["a backslash", String.raw`up{ip=~"10\.0\..*"} == 0`, String.raw`up{ip=~"10\\.0\\..*"} == 0`],
  ])("of %s", (_, bad, good) => {
    for (const quoted of [
      (expr: string) => `'${expr}'`,
      (expr: string) => JSON.stringify(expr),
      (expr: string) => expr,
    ])
      expect(fixed(ruleFile(`- alert: A\n  expr: ${quoted(bad)}`)).text).toBe(
        ruleFile(`- alert: A\n  expr: ${quoted(good)}`),
      );
  });

  it("of dashboards", () => {
    expect(fixed(dashboard('sum(rate(a_total{job="$job"}[$__interval]))', true), "a.json").text).toBe(
      dashboard('sum(rate(a_total{job=~"$job"}[$__rate_interval]))', true),
    );
  });

  it("leave alone what has no one answer, and what is right", () => {
    const text = ruleFile(`${BAD("A")}\n- alert: B\n  expr: up{job=~"a|b"} == 0`);
    expect(fixed(text)).toEqual({ corrected: [], text });
  });
});
