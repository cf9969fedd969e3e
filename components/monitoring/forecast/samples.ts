// How often series get a sample.
import { seconds } from "../../rules";
import type { Monitoring } from "../monitoring";

/** Of jobs that are not known, such as one of an archive. */
const USUAL_SECONDS = 15;

/** Samples a second of an average series: scraped ones get one at each scrape, recorded ones at each evaluation. */
export function samplesPerSeries({ forecast, jobs }: Pick<Monitoring, "forecast" | "jobs">): number {
  const intervals = new Map(jobs.map(({ name, interval }) => [name, seconds(interval)]));
  const parts = [
    ...forecast.jobs.map(({ name, expected }) => ({ expected, every: intervals.get(name) ?? USUAL_SECONDS })),
    ...forecast.groups.map(({ recordings, interval }) => ({ expected: recordings.expected, every: seconds(interval) })),
  ];
  const series = parts.reduce((sum, { expected }) => sum + expected, 0);
  return parts.reduce((sum, { expected, every }) => sum + expected / every, 0) / Math.max(1, series);
}
