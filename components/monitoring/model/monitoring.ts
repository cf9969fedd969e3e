// Everything that watches one environment, as data: what `assemble` makes and the platforms deploy (long: one model, whose parts refer to each other).
import type { Dashboard } from "../../dashboards";
import type { ShardBy } from "../../mixins";
import type { Where } from "../../promql";
import type { Duration, JudgedAlert, Recording, Severity } from "../../rules";
import type { Forecast } from "../forecast/types";
import type { Receiver } from "../receivers";
import type { PlainJob } from "../scraping/plain-jobs";
import type { DnsDiscovery, FileDiscovery, ScrapeAccess } from "../scraping/types";

/** Labels that every target carries, so that each series and each alert can be owned and located. */
export interface TargetLabels {
  instance: string;
  service: string;
  team: string;
  /** Where it differs from the scrape job's name. */
  job?: string;
  /** The host it runs on, where that is known: a host that is down inhibits what runs on it. */
  host?: string;
}

export interface Target {
  /** `host:port`, or the URL or address that is probed. */
  address: string;
  labels: TargetLabels;
  metricsPath?: string;
  /** How often it is scraped, where that differs from its job. */
  interval?: Duration;
  /** The blackbox module that probes this address. */
  module?: ProbeModule;
  /** What finds it in a cluster; the address only stands for one of those that are found. */
  selector?: ClusterSelector;
  /** True for an exporter of something elsewhere, which its `instance` names: neither its own name nor its host say anything. */
  speaksOfAnother?: true;
}

/** A Service with its pods, or pods that no Service has. */
export interface ClusterSelector {
  by: "service" | "pod";
  namespace: string;
  labels: Readonly<Record<string, string>>;
  /** The port's name. */
  port: string;
}

export type ProbeModule = "http_2xx" | "tcp_connect";

/** What a scrape may bring at most; a scrape over a limit fails and is alerted on. */
export interface ScrapeLimits {
  samples: number;
  labels: number;
  labelNameLength: number;
  labelValueLength: number;
  targets: number;
}

export interface ScrapeJob {
  /** The mixin's name; `probe` for blackbox probes. */
  name: string;
  interval: Duration;
  timeout: Duration;
  targets: readonly Target[];
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
  /** Where further targets are asked for, which come with all their labels. */
  discovery?: Discovery;
}

/** Prometheus' HTTP service discovery. */
export interface HttpDiscovery {
  kind: "http";
  url: string;
  every: Duration;
  /** How many targets it is expected to find. */
  expected: number;
}

/** Instances of EC2, found by their tags. */
export interface Ec2Discovery {
  kind: "ec2";
  region: string;
  every: Duration;
  /** How many targets it is expected to find. */
  expected: number;
  /** What each look-up asks for; an instance that several find is one target. */
  searches: readonly Ec2Search[];
  /** The tags that name the host and its team; and the service, where a tag does. */
  tags: { host: string; team: string; service?: string };
  /** Where no tag says it; `job` where it differs from the scrape job's name. */
  labels: { service: string; team: string; job?: string };
  /** What the label `instance` is: the host's name, or with the port. */
  instance: "host" | "host:port";
  /** Services that run on named hosts, at most one of a port. Where there are any, nothing else that is found is scraped. */
  members?: readonly Ec2Member[];
  /** Hosts that it must find, by their names. */
  hosts?: readonly { name: string; team: string }[];
  /** Targets that it must find without knowing their names. */
  fleets?: readonly Fleet[];
  /** Parameters of the scrape's URL. */
  params?: Readonly<Record<string, readonly string[]>>;
}

/** Targets of which some come and go. */
export interface Fleet {
  name: string;
  team: string;
  /** How many there are at any time. */
  least: number;
  /** PromQL's matchers that tell them from the job's other targets: `host=~"workers-.+"`; none where they are all. */
  matchers?: string;
}

export interface Ec2Search {
  port: number;
  /** Tags that an instance must have, each with one of the values; `*` stands for any text. */
  tags: Readonly<Record<string, readonly string[]>>;
}

/** A service on a host of EC2. */
export interface Ec2Member {
  host: string;
  port: number;
  service: string;
  team: string;
  metricsPath?: string;
  /** What it speaks of, where that is elsewhere: its `instance` in place of the host, which says nothing of it. */
  about?: string;
  /** How often it is scraped, where that differs from its job. */
  interval?: Duration;
}

/** What a cluster has of its own: monitors find it that the platform brings, with labels that mixins know. */
export interface ClusterDiscovery {
  kind: "cluster";
  /** How many targets it is expected to find. */
  expected: number;
  /** Options of the mixin, as a service would give them. */
  options?: Readonly<Record<string, unknown>>;
  /** Whether only what the mixin reads is kept: a cluster shows many times as much. */
  keepUsed?: true;
  /** What must be found at any time. */
  parts?: readonly ClusterPart[];
}

/** A target with a name, or several of which one at least must be there. */
export interface ClusterPart {
  /** What it is called where it is missing; its `instance` where that is known. */
  name: string;
  /** PromQL's matchers that tell it from the job's other targets; none where it is all of them. */
  matchers?: string;
  /** Whether it is a component of the job's service, whose single targets go and come. */
  component?: true;
}

export type Discovery = HttpDiscovery | Ec2Discovery | ClusterDiscovery | FileDiscovery | DnsDiscovery;

/** An alerting rule, complete: what Prometheus, a PrometheusRule or Grafana evaluates. */
export interface PlacedAlert {
  alert: JudgedAlert;
  severity: Severity;
  /** The series that it judges, where not all. */
  where?: Where;
  expr: string;
  threshold?: number;
  for: Duration;
  keepFiringFor?: Duration;
  labels: Readonly<Record<string, string>>;
  annotations: Readonly<Record<string, string>>;
  /** The longest time from the fault to the message leaving, in seconds. */
  latencySeconds: number;
  /** Where it cannot hold its detection budget, because its targets are scraped too rarely. */
  late?: LateAlert;
}

export interface LateAlert {
  budgetSeconds: number;
  /** The longest scrape interval with which the budget holds. */
  holdsAt: Duration;
}

export interface RuleGroup {
  name: string;
  /** The name of the mixin that its rules are of. */
  mixin: string;
  /** How several servers divide the targets that its rules read. */
  shardBy: ShardBy;
  interval: Duration;
  recordings: readonly Recording[];
  alerts: readonly PlacedAlert[];
  /** The file that a group of your own rules comes from, and what it says beside its rules. */
  own?: { file: string; limit?: number; queryOffset?: string };
}

export interface Matcher {
  label: string;
  operator: "=" | "!=" | "=~" | "!~";
  value: string;
}

export interface Route {
  matchers: readonly Matcher[];
  receiver: string;
  timing: { groupWait: Duration; groupInterval: Duration; repeatInterval: Duration };
  groupBy: readonly string[];
  /** Whether later routes are looked at as well. */
  continue: boolean;
  muteTimings: readonly string[];
}

/** While an alert of `source` fires, those of `target` with the same `equal` labels are not sent. */
export interface Inhibition {
  source: readonly Matcher[];
  target: readonly Matcher[];
  equal: readonly string[];
}

export interface MuteTiming {
  name: string;
  weekdays: readonly string[];
  times: readonly { from: string; to: string }[];
  timezone: string;
  /** `1`, `1:7`, or `-1` for the last. */
  daysOfMonth?: readonly string[];
  months?: readonly string[];
  /** In place of all that recurs: days, each from one time of its clock to another. */
  dates?: readonly { year: number; month: number; day: number; from: string; to: string }[];
}

/** Planned maintenance: while it lasts, nobody is notified of alerts that all matchers fit. */
export interface MaintenanceWindow {
  name: string;
  matchers: readonly Matcher[];
  reason: string;
  owner: string;
  /** Where it comes once: times in UTC, as ISO 8601. */
  once?: { from: string; to: string };
  /** What mutes routes in it; undefined where a deployment makes a silence of it. */
  muteTiming?: MuteTiming;
}

export interface Notifications {
  receivers: readonly Receiver[];
  /** The first route that matches takes the alert, unless it says `continue`. */
  routes: readonly Route[];
  /** Takes what no route matches. */
  fallback: string;
  inhibitions: readonly Inhibition[];
  muteTimings: readonly MuteTiming[];
  maintenance: readonly MaintenanceWindow[];
}

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
}

export interface Monitoring extends WithoutForecast {
  /** How many series it brings. */
  forecast: Forecast;
}

export interface Replica {
  address: string;
  host: string;
}

/** What a platform decides: where its parts listen and where links lead. */
export interface Endpoints {
  /** `host:port` of each part as Prometheus reaches it. */
  prometheus: string;
  alertmanager: string;
  blackbox: string;
  /** Node exporter of a host that gives no address of its own. */
  nodeExporter: string;
  /** Where several servers have the part: each, with its server's name as its host. */
  replicas?: Readonly<Partial<Record<"prometheus" | "alertmanager", readonly Replica[]>>>;
  /** `host:port` of the sample-metrics generator, where the platform runs one. */
  generator?: string;
  /** What the platform finds by itself, by mixin: such a mixin is in use without a service that names it. */
  finds?: Readonly<Record<string, Discovery>>;
  /** Takes the dead-man's switch where the settings name none. */
  heartbeat?: string;
  /** Who evaluates the alerts: only Prometheus makes series of what fires. Default: Prometheus. */
  evaluates?: "prometheus" | "grafana";
  /** Link of a runbook section, with {mixin} and {alert} (in lower case). */
  runbook: string;
  /** Link of a dashboard, with {uid}. */
  dashboard: string;
}
