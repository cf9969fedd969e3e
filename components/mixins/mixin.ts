// A mixin: all that is known about monitoring one technology.
import { z } from "zod";
import type { Dashboard } from "../dashboards";
import type { Alert, Catalogue, Duration, Normal, Recording, Scenario, Unit } from "../rules";
import type { ServiceExporter } from "./exporter";
import type { Objective } from "./slo/objective";

/** The layers of an estate, each with a dashboard. */
export type Layer = "infrastructure" | "containers" | "applications" | "data" | "business" | "monitoring";

/** Where a mixin's targets come from. */
export type TargetSource =
  /** The services that name it. */
  | "services"
  /** The hosts: the node exporter of each. */
  | "hosts"
  /** The exporter that probes go through; their own series are in a job beside it. */
  | "prober"
  /** The services that have objectives, through what other mixins record of them: it scrapes nothing itself. */
  | "objectives"
  /** It scrapes nothing itself. */
  | "none"
  /** A part of the monitoring itself. */
  | { part: "prometheus" | "alertmanager" };

/** The label by which several Prometheus servers divide a mixin's targets; `server` where each scrapes its own. */
export type ShardBy = "host" | "service" | "server";

/** What other mixins' alerts leave out while this one is in use; inhibition would need an alert for what is meant to happen. */
export interface Explanation {
  /** The alerts, by name. */
  of: readonly string[];
  /** What their conditions leave out: PromQL that begins with how series are matched, `on (host) …`. */
  unless: string;
  /** Whether it holds only where the hosts are nodes of the cluster that this mixin watches. */
  onNodes?: true;
}

/** A column of the table of all services, on the overview. */
export interface OverviewColumn {
  title: string;
  unit: Unit;
  /** One series a service and team. @param selected Matchers of the services that are chosen on the page. */
  query: (selected: string) => string;
}

export interface Mixin {
  /** Also the name of its scrape job, of its rule groups and of its folder, where runbook.md lies. */
  name: string;
  catalogue: Catalogue;
  /** Its place on the dashboard of each layer that it belongs to, from the top. */
  layers: Readonly<Partial<Record<Layer, number>>>;
  targets: TargetSource;
  shardBy: ShardBy;
  /** How often targets are scraped, where their service says nothing else. */
  scrapeInterval: Duration;
  /** How often the slowest of its targets is scraped, which its rules are fitted to. Default: `scrapeInterval`. */
  slowest?: Duration;
  recordings: readonly Recording[];
  alerts: readonly Alert[];
  /** The first is the one that an alert leads to, unless another draws it. */
  dashboards: readonly Dashboard[];
  scenarios: readonly Scenario[];
  /** What each target of a healthy service shows. */
  normal: readonly Normal[];
  /** What it explains of other mixins' alerts. */
  explains: readonly Explanation[];
  /** What it says of each service on the overview. */
  overview: readonly OverviewColumn[];
}

/** How a mixin's metrics measure objectives of the services that use it. */
export interface Measures {
  kinds: readonly Objective["kind"][];
  /** The counters of a service with such options, which begin with the first event. Throws a `ZodError` where options do not fit. */
  counters: (options: unknown) => readonly string[];
}

/** A mixin as services choose it: its options, and what it is for all the options in use. */
export interface ServiceMixin {
  options: z.ZodObject;
  /** For a technology that has no metrics of its own; left out where it has, or where nothing can run its exporter. */
  exporter?: ServiceExporter;
  /**
   * Throws a `ZodError` where options do not fit.
   * @param slowest How often the slowest target is scraped, for rules that count scrapes. Default: the mixin's own interval.
   */
  build: (inUse: readonly unknown[], slowest?: Duration) => Mixin;
  /** Upper bounds in seconds by which a service with such options counts its requests' durations, where they are known. */
  bounds?: (options: unknown) => readonly number[] | undefined;
  /** Whether a service with such options shows native histograms, which the scrape has to ask for. */
  isNative?: (options: unknown) => boolean;
  /** For a mixin whose metrics measure objectives. */
  measures?: Measures;
  /**
   * The settings with which the platform runs what it watches, or the log store that is no existing one: the mixin is in use then
   * without a service that names it. Fields of these settings that are called as its options are its options.
   */
  comesWith?: readonly ("logs" | "logStore" | "traces" | "drill" | "remediation")[];
}

/** What most mixins are: read from services' targets, and divided among servers by service. */
const USUAL = { layers: {}, targets: "services", shardBy: "service", explains: [], overview: [] } as const;

type Parts = Omit<Mixin, keyof typeof USUAL> & Partial<Pick<Mixin, keyof typeof USUAL>>;

/** Declares a mixin. Throws where a name is declared twice. */
export function mixin(given: Parts): Mixin {
  const parts: Mixin = { ...USUAL, ...given };
  for (const names of [
    parts.alerts.map((a) => a.name),
    parts.recordings.map((r) => `${r.record} = ${r.expr} ${JSON.stringify(r.adds)}`),
  ]) {
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice) throw new Error(`Mixin ${parts.name} declares ${twice} twice`);
  }
  return parts;
}

/** A mixin that depends on its services' options. */
export function withOptions<Options extends z.ZodObject>(
  options: Options,
  build: (inUse: readonly z.infer<Options>[], slowest?: Duration) => Mixin,
): ServiceMixin {
  return {
    options,
    build: (inUse, slowest) =>
      build(
        inUse.map((one) => options.parse(one)),
        slowest,
      ),
  };
}

/** A mixin that is the same for every service that names it. */
export function withoutOptions(mixin: Mixin, exporter?: ServiceExporter): ServiceMixin {
  return { options: z.strictObject({}), build: () => mixin, ...(exporter && { exporter }) };
}
