import { boundsOf, type Expression, type Selector, secondsOf, unwrapped } from "../../../components/promql";
import type { Policy } from "../../policy";
import { intervalOf, USUAL_INTERVAL } from "./intervals";

/** Times that are renewed while all is well. */
const RENEWED = /(^|_)(last|latest)_|heartbeat|keep_?alive|last_?seen/i;

/** Of these, what stands still while all is well. */
const STANDS_STILL = /fail|error|reload|restart|start|boot|creat|chang|deploy|modif|transition|(?<!re)config/i;

export const ageBelowScrapeInterval: Policy = {
  name: "age-below-scrape-interval",
  level: "mandatory",
  description: "An age is compared with more than the time between two scrapes.",
  judges: "everything",
  settings: {
    scrapeInterval: {
      default: 0,
      description: "Seconds between scrapes where no configuration says; 0 where not known",
    },
  },
  *check(everything, settings) {
    for (const { kind, parsed, place, for: pending } of everything.rules) {
      if (kind !== "alert" || "error" in parsed) continue;
      const age = ageIn(parsed.expression);
      const interval = age && intervalOf(age.of, everything, settings.number("scrapeInterval") || USUAL_INTERVAL);
      if (!age || !interval || age.limit + (secondsOf(pending ?? "") ?? 0) >= interval) continue;
      yield {
        place,
        found: `"${parsed.expression.text}" asks for an age of ${age.limit} s, and ${age.of.text} is scraped every ${interval} s`,
        why: "Until the next scrape the age of what was scraped last grows, up to the whole interval: the alert fires while all is well",
        fix: `Compare with two scrapes at least: ${2 * interval} s`,
      };
    }
  },
  examples: {
    bad: "global: { scrape_interval: 1m }\nscrape_configs: [{ job_name: shop }]\n---\ngroups:\n  - name: shop\n    rules: [{ alert: ShopStale, expr: 'time() - shop_last_order_timestamp_seconds > 30' }]",
    good: "global: { scrape_interval: 1m }\nscrape_configs: [{ job_name: shop }]\n---\ngroups:\n  - name: shop\n    rules: [{ alert: ShopStale, expr: 'time() - shop_last_order_timestamp_seconds > 120' }]",
  },
};

interface Age {
  of: Selector;
  /** Seconds. */
  limit: number;
}

/** The age that is the whole condition: `time() - x > 30`, `(time() - max by (job) (x)) / 60 > 0.5`. */
function ageIn(expression: Expression): Age | undefined {
  const of = unwrapped(expression);
  if (of.kind !== "binary" || of.bool || (of.operator !== ">" && of.operator !== ">=")) return undefined;
  const { min, max } = boundsOf(of.right);
  const seconds = secondsSince(of.left);
  return seconds && min === max ? { of: seconds.of, limit: min * seconds.unit } : undefined;
}

/** @returns The unit in seconds. */
function secondsSince(expression: Expression): { of: Selector; unit: number } | undefined {
  const of = unwrapped(expression);
  if (of.kind === "aggregation" && /^(min|max|avg)$/.test(of.operator)) return secondsSince(of.of);
  if (of.kind !== "binary") return undefined;
  if (of.operator === "/") {
    const [whole, { min, max }] = [secondsSince(of.left), boundsOf(of.right)];
    return whole && min === max ? { of: whole.of, unit: whole.unit * min } : undefined;
  }
  const now = unwrapped(of.left);
  const moment = of.operator === "-" && now.kind === "call" && now.name === "time" ? momentIn(of.right) : undefined;
  return moment && { of: moment, unit: 1 };
}

/** A time that is renewed, or that of a sample. */
function momentIn(expression: Expression): Selector | undefined {
  const of = unwrapped(expression);
  if (of.kind === "aggregation" && /^(min|max)$/.test(of.operator)) return momentIn(of.of);
  if (of.kind === "call" && of.name === "timestamp") {
    const sample = of.args[0] && unwrapped(of.args[0]);
    return sample?.kind === "selector" ? sample : undefined;
  }
  const name = of.kind === "selector" ? (of.name ?? "") : "";
  return of.kind === "selector" && RENEWED.test(name) && !STANDS_STILL.test(name) ? of : undefined;
}
