// The elements of what policies judge: rules, scrape jobs, routes, dashboards, each with its place.
import type { Parsed } from "../../components/promql";
import type { Exemption } from "./exemption";
import type { Fields } from "./values";

/** Where something stands, and what it is exempted from there. */
export interface Place {
  /** `name (type)` of the resource that carries it; undefined for plain files. */
  resource?: string;
  file?: string;
  /** From 1; of what was read from YAML. */
  line?: number;
  /** From 1. */
  column?: number;
  group?: string;
  /** The rule, scrape job or panel. */
  rule?: string;
  /** Of the rule itself, of its file or manifest, and of its resource. */
  exemptions?: readonly Exemption[];
  /** Whether what carries it is made for secrets. */
  sealed?: boolean;
}

/** A resource of a program, or a manifest in a file. */
export interface Resource {
  name: string;
  type: string;
  /** Values that are not known yet are undefined. */
  props: Fields;
  /** Of a manifest; a resource's place is itself. */
  place?: Place;
  /** Its identity in the program; known in the whole only. */
  urn?: string;
  /** URNs of the resources that each property was made from; known in the whole only. */
  madeFrom?: Readonly<Record<string, readonly string[]>>;
}

/** A PromQL expression, of whatever uses it. */
export interface Query {
  place: Place;
  kind: "alert" | "recording" | "panel" | "Grafana rule";
  expr: string;
  parsed: Parsed;
}

export interface Rule extends Query {
  kind: "alert" | "recording";
  name: string;
  for: string | undefined;
  keepFiringFor: string | undefined;
  labels: Readonly<Record<string, string>>;
  annotations: Readonly<Record<string, string>>;
  /** The group's interval as it is written. */
  interval: string | undefined;
  /** Who expands its texts, as far as that differs. */
  evaluator: "Prometheus" | "vmalert";
}

/** A rule that Grafana evaluates itself. */
export interface GrafanaRule {
  place: Place;
  title: string;
  uid: string | undefined;
  /** The uid or, where provisioned from a file, the name; undefined also where it is not known yet. */
  folder: string | undefined;
  fields: Fields;
  labels: Readonly<Record<string, string>>;
  annotations: Readonly<Record<string, string>>;
  queries: readonly Query[];
}

/** What is done to labels, before a scrape (`target`) or to each sample (`sample`). */
export interface Relabeling {
  stage: "target" | "sample";
  action: string;
  sources: readonly string[];
  target: string | undefined;
  regex: string | undefined;
  replacement: string | undefined;
}

/** A job of `scrape_configs`, an endpoint of a ServiceMonitor or PodMonitor, a Probe, a ScrapeConfig. */
export interface ScrapeJob {
  place: Place;
  name: string;
  /** In the words of prometheus.yml. */
  fields: Fields;
  global: Fields;
  relabelings: readonly Relabeling[];
  /** How many targets are listed; undefined where they are discovered. */
  targets: number | undefined;
}

export interface RouteMatcher {
  label: string;
  operator: string;
  value: string;
}

export interface Route {
  receiver: string | undefined;
  matchers: readonly RouteMatcher[];
  continues: boolean;
  routes: readonly Route[];
}

interface Inhibition {
  sources: readonly RouteMatcher[];
  targets: readonly RouteMatcher[];
  equal: readonly string[];
}

export interface AlertmanagerConfig {
  place: Place;
  route: Route;
  /** How many integrations each receiver has; undefined where they are defined elsewhere, as Grafana's contact points. */
  receivers: ReadonlyMap<string, number> | undefined;
  inhibitions: readonly Inhibition[];
}

/** A receiver of Alertmanager, or a contact point of Grafana. */
export interface Receiver {
  place: Place;
  name: string;
  owner: "alertmanager" | "grafana";
  /** Such as `slack`, with its fields as they are written; what is not known yet is there, and undefined. */
  integrations: readonly { kind: string; fields: Fields }[];
}

/** What a Prometheus server is configured with. */
export interface Server {
  place: Place;
  /** As they are written. */
  scrapeInterval: string | undefined;
  retention: string | undefined;
  externalLabels: readonly string[];
}

export interface Panel {
  place: Place;
  title: string;
  type: string;
  fields: Fields;
  /** Variables for each value of which Grafana draws the panel, or its row, once. */
  repeats: readonly string[];
  queries: readonly Query[];
}

export interface Dashboard {
  place: Place;
  title: string;
  fields: Fields;
  panels: readonly Panel[];
}

/** A document of configuration as it was read, in which a secret can stand. */
export interface Document {
  place: Place;
  fields: Fields;
}

/** A Kubernetes manifest in a text. */
export type Manifest = Resource & { place: Place };

/** Text that should have been configuration, and why it could not be read. */
export interface Unreadable {
  place: Place;
  problem: string;
}

/** What was recognised, and not judged or only in part. */
export interface Unread {
  place: Place;
  reason: string;
}

/** What a server loads as a whole: a rule file, prometheus.yml, or an Alertmanager configuration. */
export interface ServerFile {
  place: Place;
  kind: "rules" | "prometheus" | "alertmanager";
  value: unknown;
  /** Where the file is nothing else; without it, it stands inside something, such as a manifest. */
  text?: string;
  /** Whether the file at the place is this and nothing else. */
  isOnDisk?: boolean;
}

/** What the server refuses though the text can be parsed. */
export interface Refusal {
  place: Place;
  of: ServerFile["kind"];
  problem: string;
  fix: string;
}
