import {
  type Aggregation,
  canHave,
  choosesSeries,
  type Expression,
  isScalar,
  labelsOf,
  type Part,
  type Selector,
  unwrapped,
  walk,
} from "../../../components/promql";
import type { Policy, Problem } from "../../policy";
import type { Settings } from "../../settings";
import { patternOf } from "../patterns";

export const houseExpressions: Policy = {
  name: "house-expressions",
  level: "mandatory",
  description:
    "Expressions keep, drop and ask for the labels that this organisation requires, and look back as far as it allows.",
  judges: "rule",
  settings: {
    kept: { default: [], description: "Labels that aggregations of recordings must keep" },
    dropped: { default: [], description: "Labels that aggregations of recordings must not keep" },
    selectors: { default: [], description: "Labels that every selector must ask for" },
    maxRange: { default: 0, description: "Seconds that a range may be at most; 0: any" },
    minRange: { default: 0, description: "Seconds that a range must be at least" },
    maxAge: { default: 0, description: "Seconds that ranges and offsets together may look back at most; 0: any" },
    forbiddenLabels: { default: [], description: "Labels that no selector, grouping or matching may name" },
    forbiddenMetrics: { default: [], description: "Patterns of metrics that no expression may read" },
  },
  *check({ kind, parsed, labels }, settings) {
    if ("error" in parsed) return;
    const { expression } = parsed;
    if (kind === "recording") {
      // What the rule itself gives is there whatever it records.
      for (const label of settings.words("kept").filter((one) => !(one in labels)))
        for (const one of aggregationsOf(expression)) yield* lost(one, label);
      for (const label of settings.words("dropped"))
        for (const one of aggregationsOf(expression).slice(0, 1)) yield* left(one, label);
    }
    for (const placed of walk(expression)) {
      const { part } = placed;
      if (part.kind === "selector") yield* selected(part, settings);
      yield* lookingBack(placed, settings);
      for (const label of settings.words("forbiddenLabels").filter((one) => namedBy(part).includes(one)))
        yield {
          found: `"${part.text}" names ${label}`,
          why: `In this organisation expressions name no ${label}`,
          fix: `Do without ${label}`,
        };
    }
  },
  examples: {
    settings: { kept: ["job"] },
    bad: "- record: errors:rate5m\n  expr: sum by (code) (rate(errors_total[5m]))",
    good: "- record: job:errors:rate5m\n  expr: sum by (job, code) (rate(errors_total[5m]))",
  },
};

function* selected(part: Selector, settings: Settings): Iterable<Problem> {
  for (const label of settings.words("selectors").filter((one) => !part.matchers.some(({ label }) => label === one)))
    yield {
      found: `"${part.text}" does not ask for ${label}`,
      why: `In this organisation every selector asks for ${label}`,
      fix: `Add ${label}="…"`,
    };
  const { name } = part;
  if (name !== undefined && settings.words("forbiddenMetrics").some((one) => patternOf(one).test(name)))
    yield {
      found: `"${part.text}" reads ${name}`,
      why: `In this organisation no rule reads ${name}`,
      fix: "Read another metric",
    };
}

function* lookingBack({ part, inside }: Part, settings: Settings): Iterable<Problem> {
  const seconds = "seconds" in part ? part.seconds : undefined;
  if (seconds === undefined) return;
  const [most, least, oldest] = ["maxRange", "minRange", "maxAge"].map((name) => settings.number(name));
  const isRange = part.kind === "range" || part.kind === "subquery";
  if (part.kind === "range" && most && seconds > most)
    yield {
      found: `"${part.text}" is of ${seconds} s`,
      why: `In this organisation ranges are of at most ${most} s`,
      fix: "Look less far back, or record it in steps",
    };
  if (isRange && least && seconds < least)
    yield {
      found: `"${part.text}" is of ${seconds} s`,
      why: `In this organisation ranges are of at least ${least} s`,
      fix: "Give it a longer range",
    };
  const back = [part, ...inside].reduce((sum, one) => sum + ("seconds" in one ? (one.seconds ?? 0) : 0), 0);
  if (oldest && back > oldest)
    yield {
      found: `"${part.text}" looks ${back} s back`,
      why: `In this organisation expressions look at most ${oldest} s back`,
      fix: "Look less far back, or record it in steps",
    };
}

/** The labels that a part names. */
function namedBy(part: Expression): readonly string[] {
  switch (part.kind) {
    case "selector":
      return part.matchers.map(({ label }) => label);
    case "aggregation":
      return part.grouping?.labels ?? [];
    case "binary":
      return [...(part.matching?.labels ?? []), ...(part.matching?.group?.include ?? [])];
    default:
      return [];
  }
}

function* lost(aggregation: Aggregation, label: string): Iterable<Problem> {
  if (canHave(labelsOf(aggregation), label)) return;
  yield {
    found: `"${aggregation.text}" drops ${label}`,
    why: `In this organisation recordings keep ${label}`,
    fix: `Keep ${label} in by (…), or leave it out of without (…)`,
  };
}

function* left(aggregation: Aggregation, label: string): Iterable<Problem> {
  if (!canHave(labelsOf(aggregation), label)) return;
  yield {
    found: `"${aggregation.text}" keeps ${label}`,
    why: `In this organisation recordings drop ${label}`,
    fix: `Leave ${label} out of by (…), or add it to without (…)`,
  };
}

/** Those whose labels the result has: of matched sides only the one that gives them. */
function aggregationsOf(expression: Expression): Aggregation[] {
  const of = unwrapped(expression);
  switch (of.kind) {
    case "aggregation":
      return choosesSeries(of) ? aggregationsOf(of.of) : [of, ...aggregationsOf(of.of)];
    case "call":
      return ["absent", "absent_over_time", "scalar"].includes(of.name) ? [] : of.args.flatMap(aggregationsOf);
    case "binary": {
      const { operator, left: a, right: b, matching } = of;
      if (isScalar(a)) return aggregationsOf(b);
      const isLeft = operator === "and" || operator === "unless" || isScalar(b) || matching?.group?.side === "left";
      if (isLeft) return aggregationsOf(a);
      return matching?.group ? aggregationsOf(b) : [...aggregationsOf(a), ...aggregationsOf(b)];
    }
    default:
      return "of" in of ? aggregationsOf(of.of) : [];
  }
}
