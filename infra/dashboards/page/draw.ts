// A chart with uPlot, which Grafana's own time series are drawn with.
import uPlot from "uplot";
import { axes } from "./axes";
import type { Chart } from "./chart";
import { format } from "./format";
import { firedMarks, thresholdLines } from "./marks";
import { stacked } from "./stack";
import { resolved } from "./theme";

/** Draws the chart and keeps it as large as its element. */
export function draw(element: HTMLElement, chart: Chart): uPlot {
  const values = chart.stacked ? stacked(chart.series) : chart.series.map((series) => series.values);
  const options: uPlot.Options = {
    ...{ width: element.clientWidth, height: element.clientHeight },
    padding: [8, 28, 0, 0],
    cursor: { drag: { x: false, y: false }, points: { size: 6 }, sync: { key: "page" } },
    legend: { markers: { width: 0, fill: (plot, index) => colorAt(plot, index) } },
    scales: { y: { range: (_, low, high) => rangeOf(chart, low, high) } },
    axes: axes(chart),
    series: [
      { value: (_, time) => (time === null ? "" : new Date(time * 1000).toLocaleTimeString("en-GB")) },
      ...chart.series.map(
        ({ name, color, values: own }): uPlot.Series => ({
          label: name,
          stroke: () => resolved(color),
          fill: () => translucent(resolved(color), chart.fill),
          width: chart.lineWidth,
          points: { show: false, size: 4, fill: () => resolved(color), filter: () => alone(own) },
          // The value itself, also where it is drawn on top of others.
          value: (_, __, ___, index) => valueAt(own, index, chart),
        }),
      ),
    ],
    ...(chart.stacked && { bands: chart.series.slice(1).map((_, index) => ({ series: [index + 2, index + 1] })) }),
    hooks: {
      drawClear: [(plot) => firedMarks(plot, chart.fired)],
      draw: [(plot) => thresholdLines(plot, chart.thresholds)],
    },
  };
  const plot = new uPlot(options, [[...chart.times], ...values.map((one) => [...one])], element);
  const resize = () => {
    const legend = plot.root.querySelector<HTMLElement>(".u-legend")?.offsetHeight ?? 0;
    plot.setSize({ width: element.clientWidth, height: element.clientHeight - legend });
  };
  resize();
  new ResizeObserver(resize).observe(element);
  return plot;
}

function valueAt(values: readonly (number | null)[], index: number | null, { unit, nowSeconds }: Chart): string {
  const value = index === null ? null : (values[index] ?? null);
  return value === null ? "" : format(unit, value, nowSeconds);
}

/** Where there is a value and none beside it, which no line would show. */
const alone = (values: readonly (number | null)[]) =>
  values.flatMap((value, at) =>
    value !== null && (values[at - 1] ?? null) === null && (values[at + 1] ?? null) === null ? [at] : [],
  );

const HEADROOM = 0.08;

/** All values and the thresholds near them: a line far above would press the values to the ground. */
function rangeOf({ softMin, max, thresholds }: Chart, low: number | null, high: number | null): [number, number] {
  const bottom = Math.min(low ?? 0, softMin ?? Number.POSITIVE_INFINITY);
  const reach = high ?? bottom;
  const near = thresholds.map(({ value }) => value).filter((value) => value <= reach * 4);
  const top = Math.max(reach, ...near);
  // Nothing but zeros, say: an axis has a length all the same.
  if (top === bottom) return [bottom, bottom + 1];
  const above = top + (top - bottom) * HEADROOM;
  return [bottom, max === undefined ? above : Math.min(above, Math.max(max, top))];
}

function colorAt(plot: uPlot, index: number): string {
  const { stroke } = plot.series[index] ?? {};
  return typeof stroke === "function" ? String(stroke(plot, index)) : "transparent";
}

const translucent = (hex: string, share: number) =>
  `${hex}${Math.round(share * 255)
    .toString(16)
    .padStart(2, "0")}`;
