import { secondsOf } from "../../../components/promql";
import { textOf } from "../../content";
import type { Policy } from "../../policy";

export const scrapeBeyondLookback: Policy = {
  name: "scrape-beyond-lookback",
  level: "mandatory",
  description: "A target is scraped often enough for its series to stay.",
  judges: "scrape job",
  settings: { lookback: { default: 300, description: "Seconds for which Prometheus keeps showing a sample" } },
  *check({ name, fields, global }, settings) {
    const written = textOf(fields.scrape_interval) ?? textOf(global.scrape_interval) ?? "";
    const seconds = secondsOf(written);
    const lookback = settings.number("lookback");
    if (seconds === undefined || seconds < lookback) return;
    yield {
      found: `scrape job "${name}" is scraped every ${written}, and a sample is shown for ${lookback} s`,
      why: "Between two scrapes its series are gone: an alert's for starts over each time, and it never fires",
      fix: "Scrape every 2m at most, or start Prometheus with a longer --query.lookback-delta",
    };
  },
  examples: {
    bad: "scrape_configs: [{ job_name: shop, scrape_interval: 10m }]",
    good: "scrape_configs: [{ job_name: shop, scrape_interval: 2m }]",
  },
};
