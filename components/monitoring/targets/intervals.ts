// How often targets are scraped: as their service says, else their mixin's entry, else the environment, else the mixin itself.
import type { Mixin } from "../../mixins";
import { type Duration, duration, seconds } from "../../rules";
import type { Service, Settings } from "../settings/schema";
import { usesOf } from "./uses";

type Scrape = Pick<Settings, "scrape">;
type Scraped = Pick<Mixin, "name" | "scrapeInterval" | "targets">;

/** Of a mixin's targets whose service says nothing else. @param mixin As it is written. */
export const usualInterval = ({ name, scrapeInterval }: Omit<Scraped, "targets">, { scrape }: Scrape): Duration =>
  scrape.mixins[name]?.interval ?? scrape.interval ?? scrapeInterval;

/** Of a service's targets, where it differs from their job's. */
export function ownInterval({ scrape }: Service, job: Duration): Duration | undefined {
  const own = scrape?.interval;
  return own !== undefined && seconds(own) !== seconds(job) ? own : undefined;
}

/**
 * Of the mixin's slowest target, which its rules must have data for.
 * @param isFound Whether the platform finds further targets.
 */
export function slowestInterval(mixin: Scraped, settings: Settings, isFound: boolean): Duration {
  const usual = usualInterval(mixin, settings);
  const readers = readersOf(mixin, settings).map(({ scrape }) => seconds(scrape?.interval ?? usual));
  const slowest = Math.max(...readers, ...(isFound || readers.length === 0 ? [seconds(usual)] : []));
  return slowest === seconds(usual) ? usual : duration(slowest);
}

/** Objectives are about what their services show. */
const readersOf = ({ name, targets }: Scraped, settings: Settings): Service[] =>
  targets === "objectives"
    ? settings.services.filter(({ slos }) => slos.length > 0)
    : usesOf(name, settings).map(({ service }) => service);

/** The settings with nothing scraped more rarely than `interval`. */
export function cappedAt(interval: Duration, settings: Settings): Settings {
  const capped = (given: Duration) => (seconds(given) > seconds(interval) ? interval : given);
  const cap = <T extends { interval?: Duration | undefined }>(one: T): T =>
    one.interval === undefined ? one : { ...one, interval: capped(one.interval) };
  const { scrape, services } = settings;
  const mixins = Object.fromEntries(Object.entries(scrape.mixins).map(([name, one]) => [name, one && cap(one)]));
  return {
    ...settings,
    scrape: { ...cap(scrape), mixins },
    services: services.map((one) => (one.scrape ? { ...one, scrape: cap(one.scrape) } : one)),
  };
}

/** Prometheus looks for a series' newest value so far back by default. */
const LOOKBACK_SECONDS = 300;

/** How far back it has to look where scrapes are rare: one of them may fail; undefined where its default is enough. */
export function lookbackFor(intervals: readonly Duration[]): Duration | undefined {
  const needed = 2 * Math.max(0, ...intervals.map(seconds)) + 30;
  return needed > LOOKBACK_SECONDS ? duration(needed) : undefined;
}

/** A scrape ends before the next begins. */
export const timeoutOf = (interval: Duration): Duration => duration(Math.min(10, seconds(interval) - 1));
