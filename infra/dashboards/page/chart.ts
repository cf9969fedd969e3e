// What a chart draws, as it stands in the page.
import type { Unit } from "../../../components/rules";

/** A name of Grafana's, such as `red`, or `#rrggbb`. */
export type Color = string;

export interface Chart {
  unit: Unit;
  nowSeconds: number;
  /** Unix seconds. */
  times: readonly number[];
  series: readonly ChartSeries[];
  /** On top of each other. */
  stacked: boolean;
  /** Below the lines, 0 to 1. */
  fill: number;
  lineWidth: number;
  /** The axis reaches down to it at least. */
  softMin?: number;
  max?: number;
  /** Lines across. */
  thresholds: readonly { value: number; color: Color }[];
  /** When an alert fired. */
  fired: readonly { title: string; fromSeconds: number; toSeconds: number }[];
}

export interface ChartSeries {
  name: string;
  color: Color;
  /** At each of the times. */
  values: readonly (number | null)[];
}
