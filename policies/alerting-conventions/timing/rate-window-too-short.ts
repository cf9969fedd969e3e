import { isRate, type Selector, secondsOf, selectorsIn, walk } from "../../../components/promql";
import { type Content, type ScrapeJob, textOf } from "../../content";
import type { Policy } from "../../policy";

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
        const interval = selector && intervalOf(selector, everything, settings.number("scrapeInterval") || USUAL);
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

/** Seconds: no installation scrapes more often unless it is configured to. */
const USUAL = 15;

/** That of the selected job; where none is selected, of the job that is scraped most often. */
function intervalOf(
  { name = "", matchers }: Selector,
  { scrapeJobs, servers }: Content,
  otherwise: number,
): number | undefined {
  // A recording is computed every evaluation interval.
  if (name.includes(":")) return undefined;
  const job = matchers.find(({ label, operator }) => label === "job" && operator === "=")?.value;
  const own = scrapeJobs.filter(({ name: one }) => one === job);
  const known = servers.flatMap(({ scrapeInterval }) => secondsOf(scrapeInterval ?? "") ?? []);
  const intervals = (own.length > 0 ? own : scrapeJobs).flatMap((one) => intervalIn(one, known));
  if (intervals.length > 0) return Math.min(...intervals);
  return known.length > 0 ? Math.min(...known) : otherwise || undefined;
}

function intervalIn({ fields, global }: ScrapeJob, ofServers: readonly number[]): number[] {
  const written = textOf(fields.scrape_interval) ?? textOf(global.scrape_interval);
  const seconds = written === undefined ? undefined : secondsOf(written);
  return seconds === undefined ? [...ofServers] : [seconds];
}
