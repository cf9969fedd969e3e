// Everything that watches one environment, as data: what `assemble` makes and the platforms deploy.
import type { Dashboard } from "../../dashboards";
import type { Duration } from "../../rules";
import type { Forecast } from "../forecast/types";
import type { WatchedLogs } from "../logs/place";
import type { PlainJob } from "../scraping/plain-jobs";
import type { WatchedTraces } from "../traces/place";
import type { Notifications } from "./notifications";
import type { RuleGroup } from "./rules";
import type { ScrapeJob } from "./targets";

export type * from "./discovery";
export type * from "./endpoints";
export type * from "./notifications";
export type * from "./rules";
export type * from "./targets";

/** What is scraped, evaluated, drawn and sent. */
export interface WithoutForecast {
  environment: string;
  evaluationInterval: Duration;
  /** How far back Prometheus looks for a series' newest value, where its default (5m) is too short for the scrapes. */
  lookback?: Duration;
  /** How long series are kept by default. */
  retention: Duration;
  /** The series that are kept longer, in an archive beside; none where no mixin in use has any. */
  business: { series: readonly string[]; retention: Duration | "forever" };
  jobs: readonly ScrapeJob[];
  /** Scrape jobs that are Prometheus' own text; none where the settings have none. */
  plainJobs?: readonly PlainJob[];
  groups: readonly RuleGroup[];
  dashboards: readonly Dashboard[];
  notifications: Notifications;
  /** Where logs are collected. */
  logs?: WatchedLogs;
  /** Where traces are taken. */
  traces?: WatchedTraces;
}

export interface Monitoring extends WithoutForecast {
  /** How many series it brings. */
  forecast: Forecast;
}
