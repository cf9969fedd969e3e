// Rules with one fault each: what a set of scenarios is worth is how many of them it notices.
import {
  type Expression,
  expressionIn,
  groupedBy,
  isRate,
  matcherText,
  type Part,
  rangeText,
  secondsOf,
  walk,
  withOperator,
  withoutMatcher,
  withPart,
  withRange,
} from "../../components/promql";
import { isAlwaysMet, isEquivalentWithout, isInNeedlessGuard } from "./equivalent";

export interface Mutant {
  what: string;
  expr: string;
  for: string | undefined;
}

/** What replaces a part. */
interface Fault {
  what: string;
  of: Expression;
  text: string;
}

const TURNED: Readonly<Record<string, string>> = { ">": "<", "<": ">", ">=": "<", "<=": ">", "==": "!=", "!=": "==" };

/**
 * Each rule with one fault: a threshold up and down, a comparison turned, a label, a matcher, `for`, a window. Throws where
 * the expression is not PromQL.
 */
export function mutantsOf(expr: string, waits: string | undefined): Mutant[] {
  const whole = expressionIn(expr);
  const faulty = walk(whole)
    .flatMap(faultsOf)
    .map(({ what, of, text }) => ({ what, expr: withPart(whole, of, text), for: waits }));
  const seconds = secondsOf(waits ?? "0s") ?? 0;
  return seconds < 2
    ? faulty
    : [...faulty, { what: `for halved, from ${waits}`, expr, for: `${Math.floor(seconds / 2)}s` }];
}

function faultsOf(placed: Part): Fault[] {
  const { part, inside } = placed;
  const isNeedless = isInNeedlessGuard(placed);
  const fault = (what: string, text: string, of: Expression = part) => ({ what, of, text });
  switch (part.kind) {
    case "binary": {
      const turned = TURNED[part.operator];
      if (turned === undefined) return [];
      const { right } = part;
      return [
        fault(`${part.operator} turned to ${turned}`, withOperator(part, turned)),
        ...(right.kind === "number" ? thresholds(right.text) : [])
          .filter(({ value }) => !(isAlwaysMet(part, Number(right.text)) && isAlwaysMet(part, value)))
          .slice(0, isNeedless ? 1 : undefined)
          .map(({ what, text }) => fault(what, text, right)),
      ];
    }
    case "selector":
      return part.matchers.flatMap((matcher, i) =>
        matcher.label === "__name__" ||
        (part.name === undefined && part.matchers.length === 1) ||
        isNeedless ||
        isEquivalentWithout(placed, matcher)
          ? []
          : [fault(`without ${matcherText(matcher)}`, withoutMatcher(part, i))],
      );
    case "aggregation": {
      const { by = false, labels = [] } = part.grouping ?? {};
      const dropped = by ? labels.filter((label) => label !== "le") : [];
      return dropped.map((label) =>
        fault(
          `${label} dropped from by`,
          groupedBy(
            part,
            labels.filter((one) => one !== label),
          ),
        ),
      );
    }
    case "range": {
      const [around] = [...inside];
      return part.seconds !== undefined && around && isRate(around) && !isNeedless
        ? [fault(`${rangeText(part)} doubled`, withRange(part, part.seconds * 2))]
        : [];
    }
    default:
      return [];
  }
}

function thresholds(literal: string): { what: string; text: string; value: number }[] {
  const value = Number(literal);
  if (!Number.isFinite(value)) return [];
  // Of a few that are counted, a tenth changes nothing.
  const step = Number.isInteger(value) && Math.abs(value) < 10 ? 1 : Math.abs(value) * 0.1;
  return [value + step, value - step].map((one) => ({
    what: `the threshold ${literal} set to ${one}`,
    text: one < 0 ? `(${one})` : String(one),
    value: one,
  }));
}
