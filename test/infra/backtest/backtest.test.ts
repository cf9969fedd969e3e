// Backtests over the history of a real Prometheus.

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import execa from "execa";
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { z } from "zod";
import { assemble, type Monitoring } from "../../../components/monitoring";
import { yaml } from "../../../components/prometheus";
import { inlined } from "../../../components/promql";
import { close, listen, readBody, send, text } from "../../../components/sample/http";
import { type BacktestArgs, backtest } from "../../../infra/commands/backtest/backtest";
import { type BacktestOptions, backtestCommand } from "../../../infra/commands/backtest/command";
import { type Rule, type RuleSet, ruleSetOf } from "../../../infra/commands/backtest/rules";
import { endpoints, everyMixin, settings } from "../../support/environment";
import { toolsOrSkip } from "../../support/tools";
import { type Running, start } from "./past";

const MINUTE = 60;
const HOUR = 3_600;
const NOW = 1_790_000_000;
/** History is six hours long; three hours ago a cache was full for half an hour. */
const BEGIN = NOW - 6 * HOUR;
const FULL_FROM = NOW - 3 * HOUR;
const FULL_TO = FULL_FROM + 30 * MINUTE;

const cache = 'instance="cache-1",job="redis",service="cache",team="shop"';
const isFull = (at: number) => at >= FULL_FROM && at < FULL_TO;

const PAST = {
  fromSeconds: BEGIN,
  toSeconds: NOW,
  series: {
    up: [[cache, () => 1]],
    redis_memory_used_bytes: [[cache, (at: number) => (isFull(at) ? 960 : 500)]],
    redis_memory_max_bytes: [[cache, () => 1000]],
    requests: [
      [`code="200",${cache}`, () => 7],
      [`code="503",${cache}`, () => 3],
    ],
    "job:requests:sum": [['job="redis"', () => 10]],
    young: [[cache, (at: number) => (at >= NOW - HOUR ? 1 : undefined)]],
  },
} satisfies Parameters<typeof start>[1];

const grid = { startSeconds: NOW - 12 * HOUR, endSeconds: NOW, stepSeconds: 10 };

const rule = (expr: string, more: Partial<Rule> = {}): Rule => ({
  ...{ name: "Tested", severity: "warning", expr, forSeconds: 0, keepFiringForSeconds: 0 },
  ...more,
});

const ruleSet = (rules: Rule[], recordings: Record<string, string> = {}): RuleSet => ({
  rules,
  recordings: new Map(Object.entries(recordings)),
});

const monitoring = (alerts: object = {}): Monitoring =>
  assemble(
    "shop",
    settings({ services: [{ name: "cache", mixin: "redis", targets: ["10.0.0.1:9121"] }], alerts }),
    endpoints,
  );

const tools = toolsOrSkip("prometheus", "promtool");

describe.skipIf(!tools)("over the history of a real Prometheus", () => {
  let prometheus: Running;
  beforeAll(async () => {
    if (tools) prometheus = await start(tools, PAST);
  });
  afterAll(() => prometheus?.stop());
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  const run = (args: Pick<BacktestArgs, "head"> & Partial<BacktestArgs>) =>
    backtest({ prometheus: prometheus.url, grid, evaluationSeconds: 10, onProgress: () => undefined, ...args });

  const verdictOf = async (expr: string, recordings?: Record<string, string>) =>
    (await run({ head: ruleSet([rule(expr)], recordings) })).rules[0]?.after;

  const command = backtestCommand({
    monitoringOf: async () =>
      monitoring({ RedisOutOfConfiguredMaxmemory: { threshold: { warning: 0.97, critical: 0.99 } } }),
    monitoringAt: async () => monitoring(),
  });

  async function printed(options: BacktestOptions): Promise<string[]> {
    const said: string[] = [];
    vi.spyOn(console, "log").mockImplementation((line: string) => void said.push(line));
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    vi.useFakeTimers({ now: NOW * 1000, toFake: ["Date"] });
    await command("shop", { prometheus: `${prometheus.url}/`, days: "0.5", ...options });
    return said;
  }

  test("the command finds a fault, and a raised threshold removes it", async () => {
    const said = await printed({ against: "main" });
    expect(said.at(-2)).toContain("4 of 4 expressions: RedisOutOfConfiguredMaxmemory");
    expect(said.at(-1)?.replace(prometheus.url, "URL")).toMatchInlineSnapshot(`
      "
      shop over 12 h of URL: its history reaches back to 2026-09-21 08:13 UTC only (5 h 59 min).
      Evaluated every 10 s; what comes and goes in between is not seen.

        alert                          severity           before                    after
        RedisOutOfConfiguredMaxmemory  critical  changed  once, 30 min 50 s in all  never
        RedisOutOfConfiguredMaxmemory  warning   changed  once, 25 min in all       never

        RedisOutOfConfiguredMaxmemory (critical): there is no history of redis_instance_info
        RedisOutOfConfiguredMaxmemory (warning): there is no history of redis_instance_info"
    `);
  });

  test("the command tells what all rules of an environment would have done, as JSON", async () => {
    const said = await printed({ json: true });
    const { rules } = z
      .object({ rules: z.array(z.object({ name: z.string(), kind: z.string() })) })
      .parse(JSON.parse(said.join("")));
    expect(rules.length).toBe(ruleSetOf(monitoring()).rules.length);
    expect(new Set(rules.map(({ kind }) => kind))).toEqual(new Set(["as it is"]));
  });

  test("an alert fires from the end of its `for` to the end of the fault", async () => {
    const fault = "redis_memory_used_bytes > 900";
    const { rules } = await run({
      base: ruleSet([rule(fault, { forSeconds: 5 * MINUTE })]),
      head: ruleSet([rule(fault, { forSeconds: 20 * MINUTE, keepFiringForSeconds: 10 * MINUTE })]),
    });
    const [seen] = rules;
    expect(seen?.kind).toBe("changed");
    // The last sample is seen until the next one: half a minute more or less.
    expect(Math.abs((seen?.before?.firing?.seconds ?? 0) - 25 * MINUTE)).toBeLessThanOrEqual(30);
    expect(Math.abs((seen?.after?.firing?.seconds ?? 0) - 20 * MINUTE)).toBeLessThanOrEqual(30);
  });

  test("absence counts only where there is history", async () => {
    const result = await run({ head: ruleSet([rule('absent(up{job="other"})')]) });
    expect(Math.abs((result.historySince ?? 0) - BEGIN)).toBeLessThanOrEqual(30);
    expect(Math.abs((result.rules[0]?.after?.firing?.seconds ?? 0) - 6 * HOUR)).toBeLessThanOrEqual(60);
  });

  test("metrics without history are named, and so is a history that begins late", async () => {
    expect(await verdictOf("nowhere > 1")).toEqual({
      problem: "no history: no series of nowhere",
      missing: ["nowhere"],
    });
    expect(await verdictOf("up == 0 or nowhere > 1")).toMatchObject({ firing: { times: 0 }, missing: ["nowhere"] });
    const since = (await verdictOf("young == 1"))?.since ?? 0;
    expect(Math.abs(since - (NOW - HOUR))).toBeLessThanOrEqual(90);
  });

  test("where there is none at all, that is what is said", async () => {
    const yearAgo = { ...grid, startSeconds: NOW - 365 * 86_400, endSeconds: NOW - 364 * 86_400 };
    const result = await run({ head: ruleSet([rule("up == 0")]), grid: yearAgo });
    expect(result.historySince).toBeUndefined();
    expect(result.rules[0]?.after).toEqual({ problem: "no history", missing: [] });
  });

  test("a recording that computes differently is taken from what it reads, and its readers are changed alerts", async () => {
    const reader = rule("job:requests:sum > 5");
    const { rules } = await run({
      base: ruleSet([reader], { "job:requests:sum": "sum by (job) (requests)" }),
      head: ruleSet([reader], { "job:requests:sum": 'sum by (job) (requests{code="503"})' }),
    });
    expect(rules.map(({ kind, before, after }) => [kind, before?.firing?.times, after?.firing?.times])).toEqual([
      ["changed", 1, 0],
    ]);
  });

  test.each([
    ['code:requests:sum{code="503"}', 1],
    ['code:requests:sum{code=~"5.."}', 1],
    ['code:requests:sum{code!~"5.."}', 1],
    ['code:requests:sum{code!="503",team="shop"}', 1],
    ['code:requests:sum{team="none"}', 0],
    ['code:requests:sum{code="503"} > 2 and code:requests:sum{code="503"} < 4', 1],
    ['code:requests:sum{code="503"} > 4', 0],
    ["max_over_time(code:requests:sum[5m]) > 6", 1],
    ["code:requests:sum offset 1h > 6", 1],
  ])("matchers and ranges of a recording without history mean the same: %s", async (expr, series) => {
    const verdict = await verdictOf(expr, { "code:requests:sum": "sum by (code, team) (requests)" });
    expect(verdict?.firing).toMatchObject({ series });
  });

  test("what Prometheus refuses is told of that alert, and the others are evaluated", async () => {
    const refused = rule("requests * on (job) requests > 0", { name: "Refused" });
    const { rules } = await run({ head: ruleSet([refused, rule("up == 1")]) });
    expect(rules[0]?.after?.problem).toContain("Prometheus refuses it");
    expect(rules[1]?.after?.firing?.times).toBe(1);
  });

  test("what Prometheus does not answer is told of that alert, and the others are evaluated", async () => {
    const broken = createServer(async (request, response) => {
      const body = await readBody(request, 1_000_000);
      if (new URLSearchParams(body).get("query")?.includes("young > 0")) return void request.socket.destroy();
      const method = request.method ?? "GET";
      const headers = { "content-type": request.headers["content-type"] ?? "" };
      const answer = await fetch(`${prometheus.url}${request.url}`, { method, headers, ...(body && { body }) });
      send(response, text(answer.status, await answer.text(), "application/json"));
    });
    const url = await listen(broken, 0, "127.0.0.1");
    onTestFinished(() => close(broken, 1));
    const { rules } = await run({
      prometheus: url,
      head: ruleSet([
        rule("young > 0", { name: "Unanswered" }),
        rule("redis_memory_used_bytes > 900", { name: "Full" }),
      ]),
    });
    const of = (name: string) => rules.find((one) => one.name === name)?.after;
    expect(of("Unanswered")?.problem).toMatch(/^not evaluated: /);
    expect(of("Full")?.firing).toMatchObject({ times: 1 });
  });

  test("every alert of every mixin is PromQL still where no recording has history", async () => {
    const { rules, recordings } = ruleSetOf(assemble("all", everyMixin(), endpoints));
    const inline = ({ expr }: Rule) => inlined(expr, { recordings, replace: () => true, intervalSeconds: 10 });
    const folder = await mkdtemp(join(tmpdir(), "inlined-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    const file = join(folder, "rules.yml");
    const asRules = rules.map((one) => ({ alert: one.name, expr: inline(one) }));
    await writeFile(file, yaml({ groups: [{ name: "all", rules: asRules }] }));
    const { all } = await execa(tools?.promtool ?? "", ["check", "rules", "--lint=none", file], {
      all: true,
      reject: false,
    });
    expect(rules.length).toBeGreaterThan(200);
    expect(all).toContain(`SUCCESS: ${rules.length} rules found`);
  });
});

describe("the command says what is wrong with", () => {
  const command = backtestCommand({
    monitoringOf: async () => monitoring(),
    monitoringAt: async () => monitoring(),
  });

  test.each([
    ["no address", {}, "--prometheus: found nothing; give the URL of a running Prometheus"],
    ["what is not an address", { prometheus: "localhost:9090" }, '--prometheus: found "localhost:9090"'],
    ["no days", { prometheus: "http://127.0.0.1:1", days: "0" }, '--days: found "0"; allowed is a number above 0'],
    ["nobody there", { prometheus: "http://127.0.0.1:1" }, "does not answer"],
  ])("%s", async (_, options, message) => {
    await expect(command("shop", options)).rejects.toThrow(message);
  });
});
