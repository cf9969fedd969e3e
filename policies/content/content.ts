// What policies judge: rules, scrape jobs, routes and dashboards, wherever they were found.
import type { Parsed } from "../promql";
import type { Fields } from "./values";

/** Where something stands. */
export interface Place {
  /** `name (type)` of the resource that carries it; undefined for plain files. */
  resource?: string;
  file?: string;
  group?: string;
  /** The rule, scrape job or panel. */
  rule?: string;
}

export interface Rule {
  place: Place;
  kind: "alert" | "recording";
  name: string;
  expr: string;
  parsed: Parsed;
  for: string | undefined;
  labels: Readonly<Record<string, string>>;
  annotations: Readonly<Record<string, string>>;
}

/** A job of Prometheus' `scrape_configs`, and the settings that it inherits. */
export interface ScrapeJob {
  place: Place;
  name: string;
  fields: Fields;
  global: Fields;
}

export interface Route {
  receiver: string | undefined;
  matchers: readonly { label: string; operator: string; value: string }[];
  continues: boolean;
  routes: readonly Route[];
}

export interface AlertmanagerConfig {
  place: Place;
  route: Route;
  /** How many integrations each receiver has. */
  receivers: ReadonlyMap<string, number>;
}

export interface Dashboard {
  place: Place;
  title: string;
  fields: Fields;
}

/** Text that should have been configuration, and why it could not be read. */
export interface Unreadable {
  place: Place;
  problem: string;
}

export interface Content {
  rules: readonly Rule[];
  scrapeJobs: readonly ScrapeJob[];
  alertmanagers: readonly AlertmanagerConfig[];
  dashboards: readonly Dashboard[];
  unreadable: readonly Unreadable[];
}

export const NOTHING: Content = { rules: [], scrapeJobs: [], alertmanagers: [], dashboards: [], unreadable: [] };

export function together(parts: readonly Content[]): Content {
  return {
    rules: parts.flatMap(({ rules }) => rules),
    scrapeJobs: parts.flatMap(({ scrapeJobs }) => scrapeJobs),
    alertmanagers: parts.flatMap(({ alertmanagers }) => alertmanagers),
    dashboards: parts.flatMap(({ dashboards }) => dashboards),
    unreadable: parts.flatMap(({ unreadable }) => unreadable),
  };
}
