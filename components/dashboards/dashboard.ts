// The language of dashboards: a dashboard reads as its own table of contents; render.ts makes Grafana's JSON of it.
import type { Unit } from "../rules";

/**
 * PromQL by legend: `{ "{{instance}}": "instance:node_cpu_utilisation:ratio_rate5m" }`. A table has a column for each
 * label and one for the value, with the legend as its title. A timestamp is in seconds, as everywhere in Prometheus.
 */
export type Queries = Readonly<Record<string, string>>;

export interface Panel {
  /** `alerts` lists what fires, whoever evaluates it, and has no queries. */
  kind: "timeseries" | "stat" | "gauge" | "table" | "alerts";
  title: string;
  /** What the panel shows and when to worry. */
  description: string;
  unit: Unit;
  queries: Queries;
  /** The alert whose thresholds are drawn as lines, and whose messages link here. */
  alert?: string;
  /** Of 24 columns. Default: 12, 6 for stat and gauge, and 24 for a table. */
  width: number;
  /** The top of the axis, where it is known: 1 for a ratio that cannot exceed it. */
  max?: number;
  /** Series are drawn on top of each other, where their sum means something. */
  stack?: boolean;
  /** The unit of a table's column by its legend, where it is not the panel's. */
  units?: Readonly<Record<string, Unit>>;
  /** Uid of the dashboard with the details. */
  leadsTo?: string;
  /** Where a click on a value of a table's label leads, by label: an address with Grafana's variables. */
  opens?: Readonly<Record<string, string>>;
}

export interface Row {
  title: string;
  panels: readonly Panel[];
}

/** A drop-down over the values of a label, with «All» as its default, so that no page starts empty. */
export interface Variable {
  label: string;
  /** The selector whose series have the label: `up{job="node"}`. */
  from: string;
  /** Some series have no such label; they are shown whatever is chosen. */
  mayLack?: boolean;
  /** The value that is chosen at first instead of «All». */
  chosen?: string;
}

export interface Dashboard {
  /** Fixed forever: links and alerts point to it. At most 40 characters. */
  uid: string;
  title: string;
  description: string;
  tags: readonly string[];
  variables: readonly Variable[];
  rows: readonly Row[];
}

/** What a panel can say beside its queries. */
export type PanelOptions = Partial<Omit<Panel, "kind" | "title" | "unit" | "description" | "queries">>;

/** The grid that panels lie on. */
export const COLUMNS = 24;

const panel =
  (kind: Panel["kind"], defaultWidth: number) =>
  (title: string, unit: Unit, description: string, queries: Queries, options: PanelOptions = {}): Panel => {
    const { width = defaultWidth } = options;
    if (!Number.isInteger(width) || width < 1 || width > COLUMNS) {
      throw new Error(`Panel "${title}" has the width ${width}; give a whole number of columns from 1 to ${COLUMNS}`);
    }
    return { kind, title, unit, description, queries, ...options, width };
  };

export const timeseries = panel("timeseries", 12);
export const stat = panel("stat", 6);
export const gaugePanel = panel("gauge", 6);
export const table = panel("table", 24);

/** The list of alerts that fire or are about to. */
export const alertList = (title: string, description: string, options: PanelOptions = {}): Panel =>
  panel("alerts", 24)(title, "count", description, {}, options);

export const row = (title: string, ...panels: Panel[]): Row => ({ title, panels });

export const variable = (label: string, from: string): Variable => ({ label, from });

/** What a selector asks for, so that it has what the viewer chose. An empty alternative is a label that is not there. */
export const matcherOf = ({ label, mayLack }: Variable) => `${label}=~"$${label}${mayLack ? "|" : ""}"`;

/** Declares a dashboard. Throws where its uid is not one that Grafana takes. */
export function dashboard(spec: Dashboard): Dashboard {
  if (!/^[a-zA-Z0-9_-]{1,40}$/.test(spec.uid)) {
    throw new Error(`Dashboard uid "${spec.uid}" must have 1 to 40 letters, digits, - or _`);
  }
  return spec;
}
