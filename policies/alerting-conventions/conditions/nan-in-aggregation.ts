import {
  type Binary,
  boundsOf,
  COMPARISONS,
  type Expression,
  isScalar,
  meets,
  numberIn,
  type Recordings,
  unwrapped,
  walk,
} from "../../../components/promql";
import type { Policy } from "../../policy";
import { recordingsIn } from "../recordings";

const SPOILT = new Set(["sum", "avg", "stddev", "stdvar"]);

export const nanInAggregation: Policy = {
  name: "nan-in-aggregation",
  level: "advisory",
  description: "Ratios that are aggregated leave out divisions by 0.",
  judges: "rule",
  mentions: /sum|avg|std/i,
  *check({ name, parsed }, _, around) {
    if ("error" in parsed) return;
    for (const { part } of walk(parsed.expression)) {
      if (part.kind !== "aggregation" || !SPOILT.has(part.operator)) continue;
      const found = divisionIn(part.of, recordingsIn(around), new Set([name]));
      if (!found) continue;
      const { ratio, recorded } = found;
      yield {
        found: `"${part.text}" aggregates the ratio "${ratio.text}"${recorded === undefined ? "" : ` that ${recorded} records`}, whose divisor can be 0`,
        why: "0 / 0 is not a number, and one such series makes the whole result not a number",
        fix: `Leave those out: ${ratio.operator} (${ratio.right.text} > 0)`,
      };
    }
  },
  examples: {
    bad: "- record: job:errors:ratio\n  expr: avg by (job) (rate(errors_total[5m]) / rate(requests_total[5m]))",
    good: "- record: job:errors:ratio\n  expr: avg by (job) (rate(errors_total[5m]) / (rate(requests_total[5m]) > 0))",
  },
};

interface Division {
  ratio: Binary;
  /** The recording that it stands in. */
  recorded: string | undefined;
}

/** A division by what can be 0, where its result reaches that of the expression. */
function divisionIn(expression: Expression, recordings: Recordings, seen: ReadonlySet<string>): Division | undefined {
  const of = unwrapped(expression);
  if (of.kind === "selector") {
    const { name } = of;
    if (name === undefined || seen.has(name)) return undefined;
    const inside = recordings.of(name).map((one) => divisionIn(one, recordings, new Set([...seen, name])));
    const ratio = inside.find((one) => one !== undefined);
    return ratio && { ratio: ratio.ratio, recorded: ratio.recorded ?? name };
  }
  if (of.kind !== "binary") return undefined;
  // What is compared is filtered: nothing compares with what is no number.
  if (COMPARISONS.has(of.operator)) return undefined;
  if ((of.operator === "/" || of.operator === "%") && canBeZero(of.right)) return { ratio: of, recorded: undefined };
  const left = divisionIn(of.left, recordings, seen);
  return (
    left ?? (of.operator === "and" || of.operator === "unless" ? undefined : divisionIn(of.right, recordings, seen))
  );
}

function canBeZero(divisor: Expression): boolean {
  const of = unwrapped(divisor);
  if (isScalar(of)) return numberIn(divisor) === 0;
  if (of.kind === "binary" && COMPARISONS.has(of.operator) && !of.bool) return keepsZero(of);
  const { min, max } = boundsOf(of);
  if (min > 0 || max < 0) return false;
  if (
    walk(of).some(
      ({ part }) => part.kind === "binary" && COMPARISONS.has(part.operator) && !part.bool && !keepsZero(part),
    )
  )
    return false;
  // How much there is of something is not 0 while there is any.
  const words = wordsOf(of);
  return !words.some((word) => AMOUNTS.test(word)) || words.some((word) => /rate|increase/.test(word));
}

/** Whether a comparison lets series of 0 pass, as far as its number tells. */
function keepsZero({ operator, left, right }: Binary): boolean {
  const limit = numberIn(right);
  if (limit !== undefined) return meets(0, operator, limit);
  const number = numberIn(left);
  return number === undefined || meets(number, operator, 0);
}

/** Metrics and functions that say how much there is of something. */
const AMOUNTS = /(_info|_size|_capacity|_total_bytes|_limit|_period|_cores|_bytes|count\b)/;

/** The names of metrics, aggregations and functions in an expression. */
const wordsOf = (expression: Expression): string[] =>
  walk(expression).flatMap(({ part }) => {
    if (part.kind === "aggregation") return part.operator;
    return part.kind === "selector" || part.kind === "call" ? (part.name ?? []) : [];
  });
