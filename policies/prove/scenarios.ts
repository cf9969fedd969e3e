// A rule → scenarios as promtool plays them: series in phases, and the times at which to look.
import { type Expression, walk } from "../../components/promql";
import type { Rule } from "../content";
import { decoys, othersOf, scaled } from "./decoys";
import { begun, isCounter, isFalling, type Phase, reset, spread, withGap, written } from "./phases";
import { alternativesIn, type Condition, conditionsOf, type Level } from "./series/conditions";
import { asksForChanges, durationOf, isEarlier, isRanged, isTime, rangesOf } from "./series/constants";
import type { Given } from "./series/given";
import { commonLabels, Unsolved } from "./series/labels";
import { firstOf, keyOf, merged, type Series } from "./series/shapes";
import { seriesFor } from "./series/solve";
import { variationsOf } from "./variations";

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
  /** When it begins, in seconds since 1970, where the rule asks for the time. */
  start: number;
  scenarios: readonly Scenario[];
}

/** The year 2026: what is compared with the clock was after 1970. */
const TODAY = 1_767_225_600;

/** More would take promtool minutes. */
const MOST_STEPS = 8_000;

/** Variations of what fires, and steps of all of them together. */
const VARIATIONS = { most: 40, steps: 6_000 };

/** Two steps, of which one lacks its sample, are within the five minutes that Prometheus looks back. */
const MOST_SECONDS = 120;

/** Of what looks back for longer than so many seconds, or waits for it, no missing sample is played, and one sample is looked back. */
const LONG = { after: 2 * 3600, most: 240 };

/** Looks at the phase in which it fires, more closely where something is expected, and at the one after. */
const LOOKS = { during: 24, closely: 240, after: 8 };

/** Throws Unsolved where no series are known that make it fire. */
export function planOf(rule: Rule, expression: Expression): Plan {
  const { ranges, back } = rangesOf(expression);
  const [waits, keeps] = [durationOf(rule.for), durationOf(rule.keepFiringFor)];
  if (Number.isNaN(back)) throw new Unsolved("a range of it is computed");
  const longest = isRanged(expression)
    ? Number.POSITIVE_INFINITY
    : back + waits > LONG.after
      ? LONG.most
      : MOST_SECONDS;
  // Half of the wait is a wait of its own, where that is not a thousandth of the window.
  const half = waits > 0 ? Math.max(waits / 2, back / 240) : Number.POSITIVE_INFINITY;
  const samples = asksForChanges(expression) ? 12 : 4;
  const step = Math.floor(
    Math.max(1, Math.min(longest, half, ...ranges.map((one) => one / samples), Math.max(30, waits / 40, back / 40))),
  );
  const given: Given = { common: commonLabels(expression, []), step };
  const steps = {
    before: Math.ceil(back / step) + 4,
    during: Math.ceil((back + waits) / step) + 6,
    after: Math.ceil((back + keeps) / step) + 6,
  };
  if (steps.before + steps.during + steps.after > MOST_STEPS)
    throw new Unsolved("it looks back, or waits, too long to be played");
  const clock = walk(expression).some(({ part }) => isTime(part)) ? TODAY : 0;
  const phases: Phases = (during, quiet, before = quiet) => [
    { steps: steps.before, series: before },
    { steps: steps.during, series: during },
    { steps: steps.after, series: quiet },
  ];
  const start = steps.before * step;
  const end = start + steps.during * step;
  const timesOf = (during: number) => [
    ...new Set([
      start - step,
      ...spread(start, end - step, during, step),
      ...spread(end, end + (steps.after - 1) * step, LOOKS.after, step),
    ]),
  ];
  const [times, closely] = [timesOf(LOOKS.during), timesOf(LOOKS.closely)];
  const scenario: Write = (title, played, expect) => ({
    title,
    series: written(played, { step, start: clock }),
    times: expect ? closely : times,
    ...(expect && { expect }),
  });
  const isGapSeen = step <= MOST_SECONDS;
  const most = Math.floor(VARIATIONS.steps / (steps.before + steps.during + 1));
  const varied = (during: readonly Series[], before: readonly Series[]) => [
    { steps: steps.before, series: before },
    { steps: steps.during + 1, series: during },
  ];
  const vary: Vary = (of, firing, quiet) =>
    variationsOf(of, given, firing, quiet)
      .slice(0, Math.min(VARIATIONS.most, most))
      .map(({ title, series }) => scenario(title, varied(series, quiet)));
  if (rule.kind === "recording")
    return { step, start: clock, scenarios: ofRecording(expression, given, phases, scenario, vary) };
  const alternatives = alternativesIn(expression);
  const scenarios = alternatives.flatMap((one) =>
    ofAlert(conditionsOf(one, given), one, phases, scenario, vary, alternatives.length === 1 ? "" : ` by ${one.text}`),
  );
  return { step, start: clock, scenarios: scenarios.filter(({ title }) => isGapSeen || title !== GAP) };
}

const GAP = "one scrape is missing";

type Phases = (during: readonly Series[], quiet: readonly Series[], before?: readonly Series[]) => Phase[];
type Vary = (of: Expression, firing: readonly Series[], quiet: readonly Series[]) => Scenario[];
type Write = (title: string, played: readonly Phase[], expect?: Scenario["expect"]) => Scenario;

/** What is played of conditions that must hold together. */
function ofAlert(
  found: readonly Condition[],
  expression: Expression,
  phases: Phases,
  scenario: Write,
  vary: Vary,
  by: string,
): Scenario[] {
  // What was there before is there before it fires, and not while it does.
  const earlier = found.filter(({ of }) => isEarlier(of));
  const conditions = earlier.length === found.length ? found : found.filter((one) => !earlier.includes(one));
  // A guard reads what the others read: the one that is looked at decides, else the first.
  const all = (level: Level, of?: Condition) => {
    const others = conditions.filter((one) => one !== of);
    const wholes = others.map((one) => of?.wholeIn(one, level));
    const isCovered = wholes.some((one) => one !== undefined);
    return firstOf([
      ...(of && !isCovered ? of.at(level) : []),
      ...others.flatMap((one, i) => one.at(of ? "fires" : level, wholes[i])),
    ]);
  };
  const isAlone = (one: Condition) => {
    const others = new Set(
      conditions.filter((other) => other !== one).flatMap((other) => other.at("fires").map(keyOf)),
    );
    return one === conditions[0] || !one.at("fires").some((series) => others.has(keyOf(series)));
  };
  const was = conditions === found ? [] : earlier.flatMap((one) => one.at("fires"));
  const quiet = firstOf([...was, ...all("quiet")]);
  const firing = all("fires");
  const counters = quiet.filter(isCounter);
  const compared = conditions.filter((one) => !/^absent/.test(one.text));
  const beside = (title: string, during: readonly Series[], added: readonly Series[]) =>
    decoys(expression, added).map((more) =>
      scenario(`${title} ${more.map(keyOf)[0]}`, phases(firstOf([...during, ...more]), quiet)),
    );
  return [
    scenario(`fires and resolves${by}`, phases(firing, quiet), { ever: true, atEnd: false }),
    ...compared.flatMap((one) => [
      scenario(
        `just below ${one.text}`,
        phases(all("below", one), quiet),
        isAlone(one) && !all("below", one).some(isFalling) ? { ever: false, atEnd: false } : undefined,
      ),
      scenario(`at the threshold of ${one.text}`, phases(all("at", one), quiet)),
      scenario(`just above ${one.text}`, phases(all("fires", one), quiet)),
    ]),
    // What guards the others ends while they still hold.
    ...compared.slice(1).flatMap((one) => {
      const below = all("below", one);
      return [
        scenario(`ends with ${one.text}`, phases(firing, below, quiet)),
        ...beside(`just below ${one.text}, beside`, below, firing),
      ];
    }),
    ...(was.length === 0 ? [] : [scenario("without what was before", phases(firing, quiet, all("quiet")))]),
    scenario("absent", phases([], [])),
    scenario("its series begin, below the threshold", begun(phases(all("below", conditions[0]), quiet))),
    ...(counters.length > 0 ? [scenario("a counter is reset", phases(quiet.map(reset), quiet))] : []),
    scenario(GAP, withGap(phases(firing, quiet))),
    ...beside("beside", quiet, firing),
    ...beside("fires beside", firing, quiet),
    scenario("fires beside others of its groups", phases([...firing, ...othersOf(expression, firing)], quiet)),
    ...vary(expression, firing, quiet),
  ];
}

function ofRecording(expression: Expression, given: Given, phases: Phases, scenario: Write, vary: Vary): Scenario[] {
  const [low, high] = [0.5, 0.75].map((value) => merged(seriesFor(expression, value, given)));
  if (!low || !high || low.length === 0) throw new Unsolved("it reads no series");
  return [
    scenario("follows its series", phases(high, low), { ever: true, atEnd: true }),
    scenario("absent", phases([], [])),
    // Of some aggregations only what is more counts, of others what is less.
    ...[3, 0.1].flatMap((factor) =>
      decoys(expression, scaled(high, factor)).map((more) =>
        scenario(`beside ${factor} times ${more.map(keyOf)[0]}`, phases([...low, ...more], low)),
      ),
    ),
    scenario("beside others of its groups", phases([...high, ...othersOf(expression, high)], low)),
    ...vary(expression, high, low),
  ];
}
