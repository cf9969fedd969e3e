// The command, on files (long: one command, by its inputs).
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import execa from "execa";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { lintFiles } from "../../../policies/lint";
import { lintConfiguration } from "../../../policies/lint/configuration";
import { lintTexts } from "../../../policies/lint/lint";
import { freePort } from "../../support/ports";
import { ruleFile } from "../judged";

const MAIN = join(__dirname, "../../../policies/lint/main.ts");
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

const lintIn = (cwd: string, file: string, options: { input?: string } = {}) =>
  execa("node", ["--import", pathToFileURL(require.resolve("tsx")).href, MAIN, file], {
    cwd,
    reject: false,
    ...options,
  });

describe("lint", () => {
  it("gives each finding with its place", async () => {
    const file = join(folder, "bad.yml");
    expect((await lintFiles([file])).findings).toEqual([
      {
        pack: "label-cardinality",
        policy: "unbounded-label-in-rule",
        level: "mandatory",
        file,
        line: 4,
        column: 9,
        group: "shop",
        rule: "job:x:rate5m",
        message: expect.stringContaining(`job:x:rate5m of group "shop" in ${file}: "sum by (user_id)`),
        problem: expect.objectContaining({ found: expect.stringContaining('"sum by (user_id)') }),
      },
    ]);
  });

  it("judges files together: the route of one for the alert of another", () => {
    const rules = ruleFile(
      "- { alert: A, expr: up == 0, labels: { severity: info }, annotations: { summary: a, description: b, runbook_url: 'https://a', dashboard_url: 'https://a' } }",
    );
    const found = (receiver: string) =>
      lintTexts([
        { file: "rules.yml", text: rules },
        { file: "alertmanager.yml", text: `route: { receiver: ${receiver} }\nreceivers: [{ name: ${receiver} }]` },
      ]).map(({ policy }) => policy);
    expect(found("chat")).toEqual(["route-for-every-severity"]);
    // Its name says that it is meant.
    expect(found("blackhole")).toEqual([]);
  });

  it("takes time in proportion to the rules, not to their square", () => {
    const linted = (count: number) => {
      const rules = Array.from(
        { length: count },
        (_, i) =>
          `- { record: "job:x${i}:rate5m", expr: "sum by (job) (rate(x${i}_total[5m])) / sum by (job) (rate(y_total[5m]))" }`,
      );
      const start = process.cpuUsage();
      expect(lintTexts([{ file: "a.yml", text: ruleFile(rules.join("\n")) }])).toEqual([]);
      return process.cpuUsage(start).user;
    };
    linted(500);
    const [few, many] = [linted(500), linted(4_000)];
    // Eight times the rules: a square would be 64 times the time.
    expect(many).toBeLessThan(few * 24);
  });
});

describe("files of every kind", () => {
  const found = (text: string, file: string) => lintTexts([{ file, text }]).map(({ policy }) => policy);

  it.each([
    ["rules.yml", BAD, "unbounded-label-in-rule"],
    ["prometheus.yml", "scrape_configs: [{ job_name: a }]", "scrape-job-without-limits"],
    ["alertmanager.yml", "route: { receiver: a }\nreceivers: [{ name: b }]", "route-for-every-severity"],
    ["shop.json", '{"title":"Shop","schemaVersion":39,"panels":[]}', "dashboard-not-editable"],
    ["rules.yaml", "apiVersion: 1\ngroups: [{ name: a, rules: [{ title: A, data: [] }] }]", "grafana-rule-folder"],
    [
      "all.yaml",
      "apiVersion: v1\nkind: Namespace\nmetadata: { name: a }\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata: { name: b }\nspec: { template: { spec: { containers: [{ name: c, image: prom/prometheus }] } } }",
      "image-with-version",
    ],
  ])("%s is judged", (file, text, policy) => {
    expect(found(text, file)).toContain(policy);
  });

  it("a template is no configuration yet", () => {
    expect(found("groups:\n  - name: a\n    rules: {{ .Values.rules }}\n", "a.yml")).toEqual([]);
    expect(found("groups:\n  - name: a\n    rules: [{ alert: 'A ]\n", "a.yml")).toEqual(["readable-content"]);
  });

  it("a policy's former name configures it as well", async () => {
    const folder = await mkdtemp(join(tmpdir(), "tocsin-lint-"));
    const file = join(folder, "lint.yaml");
    await writeFile(file, "policies: { resolved-is-told: mandatory }\n");
    expect(lintConfiguration(file)).toMatchObject({
      policies: { "send-resolved": { enforcementLevel: "mandatory" } },
      warnings: [expect.stringContaining("resolved-is-told is called send-resolved now")],
    });
    await rm(folder, { recursive: true });
  });

  it("a comment exempts a file, with a reason", () => {
    const config = "scrape_configs: [{ job_name: a }]";
    expect(found(`# tocsin_exempt: scrape-job-without-limits: one small target\n${config}`, "a.yml")).toEqual([]);
    expect(found(`# tocsin_exempt: scrape-job-without-limits\n${config}`, "a.yml").sort()).toEqual([
      "exemption-with-reason",
      "scrape-job-without-limits",
    ]);
  });

  it("a dashboard is exempted by a tag or a line of its description, a panel by its own", () => {
    const dashboard = (more: object) =>
      JSON.stringify({ title: "A", uid: "a", schemaVersion: 39, panels: [], ...more });
    expect(found(dashboard({}), "a.json")).toEqual(["dashboard-not-editable"]);
    expect(found(dashboard({ tags: ["shop", "tocsin_exempt: dashboard-not-editable: for all"] }), "a.json")).toEqual(
      [],
    );
    expect(found(dashboard({ description: "All.\ntocsin_exempt: dashboard-not-editable: for all" }), "a.json")).toEqual(
      [],
    );
    const panel = {
      type: "stat",
      title: "A",
      targets: [],
      description: "tocsin_exempt: dashboard-panel-without-query: soon",
    };
    expect(found(dashboard({ editable: false, panels: [panel] }), "a.json")).toEqual([]);
  });
});

describe("any input", () => {
  const words = fc.constantFrom(
    ..."groups: name: rules: alert: record: expr: scrape_configs: job_name: receivers: route: panels: targets: labels: annotations: kind: apiVersion: metadata: spec: data: - { } [ ] & * | > \n \t \" ' {{ }} $labels.a 5m".split(
      " ",
    ),
  );
  const texts = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(words).map((all) => all.join(" ")),
    fc.array(words).map((all) => all.join("\n  ")),
    fc.jsonValue().map((value) =>
      JSON.stringify({
        groups: [{ rules: [value] }],
        panels: [value],
        scrape_configs: [value],
        route: value,
        receivers: [value],
        templating: { list: [value] },
        title: "a",
        schemaVersion: 1,
      }),
    ),
  );

  it("is judged or reported, never thrown at", () => {
    fc.assert(
      fc.property(texts, (text) => {
        lintTexts([{ file: "a.yml", text }]);
      }),
      { numRuns: 1_000 },
    );
  });

  it("in rules of any shape, with PromQL of any text", () => {
    const field = fc.oneof(
      fc.string(),
      fc.integer(),
      fc.constant(null),
      fc.array(fc.string()),
      fc.dictionary(fc.string(), fc.jsonValue()),
    );
    const rules = fc.array(
      fc.record(
        { alert: field, record: field, expr: field, for: field, labels: field, annotations: field },
        { requiredKeys: [] },
      ),
    );
    fc.assert(
      fc.property(rules, (all) => {
        lintTexts([{ file: "a.json", text: JSON.stringify({ groups: [{ name: "a", rules: all }] }) }]);
      }),
      { numRuns: 500 },
    );
  });

  it("of any bytes is judged, or reported as not read", async () => {
    const file = join(folder, "bytes.yml");
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), fc.nat(GOOD.length), async (bytes, cut) => {
        await writeFile(file, Buffer.concat([Buffer.from(GOOD.slice(0, cut)), bytes]));
        await lintFiles([file]);
      }),
      { numRuns: 300 },
    );
  });

  it("cut anywhere is judged or reported", () => {
    const whole = `${GOOD}\n---\nroute: { receiver: a }\nreceivers: [{ name: a, slack_configs: [{ channel: "b" }] }]\n`;
    for (let end = 0; end <= whole.length; end += 1) lintTexts([{ file: "a.yml", text: whole.slice(0, end) }]);
  });
});

describe("the command", () => {
  it("exits with 0 and says only how much was judged where all is well", async () => {
    expect(await lint("good.yml")).toMatchObject({
      exitCode: 0,
      stdout: "",
      stderr: "Judged 1 file, 1 rule, 0 routes, 0 panels: 0 findings.",
    });
  });

  it("says what it takes", async () => {
    const help = await lint("--help");
    expect(help).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("Exit code 0: clean; 1: findings") });
    expect(await lint()).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("Name the files.") });
  });

  it("exits with 1 and a line a finding, or JSON", async () => {
    expect(await lint("good.yml", "bad.yml")).toMatchObject({
      exitCode: 1,
      stdout: expect.stringMatching(
        /^bad\.yml:4:9: mandatory job:x:rate5m of group "shop" in bad\.yml: .* \[label-cardinality\/unbounded-label-in-rule\]$/,
      ),
    });
    const { stdout, exitCode } = await lint("--json", "bad.yml");
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject([{ policy: "unbounded-label-in-rule", file: "bad.yml" }]);
  });

  it("takes levels and settings from a file", async () => {
    const file = join(folder, "policies.json");
    const withConfig = async (config: object) => {
      await writeFile(file, JSON.stringify(config));
      return lint("bad.yml", "--config", file);
    };
    const name = "unbounded-label-in-rule";
    expect((await withConfig({ [name]: "advisory" })).stdout).toMatch(/^bad\.yml:4:9: advisory /);
    expect(await withConfig({ [name]: { enforcementLevel: "disabled" } })).toMatchObject({ exitCode: 0, stdout: "" });
    expect(await withConfig({ [name]: { bounded: ["user_id"] } })).toMatchObject({ exitCode: 0 });
    expect((await withConfig({ [name]: { bound: [] } })).stderr).toContain(
      `${name} has no setting "bound"; allowed: enforcementLevel, alsoUnbounded, bounded`,
    );
    expect((await withConfig({ [name]: { bounded: 5 } })).stderr).toContain("bounded is 5; it takes a list of texts");
    expect(await withConfig({ none: "advisory" })).toMatchObject({ exitCode: 2 });
  });

  it("prints what machines take", async () => {
    const sarif = JSON.parse((await lint("--format", "sarif", "bad.yml", "none.yml")).stdout);
    expect(sarif).toMatchObject({ version: "2.1.0", runs: [{ invocations: [{ executionSuccessful: false }] }] });
    const [run] = sarif.runs;
    expect(run.results).toMatchObject([
      {
        ruleId: "unbounded-label-in-rule",
        level: "error",
        locations: [
          { physicalLocation: { artifactLocation: { uri: "bad.yml" }, region: { startLine: 4, startColumn: 9 } } },
        ],
      },
    ]);
    expect(run.tool.driver.rules[run.results[0].ruleIndex].id).toBe("unbounded-label-in-rule");
    expect((await lint("--format", "github", "bad.yml")).stdout).toMatch(
      /^::error file=bad\.yml,line=4,col=9,title=unbounded-label-in-rule::job:x:rate5m of group "shop"/,
    );
    expect((await lint("--format", "junit", "bad.yml", "none.yml")).stdout).toMatch(
      /<testsuite name="bad\.yml" tests="1" failures="1" errors="0">.*message="job:x:rate5m of group &quot;shop&quot;.*<error message=/s,
    );
    expect(await lint("--format", "xml", "bad.yml")).toMatchObject({
      exitCode: 2,
      stderr: '--format is "xml"; allowed: text, json, sarif, github, junit',
    });
  });

  it("keeps the findings where the Prometheus that is asked does not answer", async () => {
    const gone = `http://127.0.0.1:${await freePort()}`;
    const { stdout, stderr, exitCode } = await lint("--prometheus", gone, "bad.yml");
    expect(exitCode).toBe(2);
    expect(stdout).toContain("unbounded-label-in-rule");
    expect(stderr).toContain(`${gone} does not answer: ECONNREFUSED`);
    expect(await lint("--prometheus", gone, "--window", "1 day", "bad.yml")).toMatchObject({
      exitCode: 2,
      stderr: '--window is "1 day"; it takes a duration such as 6h, 1d or 2w',
    });
  });

  it("explains a policy", async () => {
    const { stdout, exitCode } = await lint("--explain", "histogram-quantile-without-le");
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(
      /^histogram-quantile-without-le \(mandatory, .*always empty.*Found:.*Right:.*tocsin_exempt/s,
    );
    const live = (await lint("--explain", "live-firing")).stdout;
    expect(live).toMatch(/^live-firing \(advisory, live\).*10 times a day.*--prometheus URL.*tocsin_exempt/s);
    expect((await lint("--explain", "histogram-le")).stderr).toContain("histogram-quantile-without-le");
  });

  it("leaves conventions alone unless they are asked for, and fails on the level that is said", async () => {
    await writeFile(join(folder, "plain.yml"), ruleFile("- { alert: A, expr: up == 0, labels: { severity: info } }"));
    expect(await lint("plain.yml")).toMatchObject({ exitCode: 0, stdout: "" });
    const styled = await lint("plain.yml", "--style");
    expect(styled).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("alert-runbook-url") });
    expect((await lint("plain.yml", "--style", "--fail-on", "advisory")).exitCode).toBe(1);
  });

  it("is told by .tocsin-lint.yaml, and reads folders but for what that leaves out", async () => {
    const project = join(folder, "project");
    await mkdir(join(project, "old"), { recursive: true });
    await Promise.all([
      writeFile(join(project, "rules.yml"), BAD),
      writeFile(join(project, "values.yml"), "image: shop\n"),
      writeFile(join(project, "old/rules.yml"), BAD),
    ]);
    const inProject = (config: string) =>
      writeFile(join(project, ".tocsin-lint.yaml"), config).then(() => lintIn(project, "."));
    expect(await inProject("ignore: [old/]\npolicies: { unbounded-label-in-rule: advisory }")).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/^rules\.yml:4:9: advisory [^\n]*$/),
      stderr: expect.stringContaining("Judged 1 file, 1 rule"),
    });
    expect((await inProject("policies: {}")).stdout).toContain("old/rules.yml:4:9: mandatory");
    expect((await inProject("ignored: []\nstyle: true")).stderr).toContain(
      'has no field "ignored"; allowed: policies, ignore, style',
    );
  });

  it("reads standard input", async () => {
    const { stdout } = await lintIn(folder, "-", { input: BAD });
    expect(stdout).toMatch(/^-:4:9: mandatory/);
  });

  it("finds what is wrong in a file though another cannot be read", async () => {
    expect(await lint("none.yml", "bad.yml")).toMatchObject({
      exitCode: 2,
      stdout: expect.stringContaining("bad.yml:4:9: mandatory"),
      stderr: expect.stringMatching(
        /^none\.yml was not read: .*\nJudged 1 file, 1 rule, .*: 1 finding; 1 file not read\.$/s,
      ),
    });
  });

  it.each([
    ["cut.yml", /cannot be parsed/],
    ["binary.yml", /binary\.yml was not read: it is not a text file/],
    ["none.yml", /none\.yml was not read: it cannot be read/],
    [".", /cut\.yml:\S+ mandatory .*cannot be parsed.*binary\.yml was not read/s],
    ["--format", /argument missing/],
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
