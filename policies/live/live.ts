// Rules beside a running Prometheus: what they read and is not there, how often alerts would have fired, what each costs.
import { secondsOf } from "../../components/promql";
import type { Content, Rule } from "../content";
import { type Finding, findingOf, isExempt, levelOf, type Problem } from "../policy";
import type { Configuration } from "../settings";
import { firedIn } from "./firing";
import { DEAR, LIVE, type LivePolicy, MOST_A_DAY, PACK } from "./policies";
import { BoundReached, type Prometheus, Refused, type Span } from "./prometheus";
import { Series } from "./series";

export interface Live {
  findings: readonly Finding[];
  /** Firings and costs, and what was not asked. */
  notes: readonly string[];
}

export interface LiveOptions {
  /** How far back, as in `1d`. */
  window: string;
  /** Unix seconds. */
  now: number;
  /** Levels by policy. */
  configuration?: Configuration;
  onProgress: (done: number, of: number) => void;
}

/** Questions at a time. */
const AT_A_TIME = 2;

/** Times at which an expression is evaluated over the window, at most. */
const MOST_STEPS = 1_500;

/** Of the dearest. */
const SHOWN_COSTS = 10;

interface Told {
  problems: readonly (readonly [policy: LivePolicy, problem: Problem])[];
  fired?: string;
  cost?: readonly [samples: number, text: string];
}

/** Throws where Prometheus does not answer. */
export async function liveOn({ rules }: Content, prometheus: Prometheus, options: LiveOptions): Promise<Live> {
  const seconds = secondsOf(options.window);
  if (seconds === undefined || seconds <= 0)
    throw new Error(`--window is "${options.window}"; it takes a duration such as 6h, 1d or 2w`);
  const span = { from: options.now - seconds, to: options.now };
  const recorded = new Set(rules.flatMap(({ kind, name }) => (kind === "recording" ? [name] : [])));
  const series = new Series(prometheus, span, recorded);
  const told = new Map<Rule, Told>();
  const waiting = [...rules].filter(({ parsed }) => !("error" in parsed));
  const all = waiting.length;
  let bound: string | undefined;
  const work = async () => {
    for (let rule = waiting.shift(); rule && bound === undefined; rule = waiting.shift()) {
      try {
        told.set(rule, await toldOf(rule, prometheus, series, span, options.window));
        options.onProgress(told.size, all);
      } catch (error) {
        if (!(error instanceof BoundReached)) throw error;
        bound = error.message;
      }
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, work));
  const findings = [...told].flatMap(([rule, { problems }]) =>
    problems.flatMap(([policy, problem]) => {
      const level = levelOf(policy, options.configuration ?? {});
      const isJudged = level !== undefined && !isExempt(rule.place, policy.name);
      return isJudged ? [findingOf(PACK, policy.name, level, rule.place, problem)] : [];
    }),
  );
  const fired = [...told.values()].flatMap((one) => one.fired ?? []);
  const costs = [...told.values()].flatMap(({ cost }) => (cost ? [cost] : [])).sort(([a], [b]) => b - a);
  return {
    findings,
    notes: [
      `Asked ${prometheus.address} about ${told.size} of ${all} rules over the last ${options.window}${bound === undefined ? "." : `: ${bound}.`}`,
      ...fired,
      ...costs.slice(0, SHOWN_COSTS).map(([, text]) => text),
    ],
  };
}

async function toldOf(rule: Rule, prometheus: Prometheus, series: Series, span: Span, window: string): Promise<Told> {
  if ("error" in rule.parsed) return { problems: [] };
  const problems: [LivePolicy, Problem][] = [];
  try {
    for await (const problem of series.missingIn(rule.parsed.expression, window)) problems.push([LIVE.series, problem]);
    const { samples, seconds, series: count } = await prometheus.cost(rule.expr, span.to);
    const read = samples === undefined ? "" : `${samples.toLocaleString("en-US")} samples, `;
    const cost = `${read}${seconds.toFixed(3)} s, ${count} series`;
    if ((samples ?? 0) > DEAR.samples || seconds > DEAR.seconds)
      problems.push([
        LIVE.cost,
        {
          found: `each evaluation costs ${cost}`,
          why: LIVE.cost.why,
          fix: LIVE.cost.fix,
        },
      ]);
    return {
      problems,
      ...(await firing(rule, prometheus, span, window, problems)),
      cost: [samples ?? 0, `${rule.name}: ${cost}`],
    };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    problems.push([
      LIVE.refused,
      {
        found: `Prometheus refuses it: ${error.message}`,
        why: LIVE.refused.why,
        fix: LIVE.refused.fix,
      },
    ]);
    return { problems };
  }
}

/** Adds a problem where it fires more than a person can look at. */
async function firing(
  { kind, name, expr, for: hold }: Rule,
  prometheus: Prometheus,
  span: Span,
  window: string,
  problems: [LivePolicy, Problem][],
): Promise<Pick<Told, "fired">> {
  if (kind !== "alert") return {};
  const step = Math.max(15, Math.ceil((span.to - span.from) / MOST_STEPS));
  const { times, series, longest } = firedIn(
    await prometheus.presence(expr, span, step),
    step,
    secondsOf(hold ?? "") ?? 0,
  );
  if (times === 0) return {};
  const text = `would have fired ${times} time${times === 1 ? "" : "s"} in the last ${window}, for ${series} series, for ${Math.round(longest / 60)} min at the longest`;
  if (times / ((span.to - span.from) / 86_400) > MOST_A_DAY)
    problems.push([
      LIVE.firing,
      {
        found: `it ${text}`,
        why: LIVE.firing.why,
        fix: LIVE.firing.fix,
      },
    ]);
  return { fired: `${name} ${text}` };
}
