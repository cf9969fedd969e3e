// What a panel shows: its kind, and what Prometheus answered.
import type { alerts } from "../running/prometheus-api";
import type { Answer } from "./answers";
import { chartOf } from "./chart-of";
import { colorOf } from "./colors";
import type { Panel, Step } from "./grafana-json";
import type { Chart, Color } from "./page/chart";
import { format } from "./page/format";
import { type Table, tableOf } from "./table";
import { unitOf } from "./units";

/** One value of a stat or a gauge. */
export interface Reading {
  name: string;
  value: number;
  text: string;
  color: Color;
}

export type FiringAlert = Awaited<ReturnType<typeof alerts>>[number];

export type Content =
  | { kind: "chart"; chart: Chart }
  | { kind: "stat"; readings: readonly Reading[] }
  | { kind: "gauge"; readings: readonly Reading[]; max: number; steps: readonly Step[] }
  | { kind: "table"; table: Table }
  | { kind: "alerts"; alerts: readonly FiringAlert[] }
  /** Nothing to draw: no answer has a series, or Prometheus refused. */
  | { kind: "nothing" }
  /** A kind of panel that this preview cannot draw. */
  | { kind: "unknown"; type: string };

/** What the panels of a dashboard have in common. */
export interface Surroundings {
  nowSeconds: number;
  /** What is pending or firing now. */
  alerts: readonly FiringAlert[];
  fired: Chart["fired"];
}

type Draw = (panel: Panel, answers: readonly Answer[], surroundings: Surroundings) => Content;

/** The kinds that components/dashboards renders, by Grafana's names. */
const KINDS: Readonly<Record<string, Draw>> = {
  timeseries: (panel, answers, surroundings) => ({ kind: "chart", chart: chartOf(panel, answers, surroundings) }),
  stat: (panel, answers, { nowSeconds }) => ({ kind: "stat", readings: readings(panel, answers, nowSeconds) }),
  gauge: (panel, answers, { nowSeconds }) => {
    const { max, thresholds } = panel.fieldConfig.defaults;
    const found = readings(panel, answers, nowSeconds);
    // Grafana ends a gauge at the largest value where the panel does not say.
    const end = max ?? Math.max(...found.map(({ value }) => value), ...thresholds.steps.map(({ value }) => value ?? 0));
    return { kind: "gauge", readings: found, max: end, steps: thresholds.steps };
  },
  table: (panel, answers, { nowSeconds }) => ({ kind: "table", table: tableOf(panel, answers, nowSeconds) }),
  alertlist: (_panel, _answers, { alerts }) => ({ kind: "alerts", alerts: newestFirst(alerts) }),
};

export const contentOf: Draw = (panel, answers, surroundings) => {
  const draw = KINDS[panel.type];
  if (!draw) return { kind: "unknown", type: panel.type };
  const empty = panel.targets.length > 0 && answers.every(({ series }) => series.length === 0);
  return empty ? { kind: "nothing" } : draw(panel, answers, surroundings);
};

/** The last value of each series. */
function readings({ fieldConfig }: Panel, answers: readonly Answer[], nowSeconds: number): Reading[] {
  const { unit, thresholds } = fieldConfig.defaults;
  return answers
    .flatMap(({ series }) => series)
    .map(({ name, points }) => {
      const value = points.at(-1)?.[1] ?? Number.NaN;
      return { name, value, text: format(unitOf(unit), value, nowSeconds), color: colorOf(value, thresholds.steps) };
    });
}

const newestFirst = (alerts: readonly FiringAlert[]) =>
  alerts.toSorted((a, b) => b.activeAt.localeCompare(a.activeAt) || nameOf(a).localeCompare(nameOf(b)));

const nameOf = ({ labels }: FiringAlert) => labels.alertname ?? "";
