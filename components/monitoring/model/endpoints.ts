// What a platform says of itself to the assembly: where its parts listen, what it finds, and where links lead.
import type { Duration } from "../../rules";
import type { Discovery } from "./discovery";
import type { Paid, SelectedTargets, SeriesLabels } from "./targets";

export interface Replica {
  address: string;
  host: string;
}

/** `host:port`, and the server that it is on, where there are several. */
type OwnTarget = Pick<Replica, "address"> & Partial<Pick<Replica, "host">>;

/** Parts of the monitoring that a mixin of services watches. */
export interface OwnTargets {
  targets?: readonly OwnTarget[];
  /** In a cluster. Of several, each but one is a service of its own: pods have names that nobody knows, so that what is gone is missed by its service. */
  selected?: readonly (Pick<SelectedTargets, "selector" | "expected"> & { service?: string })[];
  /** Whether they ask for the password between parts. */
  asksForPassword?: true;
  /** The labels that their series bring themselves. */
  ofSeries?: SeriesLabels;
  /** What somebody charges for, because of them. */
  paid?: Paid;
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
  /** Where the metrics of requests are that spans become, where the platform takes traces: each gateway has those of its own spans. */
  spanMetrics?: readonly OwnTarget[];
  /** `host:port` of the sample-metrics generator, where the platform runs one. */
  generator?: string;
  /** What the platform finds by itself, by mixin: such a mixin is in use without a service that names it. */
  finds?: Readonly<Record<string, Discovery>>;
  /** What the platform runs beside the parts above, by the mixin that watches it. */
  runs?: Readonly<Record<string, OwnTargets>>;
  /** Takes the dead-man's switch where the settings name none. */
  heartbeat?: string;
  /** Who evaluates the alerts: only Prometheus makes series of what fires. Default: Prometheus. */
  evaluates?: "prometheus" | "grafana";
  /** How long what is scraped waits to be written to the storage that evaluates rules, where that is elsewhere. */
  writtenWithin?: Duration;
  /** Link of a runbook section, with {mixin} and {alert} (in lower case). */
  runbook: string;
  /** Link of a dashboard, with {uid}. */
  dashboard: string;
  /** Links to the lines of a service or of a host, whose name is {value}; how far back they look is in them, the end is not. */
  logs?: Readonly<Record<"service" | "host", string>>;
  /** Link to the traces of a {service}, without their time: what appends it sends microseconds, `&start=…&end=…`. */
  traces?: string;
}
