import {
  type Binary,
  difference,
  type Expression,
  isRate,
  isScalar,
  keptLabels,
  type Matcher,
  type Selector,
  unwrapped,
  walk,
} from "../../../components/promql";
import type { Policy } from "../../policy";

export const rateByRateRatio: Policy = {
  name: "rate-by-rate-ratio",
  level: "mandatory",
  description: "A ratio of a part to its whole aggregates both sides.",
  judges: "query",
  mentions: /\//,
  *check({ parsed }) {
    if ("error" in parsed) return;
    for (const { part } of walk(parsed.expression)) {
      const quotient = part.kind === "binary" ? quotientIn(part) : undefined;
      if (!quotient) continue;
      const kept = isByAll(quotient) ? keptLabels(quotient.of, quotient.by) : [];
      if (kept.length > 0) {
        const names = kept.map(({ label }) => label).join(", ");
        yield {
          found: `"${part.text}" keeps ${names} on both sides`,
          why: `Each series that ${names} chooses is divided by itself: the result is always 1, or nothing`,
          fix: `Leave ${names} out of both groupings`,
        };
        continue;
      }
      const selectors = labelByLabel(quotient);
      if (!selectors) continue;
      const labels = selectors.chosen.map(({ label }) => label).join(", ");
      yield {
        found: `"${part.text}" divides the series of ${selectors.name} label by label`,
        why: `Each series that ${labels} chooses is divided by itself: the result is always 1, or nothing`,
        fix: `Aggregate both sides: sum without (${labels}) (${quotient.of.text}) / sum without (${labels}) (${quotient.by.text})`,
      };
    }
  },
  examples: {
    bad: '- alert: ShopErrors\n  expr: rate(http_requests_total{code=~"5.."}[5m]) / rate(http_requests_total[5m]) > 0.05',
    good: '- alert: ShopErrors\n  expr: sum by (job) (rate(http_requests_total{code=~"5.."}[5m])) / sum by (job) (rate(http_requests_total[5m])) > 0.05',
  },
};

interface Quotient extends Pick<Binary, "matching"> {
  of: Expression;
  by: Expression;
}

/** `x / y`, and `100 / y * x`. */
function quotientIn({ operator, left, right, matching }: Binary): Quotient | undefined {
  if (operator === "/") return { of: left, by: right, matching };
  const reciprocal = unwrapped(left);
  const isReciprocal = reciprocal.kind === "binary" && reciprocal.operator === "/" && isScalar(reciprocal.left);
  return operator === "*" && isReciprocal ? { of: right, by: reciprocal.right, matching } : undefined;
}

/** Whether sides are matched by all their labels. */
const isByAll = ({ matching }: Quotient) => !matching || (!matching.on && matching.labels.length === 0);

/** The metric that stands on both sides unaggregated, and the matchers that only what is divided has. */
function labelByLabel({ of, by, matching }: Quotient): { name: string; chosen: Matcher[] } | undefined {
  const isRated = ratedSelector(by) !== undefined;
  const [part, whole] = [of, by].map(isRated ? ratedSelector : plainSelector);
  if (!part?.name || part.name !== whole?.name) return undefined;
  const chosen = difference(part, whole);
  if (chosen.length === 0 || difference(whole, part).length > 0) return undefined;
  // Matched without the label that chooses, one side has many series: Prometheus itself reports what is ambiguous.
  const isMatched = ({ label }: Matcher) => !matching || matching.labels.includes(label) === matching.on;
  return chosen.every(isMatched) ? { name: part.name, chosen } : undefined;
}

/** What is multiplied by a number, as it is now. */
function plainSelector(expression: Expression): Selector | undefined {
  if (expression.kind === "parentheses") return plainSelector(expression.of);
  if (expression.kind === "selector") return expression;
  if (expression.kind !== "binary" || expression.operator !== "*") return undefined;
  const { left, right } = expression;
  return isScalar(right) ? plainSelector(left) : isScalar(left) ? plainSelector(right) : undefined;
}

function ratedSelector(expression: Expression): Selector | undefined {
  const call = unwrapped(expression);
  if (!isRate(call)) return undefined;
  const [range] = call.args;
  const selector = range && unwrapped(range);
  const of = selector?.kind === "range" ? unwrapped(selector.of) : undefined;
  return of?.kind === "selector" ? of : undefined;
}
