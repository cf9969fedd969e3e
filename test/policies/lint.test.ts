// The command, on files.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import execa from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { lintFiles } from "../../policies/lint";
import { lintTexts } from "../../policies/lint/lint";
import { ruleFile } from "./judged";

const MAIN = join(__dirname, "../../policies/lint/main.ts");
const GOOD = ruleFile("- record: job:x:rate5m\n  expr: sum by (job) (rate(x_total[5m]))");
const BAD = ruleFile("- record: job:x:rate5m\n  expr: sum by (user_id) (rate(x_total[5m]))");

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tocsin lint-"));
  await Promise.all(
    Object.entries({ "good.yml": GOOD, "bad.yml": BAD, "cut.yml": `${GOOD.slice(0, 25)}[`, "binary.yml": "a\0b" }).map(
      ([name, text]) => writeFile(join(folder, name), text),
    ),
  );
});
afterAll(() => rm(folder, { recursive: true }));

const lint = (...args: string[]) =>
  execa("node", ["--import", pathToFileURL(require.resolve("tsx")).href, MAIN, ...args], {
    cwd: folder,
    reject: false,
  });

describe("lint", () => {
  it("gives each finding with its place", () => {
    const file = join(folder, "bad.yml");
    expect(lintFiles([file])).toEqual([
      {
        pack: "label-cardinality",
        policy: "unbounded-label-in-rule",
        level: "mandatory",
        file,
        group: "shop",
        rule: "job:x:rate5m",
        message: expect.stringContaining(`job:x:rate5m of group "shop" in ${file}: "sum by (user_id)`),
      },
    ]);
  });

  it("judges files together: the route of one for the alert of another", () => {
    const rules = ruleFile(
      "- { alert: A, expr: up == 0, labels: { severity: info }, annotations: { summary: a, description: b, runbook_url: 'https://a' } }",
    );
    const config = "route: { receiver: none }\nreceivers: [{ name: none }]";
    const findings = lintTexts([
      { file: "rules.yml", text: rules },
      { file: "alertmanager.yml", text: config },
    ]);
    expect(findings.map(({ policy }) => policy)).toEqual(["route-for-every-severity"]);
  });

  it("takes time in proportion to the rules: 1,000 in under 2 seconds", () => {
    const rules = Array.from(
      { length: 1_000 },
      (_, i) =>
        `- { record: "job:x${i}:rate5m", expr: "sum by (job) (rate(x${i}_total[5m])) / sum by (job) (rate(y_total[5m]))" }`,
    );
    const start = performance.now();
    expect(lintTexts([{ file: "a.yml", text: ruleFile(rules.join("\n")) }])).toEqual([]);
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});

describe("the command", () => {
  it("exits with 0 and says nothing where all is well", async () => {
    expect(await lint("good.yml")).toMatchObject({ exitCode: 0, stdout: "", stderr: "" });
  });

  it("exits with 1 and a line a finding, or JSON", async () => {
    expect(await lint("good.yml", "bad.yml")).toMatchObject({
      exitCode: 1,
      stdout: expect.stringMatching(
        /^mandatory job:x:rate5m of group "shop" in bad\.yml: .* \[label-cardinality\/unbounded-label-in-rule\]$/,
      ),
    });
    const { stdout, exitCode } = await lint("--json", "bad.yml");
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject([{ policy: "unbounded-label-in-rule", file: "bad.yml" }]);
  });

  it.each([
    ["cut.yml", /cannot be parsed/],
    ["binary.yml", /binary\.yml is not a text file/],
    ["none.yml", /none\.yml cannot be read/],
    [".", /\. cannot be read/],
    ["--verbose", /Unknown option '--verbose'/],
  ])("exits with 2 for %s", async (argument, problem) => {
    const { exitCode, all } = await lint(argument).then((result) => ({
      ...result,
      all: result.stdout + result.stderr,
    }));
    expect(all).toMatch(problem);
    expect(exitCode).toBe(2);
  });
});
