// Rules beside a running Prometheus: what they read and is not there, how often alerts would have fired, what each costs.
import { secondsOf } from "../../components/promql";
import type { Content, Rule } from "../content";
import { type Finding, findingOf, isExempt, type Problem } from "../policy";
import { firedIn } from "./firing";
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
  onProgress: (done: number, of: number) => void;
}

const PACK = "live";

/** Questions at a time. */
const AT_A_TIME = 2;

/** Times at which an expression is evaluated over the window, at most. */
const MOST_STEPS = 1_500;

/** What a rule may read at each evaluation: a tenth of what Prometheus allows a query by default. */
const DEAR = { samples: 5_000_000, seconds: 5 };

/** Of the dearest. */
const SHOWN_COSTS = 10;

interface Told {
  problems: readonly (readonly [policy: string, problem: Problem])[];
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
    problems
      .filter(([policy]) => !isExempt(rule.place, policy))
      .map(([policy, problem]) =>
        findingOf(PACK, policy, policy === "live-refused" ? "mandatory" : "advisory", rule.place, problem),
      ),
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
  const problems: [string, Problem][] = [];
  try {
    for await (const problem of series.missingIn(rule.parsed.expression, window))
      problems.push(["live-series", problem]);
    const { samples, seconds, series: count } = await prometheus.cost(rule.expr, span.to);
    const read = samples === undefined ? "" : `${samples.toLocaleString("en-US")} samples, `;
    const cost = `${read}${seconds.toFixed(3)} s, ${count} series`;
    if ((samples ?? 0) > DEAR.samples || seconds > DEAR.seconds)
      problems.push([
        "live-cost",
        {
          found: `each evaluation costs ${cost}`,
          why: "Prometheus evaluates it again and again, and rules beside it wait",
          fix: "Record its parts, shorten its ranges, or select fewer series",
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
      "live-refused",
      {
        found: `Prometheus refuses it: ${error.message}`,
        why: "The rule never has a result there",
        fix: "Correct the expression",
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
  problems: [string, Problem][],
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
      "live-firing",
      {
        found: `it ${text}`,
        why: "Whoever is called that often no longer looks",
        fix: "Raise its threshold, lengthen its for, or sum over what belongs together",
      },
    ]);
  return { fired: `${name} ${text}` };
}

/** Firings a day that are too many for one alert. */
const MOST_A_DAY = 10;
