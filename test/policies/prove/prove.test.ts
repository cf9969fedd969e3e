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

const tools = toolsOrSkip("promtool");

/** Name, expression, and for how long. */
const RULES: readonly (readonly [string, string, string?])[] = [
  ["Down", 'up{job="a"} == 0', "2m"],
  ["Errors", 'sum by (job) (rate(http_total{code=~"5.."}[5m])) / sum by (job) (rate(http_total[5m])) > 0.05', "5m"],
  ["Disk", 'avail{fstype!~"tmpfs|x"} / size * 100 < 10 and on (instance) readonly == 0', "10m"],
  ["Gone", 'absent(up{job="a"})', "1m"],
  ["Slow", "histogram_quantile(0.99, sum by (le, job) (rate(took_bucket[5m]))) > 0.5"],
  ["Certificate", "expires - time() < 86400 * 7"],
  ["Few", "count by (job) (up == 1) < 3"],
  ["Guarded", "used / most > 0.9 and most > 0"],
  ["Modes", 'sum by (job) (rate(cpu{mode!="idle",mode!="iowait",mode!~"steal|guest"}[5m])) > 3'],
  ["Named", 'rate(io{device!=""}[5m]) > 3'],
  ["GuardedPart", 'sum(rate(a_total{code="5"}[5m])) / sum(rate(a_total[5m])) > 0.1 and sum(rate(a_total[5m])) > 0'],
  ["GuardedRatio", 'rate(a_total{job="a"}[5m]) / rate(b_total{job="a"}[5m]) > 2 and rate(b_total{job="a"}[5m]) > 0'],
  ["Either", 'left{job="a"} > 10 or right{job="b"} < 5'],
  ["Share", "hits / (hits + misses) < 0.8"],
  ["Rest", "(all - used) / all < 0.1"],
  ["Versions", "count by (job) (count by (job, version) (build_info)) > 1"],
  ["Least", 'min by (job) (members{state="a"}) > 3'],
  ["Flaps", "changes(role[5m]) > 3"],
  ["NodesWithout", "count by (a) (nodes) unless on (a) count by (a) (up == 1)"],
  ["Spare", "sum by (a) (asked) - (sum by (a) (have) - max by (a) (have)) > 0"],
  ["There", 'broken{name=~"new.*"}'],
  ["Between", "3 <= days < 20"],
  ["Even", "count(members) % 2 == 0"],
  ["Load", "load{job='a'} / count without (cpu, mode) (seconds_total{mode='idle'}) > 2"],
  ["Joined", 'used{job="a"} * on (pod) max by (pod) (info{job="b"}) > 5'],
  ["Excepted", 'fill{job="a"} > 5 unless on (pod) mode{kind="ro"} == 1'],
  ["Behind", 'observed{job="a"} != generation{job="a"}', "15m"],
];
/** Joined with the one series of a group that topk chooses. */
const OF_PODS =
  'sum by (ns, pod) (used{job="a"}) * on (ns, pod) group_left (node) topk by (ns, pod) (1, max by (ns, pod, node) (info{job="b"}))';
/** What cannot be proven, and what is shown of what can. */
const OTHERS: readonly (readonly [string, string, RegExp])[] = [
  ["Values", 'count(count_values("v", hash)) > 1', /count_values is not solved/],
  ["Never", "used / most > 0.9 and most < 0", /"fires and resolves": it does not fire/],
  ["Always", "up or vector(1)", /it reads nothing/],
];

describe.skipIf(!tools)("rules", () => {
  let proofs: Map<string, Proof>;
  beforeAll(async () => {
    const all = [...RULES, ...OTHERS.map(([name, expr]) => [name, expr] as const)];
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

  it.each([...RULES.map(([name]) => name), "job:x:rate5m", "pod:used:sum"])(
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
    expect([rules, proven]).toEqual([34, 31]);
    expect(killed / mutants).toBeGreaterThan(0.9);
    const said = [...proofs.values()].map(linesOf).join("");
    expect(said).toMatch(/a\.yml:\d+: Values is not proven: .*\n/);
    expect(summaryOf([...proofs.values()], { fired: new Set(["Down"]), quiet: new Set() }, 1)).toMatch(
      /make 1 of 32 alerts fire.*\n.*Proven 31 of 34 rules/,
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
