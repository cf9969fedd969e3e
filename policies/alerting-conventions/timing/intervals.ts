// How often a series is scraped, as far as the configurations beside the rules say.
import { type Selector, secondsOf } from "../../../components/promql";
import { type Content, type ScrapeJob, textOf } from "../../content";

/** Seconds: no installation scrapes more often unless it is configured to. */
export const USUAL_INTERVAL = 15;

/** That of the selected job; where none is selected, of the job that is scraped most often. */
export function intervalOf(
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
