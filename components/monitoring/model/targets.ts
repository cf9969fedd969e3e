// What is scraped: targets with their labels, and the jobs that they are in.
import type { ShardBy } from "../../mixins";
import type { Duration } from "../../rules";
import type { ScrapeAccess } from "../scraping/types";
import type { Discovery } from "./discovery";

/** Labels that every target carries, so that each series and each alert can be owned and located. */
export interface TargetLabels {
  instance: string;
  service: string;
  team: string;
  /** Where it differs from the scrape job's name. */
  job?: string;
  /** The host it runs on, where that is known: a host that is down inhibits what runs on it. */
  host?: string;
  /** What a health endpoint speaks of. */
  dependency?: string;
}

/** A target that the settings list, a probe, or one that the sample-metrics generator makes up. */
export interface Target {
  /** `host:port`, or the URL or address that is probed. */
  address: string;
  labels: TargetLabels;
  metricsPath?: string;
  /** How often it is scraped, where that differs from its job. */
  interval?: Duration;
  /** How the blackbox exporter probes this address. */
  module?: ProbeModule;
  /** Which of the mixin's healthy targets the generator shows here. */
  normal?: number;
  /** True for an exporter of something elsewhere, which its `instance` names: neither its own name nor its host say anything. */
  speaksOfAnother?: true;
}

/** Targets that a cluster's monitors select: how they are called is known only there. */
export interface SelectedTargets {
  selector: ClusterSelector;
  /** How many it is expected to find. */
  expected: number;
  /** Without `instance`, which each has of its own. */
  labels: Omit<TargetLabels, "instance">;
  metricsPath?: string;
  interval?: Duration;
  /** What an exporter speaks of, which is its `instance`. */
  about?: string;
}

/** A Service with its pods, or pods that no Service has. */
export interface ClusterSelector {
  by: "service" | "pod";
  namespace: string;
  labels: Readonly<Record<string, string>>;
  /** The port's name. */
  port: string;
}

/** How a probe asks. */
export type ProbeModule = "http_2xx" | "tcp_connect" | HealthModule;

/** Reads a JSON answer, whatever its status. */
export interface HealthModule {
  name: string;
  /** Whether the dependency is healthy: an expression of the Common Expression Language on `body`. */
  healthy: string;
}

/** What a scrape may bring at most; a scrape over a limit fails and is alerted on. */
export interface ScrapeLimits {
  samples: number;
  labels: number;
  labelNameLength: number;
  labelValueLength: number;
  targets: number;
}

/** What an exporter says of many things at once, each with labels of its own. */
export interface SeriesLabels {
  /** A series' label, and the one that it becomes where it has a value. */
  becoming: readonly (readonly [from: string, to: string])[];
  /** The label of those that are of something that is not on the exporter's host. */
  elsewhere: string;
  /** Those that go, then: a regular expression. */
  dropped: string;
}

/** What is asked for at a price. */
export interface Paid {
  /** In words, in the plural. */
  what: string;
  /** The price's name in the list of prices. */
  price: string;
  /** Of what the price is for. */
  perMonth: number;
}

export interface ScrapeJob {
  /** The mixin's name; `probe` for blackbox probes. */
  name: string;
  interval: Duration;
  timeout: Duration;
  targets: readonly Target[];
  /** Those that a cluster selects. */
  selected?: readonly SelectedTargets[];
  limits: ScrapeLimits;
  /** How several servers divide its targets. */
  shardBy: ShardBy;
  /** The blackbox exporter that the targets are probed through. */
  via?: string;
  /** The only metrics that are kept; all where it is left out. */
  keep?: readonly string[];
  /** How an answer without a valid Content-Type is read, by Prometheus 3. */
  fallbackProtocol?: string;
  /** Whether native histograms are asked for, by Prometheus 3.8 or newer. */
  nativeHistograms?: true;
  /** How its targets are asked, where that is more than plain HTTP; it is the job of one service then. */
  access?: ScrapeAccess;
  /** Whether its targets ask for the password between parts. */
  asksForPassword?: true;
  /** The labels that its series bring themselves. */
  ofSeries?: SeriesLabels;
  /** What somebody charges for, because of it. */
  paid?: Paid;
  /** The service whose spans its metrics are made of; what shows them shows those of others too. */
  spansOf?: string;
  /** Where further targets are asked for, which come with all their labels. */
  discovery?: Discovery;
}
