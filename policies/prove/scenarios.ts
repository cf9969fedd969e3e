// A rule → scenarios as promtool plays them: series in phases, and the times at which to look.
import { type Expression, type Matcher, selectorsIn } from "../../components/promql";
import type { Rule } from "../content";
import { type Condition, conditionsOf, type Level } from "./conditions";
import { durationOf, rangesOf } from "./constants";
import { commonLabels, outside, Unsolved } from "./labels";
import { keyOf, type Series, seriesFor } from "./series";

export interface Scenario {
  title: string;
  /** Values by series, in promtool's notation. */
  series: Readonly<Record<string, string>>;
  /** When to look, in seconds. */
  times: readonly number[];
  /** What must be: whether the alert fires ever, and whether at the end. Undefined where it is only looked at. */
  expect?: { ever: boolean; atEnd: boolean };
}

export interface Plan {
  /** Seconds between samples, and between evaluations. */
  step: number;
  scenarios: readonly Scenario[];
}

interface Phase {
  steps: number;
  series: readonly Series[];
}

/** More would take promtool minutes. */
const MOST_STEPS = 3_000;

/** Two steps, of which one lacks its sample, are within the five minutes that Prometheus looks back. */
const MOST_SECONDS = 120;

/** Looks at the phase in which it fires, and at the one after. */
const LOOKS = { during: 24, after: 8 };

/** Throws Unsolved where no series are known that make it fire. */
export function planOf(rule: Rule, expression: Expression): Plan {
  const { ranges, back } = rangesOf(expression);
  const [waits, keeps] = [durationOf(rule.for), durationOf(rule.keepFiringFor)];
  if (Number.isNaN(back)) throw new Unsolved("a range of it is computed");
  const step = Math.floor(
    Math.max(1, Math.min(MOST_SECONDS, ...ranges.map((one) => one / 4), Math.max(15, waits / 60, back / 200))),
  );
  const common = commonLabels(expression, []);
  const steps = {
    before: Math.ceil(back / step) + 4,
    during: Math.ceil((back + waits) / step) + 6,
    after: Math.ceil((back + keeps) / step) + 6,
  };
  if (steps.before + steps.during + steps.after > MOST_STEPS)
    throw new Unsolved("it looks back, or waits, too long to be played");
  const phases = (during: readonly Series[], quiet: readonly Series[]): Phase[] => [
    { steps: steps.before, series: quiet },
    { steps: steps.during, series: during },
    { steps: steps.after, series: quiet },
  ];
  const start = steps.before * step;
  const end = start + steps.during * step;
  const times = [
    start - step,
    ...spread(start, end - step, LOOKS.during, step),
    ...spread(end, end + (steps.after - 1) * step, LOOKS.after, step),
  ];
  const scenario = (title: string, played: readonly Phase[], expect?: Scenario["expect"]): Scenario => ({
    title,
    series: written(played, step),
    times: [...new Set(times)],
    ...(expect && { expect }),
  });
  if (rule.kind === "recording") return { step, scenarios: ofRecording(expression, common, step, phases, scenario) };
  const conditions = conditionsOf(expression, common, step);
  // A guard reads what the others read: the one that is looked at decides, else the first.
  const all = (level: Level, of?: Condition) => {
    const ordered = of ? [of, ...conditions.filter((one) => one !== of)] : conditions;
    return firstOf(ordered.flatMap((one) => one.at(one === of || !of ? level : "fires")));
  };
  const isAlone = (one: Condition) => {
    const others = new Set(
      conditions.filter((other) => other !== one).flatMap((other) => other.at("fires").map(keyOf)),
    );
    return one === conditions[0] || !one.at("fires").some((series) => others.has(keyOf(series)));
  };
  const quiet = all("quiet");
  const firing = all("fires");
  const counters = quiet.filter(({ shape }) => shape.continues);
  return {
    step,
    scenarios: [
      scenario("fires and resolves", phases(firing, quiet), { ever: true, atEnd: false }),
      ...conditions
        .filter((one) => !/^absent/.test(one.text))
        .flatMap((one) => [
          scenario(
            `just below ${one.text}`,
            phases(all("below", one), quiet),
            isAlone(one) ? { ever: false, atEnd: false } : undefined,
          ),
          scenario(`at the threshold of ${one.text}`, phases(all("at", one), quiet)),
          scenario(`just above ${one.text}`, phases(all("fires", one), quiet)),
        ]),
      scenario("absent", phases([], [])),
      scenario("its series begin, below the threshold", begun(phases(all("below", conditions[0]), quiet))),
      ...(counters.length > 0 ? [scenario("a counter is reset", phases(quiet.map(reset), quiet))] : []),
      scenario("one scrape is missing", withGap(phases(firing, quiet))),
      ...decoys(expression, firing).map((more) =>
        scenario(`beside ${more.map(keyOf)[0]}`, phases([...quiet, ...more], quiet)),
      ),
    ],
  };
}

function ofRecording(
  expression: Expression,
  common: Readonly<Record<string, string>>,
  step: number,
  phases: (during: readonly Series[], quiet: readonly Series[]) => Phase[],
  scenario: (title: string, played: readonly Phase[], expect?: Scenario["expect"]) => Scenario,
): Scenario[] {
  const [low, high] = [0.5, 0.75].map((value) => merged(seriesFor(expression, value, common, step)));
  if (!low || !high || low.length === 0) throw new Unsolved("it reads no series");
  return [
    scenario("follows its series", phases(high, low), { ever: true, atEnd: true }),
    scenario("absent", phases([], [])),
    ...decoys(expression, high).map((more) => scenario(`beside ${more.map(keyOf)[0]}`, phases([...low, ...more], low))),
  ];
}

/** One series each, at each time. Throws where one would need two values. */
function merged(series: readonly Series[]): Series[] {
  const byKey = new Map<string, Series>();
  for (const one of series) {
    const before = byKey.get(keyOf(one));
    if (before && (before.shape.value !== one.shape.value || before.shape.slope !== one.shape.slope))
      throw new Unsolved(`${one.name} would need two values at once`);
    byKey.set(keyOf(one), one);
  }
  return [...byKey.values()];
}

/** One series each, as it is given first. */
const firstOf = (series: readonly Series[]): Series[] => [
  ...new Map([...series].reverse().map((one) => [keyOf(one), one])).values(),
];

/** For each matcher, the series that fire, with a label that it does not want: they must change nothing. */
function decoys(expression: Expression, firing: readonly Series[]): Series[][] {
  const labels = new Set(
    selectorsIn(expression).flatMap(({ matchers }) =>
      matchers.map(({ label }) => label).filter((one) => one !== "__name__" && one !== "le"),
    ),
  );
  const known = new Set(firing.map(keyOf));
  return [...labels].flatMap((label) => {
    const unwanted = selectorsIn(expression).flatMap(({ matchers }) =>
      matchers.filter((one) => one.label === label && one.operator.startsWith("!")),
    );
    // What one of several matchers does not want, the others may.
    const values = [...new Set(unwanted.flatMap(wordOutside))];
    return (values.length === 0 ? ["decoy"] : values).flatMap((value) => {
      const more = firing
        .map((one) => ({ ...one, labels: { ...one.labels, [label]: value } }))
        .filter((one) => !known.has(keyOf(one)));
      return more.length === 0 ? [] : [firstOf(more)];
    });
  });
}

/** None where no word of a regular expression is found. */
function wordOutside(matcher: Matcher): string[] {
  try {
    // Of `device!=""` that is a series without the label.
    return [outside(matcher)];
  } catch (error) {
    if (error instanceof Unsolved) return [];
    throw error;
  }
}

const reset = (one: Series): Series =>
  one.shape.continues ? { ...one, shape: { ...one.shape, value: 0, continues: false } } : one;

/** Without what came before. */
const begun = ([before, ...others]: readonly Phase[]): Phase[] =>
  before ? [{ ...before, series: [] }, ...others] : [];

/** The phase in the middle lacks one sample of each series, near its end. */
function withGap([before, during, after]: readonly Phase[]): Phase[] {
  if (!before || !during || !after) return [];
  const last = 2;
  return [
    before,
    { ...during, steps: during.steps - last - 1 },
    { steps: 1, series: [] },
    { ...during, steps: last },
    after,
  ];
}

function spread(from: number, to: number, count: number, step: number): number[] {
  const every = Math.max(step, Math.ceil((to - from) / count / step) * step);
  return [...Array.from({ length: Math.ceil((to - from) / every) }, (_, i) => from + i * every), to];
}

/** Each series through all phases, `_` where it is missing. */
function written(phases: readonly Phase[], step: number): Record<string, string> {
  const keys = new Set(phases.flatMap(({ series }) => series.map(keyOf)));
  const entries = [...keys].map((key) => {
    let [at, value] = [0, Number.NaN];
    const parts = phases.map(({ steps, series }) => {
      const shape = series.find((one) => keyOf(one) === key)?.shape;
      const begins = at * step;
      at += steps;
      // A series that ends is marked as stale; one missing sample is only missing.
      if (!shape) return Number.isNaN(value) || steps === 1 ? `_x${steps}` : `stale _x${steps - 1}`;
      const change = shape.slope * step;
      // Of what is compared with the clock, the value at time 0 is given.
      const isReset = shape.slope !== 0 && shape.continues === false;
      const first = shape.continues
        ? Number.isNaN(value)
          ? shape.value
          : value + change
        : isReset
          ? shape.value
          : shape.value + shape.slope * begins;
      value = first + change * (steps - 1);
      return `${plain(first)}${change < 0 ? "-" : "+"}${plain(Math.abs(change))}x${steps - 1}`;
    });
    return [key, parts.join(" ")] as const;
  });
  return Object.fromEntries(entries);
}

const plain = (value: number) => (Number.isInteger(value) ? String(value) : value.toPrecision(15));
