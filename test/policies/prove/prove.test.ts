// Rules are proven from their expressions alone: by the real promtool, as it evaluates them.
import { writeFileSync } from "node:fs";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expressionIn } from "../../../components/promql";
import { readText } from "../../../policies/content";
import { keptIn } from "../../../policies/prove/kept";
import { mutantsOf } from "../../../policies/prove/mutants";
import { type Proof, proofsOf } from "../../../policies/prove/prove";
import { linesOf, scoreOf, summaryOf } from "../../../policies/prove/report";
import { rangesOf } from "../../../policies/prove/series/constants";
import { coverageOf } from "../../../policies/prove/tests";
import { toolsOrSkip } from "../../support/tools";
import { ruleFile } from "../judged";
import { OF_GROUPS, RULES } from "./rules";

const tools = toolsOrSkip("promtool");

/** Joined with the one series of a group that topk chooses. */
const OF_PODS =
  'sum by (ns, pod) (used{job="a"}) * on (ns, pod) group_left (node) topk by (ns, pod) (1, max by (ns, pod, node) (info{job="b"}))';
/** What cannot be proven, and what is shown of what can. */
const OTHERS: readonly (readonly [string, string, RegExp])[] = [
  ["Unnamed", '{job="a"} > 1', /a selector without a name/],
  ["Never", "used / most > 0.9 and most < 0", /"fires and resolves": it does not fire/],
  ["Always", "up or vector(1)", /it reads nothing/],
];

describe.skipIf(!tools)("rules", () => {
  let proofs: Map<string, Proof>;
  beforeAll(async () => {
    const all = [...RULES, ...OF_GROUPS, ...OTHERS.map(([name, expr]) => [name, expr] as const)];
    const yaml = all.map(
      ([name, expr, waits]) => `- alert: ${name}\n  expr: ${JSON.stringify(expr)}${waits ? `\n  for: ${waits}` : ""}`,
    );
    const recording = [
      "- record: job:x:rate5m\n  expr: sum by (job) (rate(x_total[5m]))",
      `- record: pod:used:sum\n  expr: ${JSON.stringify(OF_PODS)}`,
    ].join("\n");
    const revealing = [
      "- alert: Unborn\n  expr: (count(up) or vector(0)) < 1",
      "- alert: Reset\n  expr: delta(x_total[5m]) < 0",
    ];
    const { rules } = readText(ruleFile([...yaml, recording, ...revealing].join("\n")), { file: "a.yml" });
    const found = await proofsOf(rules, { promtool: tools?.promtool ?? "", limit: 250 });
    proofs = new Map(found.map((proof) => [proof.rule.name, proof]));
  }, 300_000);

  it.each([...[...RULES, ...OF_GROUPS].map(([name]) => name), "job:x:rate5m", "pod:used:sum"])(
    "%s is proven, and each fault in it is noticed",
    (name) => {
      const { reason, survivors, mutants } = proofs.get(name) ?? {};
      expect({ reason, survivors }).toEqual({ reason: undefined, survivors: [] });
      expect(mutants).toBeGreaterThan(0);
    },
  );

  it.each(OTHERS)("%s is not proven, with the reason", (name, _, reason) => {
    expect(proofs.get(name)?.reason).toMatch(reason);
  });

  it("show what somebody may not expect", () => {
    expect(proofs.get("Unborn")?.revealed).toContain("it fires where there is no data at all");
    expect(proofs.get("Reset")?.revealed).toContain("it fires when a counter is reset");
    expect(proofs.get("Down")?.revealed).toEqual([]);
  });

  it("are counted", () => {
    const { rules, proven, killed, mutants } = scoreOf([...proofs.values()]);
    expect([rules, proven]).toEqual([63, 60]);
    expect(killed / mutants).toBeGreaterThan(0.9);
    const said = [...proofs.values()].map(linesOf).join("");
    expect(said).toMatch(/a\.yml:\d+: Unnamed is not proven: .*\n/);
    expect(summaryOf([...proofs.values()], { fired: new Set(["Down"]), quiet: new Set() }, 1)).toMatch(
      /make 1 of 61 alerts fire.*\n.*Proven 60 of 63 rules/,
    );
  });

  it("a rule that takes too long is not proven, and hides no other", async () => {
    const folder = await mkdtemp(join(tmpdir(), "tocsin-slow-"));
    const slow = join(folder, "promtool");
    // A promtool that never ends where the rule is there.
    await writeFile(slow, `#!/bin/sh\ngrep -q forever ./*.rules.yml && exec sleep 60\nexec ${tools?.promtool} "$@"\n`);
    await chmod(slow, 0o755);
    const yaml = ["- alert: Slow\n  expr: forever > 1", "- alert: Quick\n  expr: up == 0"].join("\n");
    const { rules } = readText(ruleFile(yaml), { file: "a.yml" });
    const said: string[] = [];
    const [one, other] = await proofsOf(rules, {
      promtool: slow,
      limit: 6,
      onProof: ({ rule }) => said.push(rule.name),
    });
    expect(one?.reason).toBe("promtool takes more than 6 s for it");
    expect(other).toMatchObject({ survivors: [] });
    expect(other?.reason).toBeUndefined();
    expect(said).toEqual(["Slow", "Quick"]);
    await rm(folder, { recursive: true });
  }, 60_000);
});

it("what asks for the time is not proven by a promtool that begins in 1970 only", async () => {
  const folder = await mkdtemp(join(tmpdir(), "tocsin-old-"));
  const old = join(folder, "promtool");
  await writeFile(old, "#!/bin/sh\necho 'field start_timestamp not found in type main.testGroup'\nexit 1\n");
  await chmod(old, 0o755);
  const { rules } = readText(ruleFile("- alert: A\n  expr: time() - a > 60"), { file: "a.yml" });
  const [proof] = await proofsOf(rules, { promtool: old });
  expect(proof?.reason).toBe("a promtool before 3.9 cannot play what asks for the time");
  await rm(folder, { recursive: true });
});

it("what a file keeps is found again, as long as the rule stays as it is", async () => {
  const folder = await mkdtemp(join(tmpdir(), "tocsin-kept-"));
  const file = join(folder, "proofs.jsonl");
  const ruleOf = (expr: string) => readText(ruleFile(`- alert: A\n  expr: ${expr}`), { file: "a.yml" }).rules[0];
  const [rule, changed] = [ruleOf("up == 0"), ruleOf("up == 1")];
  if (!rule || !changed) throw new Error("no rule was read");
  const proof = { rule, mutants: 3, survivors: ["== turned to !="], revealed: [] };
  keptIn(file).add(proof);
  // As where the machine was stopped in the middle of a line.
  writeFileSync(file, '{"key":"', { flag: "a" });
  const kept = keptIn(file);
  expect(kept.of(rule)).toEqual(proof);
  expect(kept.of(changed)).toBeUndefined();
  await rm(folder, { recursive: true });
});

it.each([
  ['a{job="x"} / b{job="x"} > 1', []],
  ['rate(a{job="x"}[5m]) / ignoring (code) group_left rate(b{job="x"}[5m]) > 1', []],
  ['a{job=~"x|y"} / b{job=~"x|y"} > 1', []],
  ['a{job!=""} / b{job!=""} * 100 < 5 and c{job!=""} == 0', []],
  ['sum by (job) (a{job="x"}) / sum by (job) (b{job="x"}) > 1', []],
  ['a{job="x"} unless b{job="x"}', ["left"]],
  ['a{job="x"} or b{job="x"}', ["left", "right"]],
  ['a{job="x"} / on (instance) b{job="x"} > 1', ["left", "right"]],
  ['sum(a{job="x"}) / sum(b{job="x"}) > 1', ["left", "right"]],
])("of two sides that ask for the same label, one can do without: %s", (expr, sides) => {
  const found = mutantsOf(expr, undefined).filter(({ what }) => what.startsWith("without"));
  expect(found.map((one) => (/b\b[^"]*job="x"/.test(one.expr.replace(/by \(job\)/g, "")) ? "left" : "right"))).toEqual(
    sides,
  );
});

it("a guard of a ratio that is no number without it has no faults that let more through", () => {
  const ratio = 'sum(rate(a{x="1",y="2"}[5m])) / sum(rate(a{x="1"}[5m])) > 0.1';
  const what = mutantsOf(`${ratio} and sum(rate(a{x="1"}[5m])) > 0`, undefined).map((one) => one.what);
  expect(what.filter((one) => one === 'without x="1"')).toHaveLength(2);
  expect(what.filter((one) => /threshold 0 set/.test(one))).toEqual(["the threshold 0 set to 1"]);
});

it("a threshold below all that a count can be is no fault", () => {
  const thresholds = (expr: string) =>
    mutantsOf(expr, undefined).flatMap(({ what }) => /set to (.*)/.exec(what)?.[1] ?? []);
  expect(thresholds("count(a) > 0")).toEqual(["1"]);
  expect(thresholds("count(a) >= 1")).toEqual(["2"]);
  expect(thresholds("count(a) > 1")).toEqual(["2", "0"]);
  expect(thresholds("a > 0")).toEqual(["1", "-1"]);
});

it("faults are one of each kind", () => {
  const what = mutantsOf('sum by (job, le) (rate(a{x="1",y="2"}[5m])) > 20', "2m").map((one) => one.what);
  expect(what).toEqual([
    "> turned to <",
    "the threshold 20 set to 22",
    "the threshold 20 set to 18",
    "job dropped from by",
    "[5m] doubled",
    'without x="1"',
    'without y="2"',
    "for halved, from 2m",
  ]);
});

describe("tests that a team has", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "tocsin prove-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it("say which alerts they make fire", () => {
    const file = join(folder, "test.yml");
    const asked = "[{ alertname: A, exp_alerts: [{}] }, { alertname: B, exp_alerts: [] }]";
    writeFileSync(file, `rule_files: [a.yml]\ntests: [{ alert_rule_test: ${asked} }]`);
    const { fired, quiet } = coverageOf([file]);
    expect([[...fired], [...quiet]]).toEqual([["A"], ["B"]]);
  });
});

it("ranges inside ranges add up, and of those side by side the longest counts", () => {
  const back = (expr: string) => rangesOf(expressionIn(expr)).back;
  expect(back("rate(a[1h]) / rate(b[1h]) + rate(c[5m])")).toBe(3600);
  expect(back("max_over_time(rate(c[5m])[30m:1m] offset 1h) + rate(a[1h])")).toBe(5700);
});
