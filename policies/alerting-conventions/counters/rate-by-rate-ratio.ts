import {
  type Binary,
  difference,
  type Expression,
  isRate,
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
  description: "A ratio of a counter's part to its whole aggregates both sides.",
  judges: "query",
  mentions: /\//i,
  *check({ parsed }) {
    if ("error" in parsed) return;
    for (const { part } of walk(parsed.expression)) {
      const kept =
        part.kind === "binary" && part.operator === "/" && isByAll(part) ? keptLabels(part.left, part.right) : [];
      if (part.kind === "binary" && kept.length > 0) {
        const names = kept.map(({ label }) => label).join(", ");
        yield {
          found: `"${part.text}" keeps ${names} on both sides`,
          why: `Each series that ${names} chooses is divided by itself: the result is always 1, or nothing`,
          fix: `Leave ${names} out of both groupings`,
        };
        continue;
      }
      const selectors = part.kind === "binary" && part.operator === "/" && labelByLabel(part);
      if (!selectors || part.kind !== "binary") continue;
      const labels = selectors.chosen.map(({ label }) => label).join(", ");
      yield {
        found: `"${part.text}" divides the series of ${selectors.name} label by label`,
        why: `Each series that ${labels} chooses is divided by itself: the result is always 1, or nothing`,
        fix: `Aggregate both sides: sum without (${labels}) (${part.left.text}) / sum without (${labels}) (${part.right.text})`,
      };
    }
  },
  examples: {
    bad: '- alert: ShopErrors\n  expr: rate(http_requests_total{code=~"5.."}[5m]) / rate(http_requests_total[5m]) > 0.05',
    good: '- alert: ShopErrors\n  expr: sum by (job) (rate(http_requests_total{code=~"5.."}[5m])) / sum by (job) (rate(http_requests_total[5m])) > 0.05',
  },
};

/** Whether sides are matched by all their labels. */
const isByAll = ({ matching }: Binary) => !matching || (!matching.on && matching.labels.length === 0);

/** The metric that stands on both sides unaggregated, and the matchers that only the left one has. */
function labelByLabel({ left, right, matching }: Binary): { name: string; chosen: Matcher[] } | undefined {
  const [part, whole] = [ratedSelector(left), ratedSelector(right)];
  if (!part?.name || part.name !== whole?.name) return undefined;
  const chosen = difference(part, whole);
  if (chosen.length === 0 || difference(whole, part).length > 0) return undefined;
  // Matched without the label that chooses, one side has many series: Prometheus itself reports what is ambiguous.
  const isMatched = ({ label }: Matcher) => !matching || matching.labels.includes(label) === matching.on;
  return chosen.every(isMatched) ? { name: part.name, chosen } : undefined;
}

function ratedSelector(expression: Expression): Selector | undefined {
  const call = unwrapped(expression);
  if (!isRate(call)) return undefined;
  const [range] = call.args;
  const selector = range && unwrapped(range);
  const of = selector?.kind === "range" ? unwrapped(selector.of) : undefined;
  return of?.kind === "selector" ? of : undefined;
}
