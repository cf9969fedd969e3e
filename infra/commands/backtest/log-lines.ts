// Alerts on logs over the lines of a running VictoriaLogs, asked as vmalert asks: as of each moment of the past.
import { z } from "zod";
import { messageOf } from "../../../components/error-text";
import type { Monitoring } from "../../../components/monitoring";
import { nameWhere, seconds } from "../../../components/promql";
import { type Address, addressIn } from "../../running/address";
import { atMost } from "../../running/pool";
import type { Backtest, Verdict } from "./backtest";
import { firingOf } from "./firing";
import { type Grid, gridOf } from "./grid";
import { changesBetween, type Rule, type RuleSet } from "./rules";

/** The shortest window of an alert: what comes and goes within it is still seen. */
const STEP_SECONDS = 300;

/** Of each alert: seven days of such steps. */
const EVALUATIONS = 2016;

/** The store has its own alerts to answer meanwhile. */
const AT_A_TIME = 4;

const TIMEOUT_MS = 60_000;

/** Where `--logs` says that it is. Throws where that is no address. */
export const logsAt = (given: string): Address =>
  addressIn("--logs", given, "the URL of a running VictoriaLogs, as in --logs http://127.0.0.1:9428");

export const logGridOf = (days: number, nowSeconds: number): Grid =>
  gridOf(days, STEP_SECONDS, nowSeconds, EVALUATIONS);

/** The alerts on logs of a Monitoring. */
export const logRuleSetOf = ({ logs }: Pick<Monitoring, "logs">): RuleSet => ({
  rules: (logs?.alerts ?? []).map((one) => ({
    name: nameWhere(one.name, one.where),
    severity: one.severity,
    expr: one.query,
    forSeconds: one.for ? seconds(one.for) : 0,
    keepFiringForSeconds: 0,
  })),
  recordings: new Map(),
});

interface LogBacktestArgs {
  store: Address;
  /** Without it, every rule of `head` is evaluated. */
  base?: RuleSet | undefined;
  head: RuleSet;
  grid: Grid;
  onProgress: (line: string) => void;
}

/** Throws where the store does not answer; what it refuses is the verdict on that rule. */
export async function backtestLines({ store, base, head, grid, onProgress }: LogBacktestArgs): Promise<Backtest> {
  const historySince = await firstLine(store, grid);
  const rules: Backtest["rules"][number][] = [];
  for (const { before, after, ...change } of changesBetween(base, head)) {
    const [was, is] = [
      before && (await verdictOn(before, store, grid)),
      after && (await verdictOn(after, store, grid)),
    ];
    rules.push({ ...change, ...(was && { before: was }), ...(is && { after: is }) });
    onProgress(`  ${change.name} (${change.severity})`);
  }
  return { grid, ...(historySince !== undefined && { historySince }), rules };
}

async function verdictOn(rule: Rule, store: Address, grid: Grid): Promise<Verdict> {
  const times = Array.from(
    { length: (grid.endSeconds - grid.startSeconds) / grid.stepSeconds + 1 },
    (_, step) => grid.startSeconds + step * grid.stepSeconds,
  );
  const present = new Map<string, number[]>();
  try {
    await atMost(AT_A_TIME, times, async (at) => {
      for (const labels of await rowsOf(store, rule.expr, at))
        present.set(labels, [...(present.get(labels) ?? []), at]);
    });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { problem: messageOf(error), missing: [] };
  }
  const series = [...present.values()].map((one) => one.sort((a, b) => a - b));
  return { firing: firingOf(series, rule, grid), missing: [] };
}

class Refused extends Error {}

const answer = z.object({
  data: z.object({
    result: z.array(z.object({ metric: z.record(z.string(), z.string()), value: z.tuple([z.number(), z.string()]) })),
  }),
});

/** The labels of each row that a query has as of a moment. */
const rowsOf = async (store: Address, query: string, at: number): Promise<string[]> =>
  (await ask(store, query, at)).map(({ metric }) => JSON.stringify(Object.entries(metric).sort()));

/** Unix seconds of the first line within the grid; undefined where there is none. */
async function firstLine(store: Address, { startSeconds, endSeconds }: Grid): Promise<number | undefined> {
  const from = new Date(startSeconds * 1000).toISOString();
  const to = new Date(endSeconds * 1000).toISOString();
  const query = `_time:[${from}, ${to}] | stats by (_time:1h) count() as lines`;
  const hours = (await ask(store, query, endSeconds)).map(({ metric }) => Date.parse(metric._time ?? "") / 1000);
  return hours.length > 0 ? Math.max(startSeconds, Math.min(...hours)) : undefined;
}

async function ask({ url, headers }: Address, query: string, at: number) {
  const response = await fetch(`${url}/select/logsql/stats_query`, {
    method: "POST",
    headers,
    body: new URLSearchParams({ query, time: String(at) }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch((error: Error) => {
    throw new Error(
      `${url} does not answer (${error.message}); give the address of a running VictoriaLogs: --logs URL`,
    );
  });
  const text = await response.text();
  if (response.status === 400 || response.status === 422) throw new Refused(`VictoriaLogs refuses it: ${text.trim()}`);
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${text.slice(0, 200)}`);
  return answer.parse(JSON.parse(text)).data.result;
}
