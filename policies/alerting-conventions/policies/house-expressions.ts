import {
  type Aggregation,
  canHave,
  choosesSeries,
  type Expression,
  isScalar,
  labelsOf,
  unwrapped,
  walk,
} from "../../../components/promql";
import type { Policy, Problem } from "../../policy";

export const houseExpressions: Policy = {
  name: "house-expressions",
  level: "mandatory",
  description: "Expressions keep, drop and ask for the labels that this organisation requires.",
  judges: "rule",
  settings: {
    kept: { default: [], description: "Labels that aggregations of recordings must keep" },
    dropped: { default: [], description: "Labels that aggregations of recordings must not keep" },
    selectors: { default: [], description: "Labels that every selector must ask for" },
    maxRange: { default: 0, description: "Seconds that a range may be at most; 0: any" },
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
    const most = settings.number("maxRange");
    const asked = settings.words("selectors");
    for (const { part } of walk(expression)) {
      if (part.kind === "selector")
        for (const label of asked.filter((one) => !part.matchers.some((matcher) => matcher.label === one)))
          yield {
            found: `"${part.text}" does not ask for ${label}`,
            why: `In this organisation every selector asks for ${label}`,
            fix: `Add ${label}="…"`,
          };
      if (part.kind === "range" && most > 0 && (part.seconds ?? 0) > most)
        yield {
          found: `"${part.text}" is of ${part.seconds} s`,
          why: `In this organisation ranges are of at most ${most} s`,
          fix: "Look less far back, or record it in steps",
        };
    }
  },
  examples: {
    settings: { kept: ["job"] },
    bad: "- record: errors:rate5m\n  expr: sum by (code) (rate(errors_total[5m]))",
    good: "- record: job:errors:rate5m\n  expr: sum by (job, code) (rate(errors_total[5m]))",
  },
};

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
