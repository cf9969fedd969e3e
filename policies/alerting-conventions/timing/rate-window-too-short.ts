import { isRate, selectorsIn, walk } from "../../../components/promql";
import type { Policy } from "../../policy";
import { intervalOf, USUAL_INTERVAL } from "./intervals";

export const rateWindowTooShort: Policy = {
  name: "rate-window-too-short",
  level: "mandatory",
  description: "A rate looks at two scrapes at least.",
  judges: "everything",
  settings: {
    scrapeInterval: {
      default: 0,
      description: "Seconds between scrapes where no configuration says; 0 where not known",
    },
  },
  *check(everything, settings) {
    for (const { parsed, place } of everything.rules) {
      if ("error" in parsed) continue;
      for (const { part, inside } of walk(parsed.expression)) {
        const call = part.kind === "range" ? inside.find((outer) => outer.kind === "call") : undefined;
        if (part.kind !== "range" || part.seconds === undefined || !call || !isRate(call)) continue;
        const [selector] = selectorsIn(part);
        const interval =
          selector && intervalOf(selector, everything, settings.number("scrapeInterval") || USUAL_INTERVAL);
        if (!interval || part.seconds >= 2 * interval) continue;
        yield {
          place,
          found: `"${part.text}" spans ${part.seconds} s, and is scraped every ${interval} s`,
          why: "With fewer than two samples there is no rate: the result is empty, all the time or now and then",
          fix: `Look at four scrapes: [${4 * interval}s]`,
        };
      }
    }
  },
  examples: {
    bad: "global: { scrape_interval: 1m }\nscrape_configs: [{ job_name: shop }]\n---\ngroups:\n  - name: shop\n    rules: [{ record: 'job:x:rate1m', expr: 'sum by (job) (rate(x_total[1m]))' }]",
    good: "global: { scrape_interval: 1m }\nscrape_configs: [{ job_name: shop }]\n---\ngroups:\n  - name: shop\n    rules: [{ record: 'job:x:rate4m', expr: 'sum by (job) (rate(x_total[4m]))' }]",
  },
};
