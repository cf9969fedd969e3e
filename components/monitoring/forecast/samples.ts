// How often series get a sample.
import { seconds } from "../../rules";
import type { Monitoring } from "../model/monitoring";

/** Samples a second of an average series: scraped ones get one at each scrape, recorded ones at each evaluation. */
export function samplesPerSeries({ forecast }: Pick<Monitoring, "forecast">): number {
  const parts = [
    ...forecast.jobs,
    ...forecast.groups.map(({ recordings, interval }) => ({ expected: recordings.expected, interval })),
  ];
  const series = parts.reduce((sum, { expected }) => sum + expected, 0);
  return parts.reduce((sum, { expected, interval }) => sum + expected / seconds(interval), 0) / Math.max(1, series);
}
