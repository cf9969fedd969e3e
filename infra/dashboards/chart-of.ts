// Answers over time → a chart.
import type { Answer } from "./answers";
import { seriesColors, thresholdLines } from "./colors";
import type { Panel } from "./grafana-json";
import type { Chart } from "./page/chart";
import { unitOf } from "./units";

/** A chart of all series of all answers, with the thresholds of the panel. */
export function chartOf(
  { fieldConfig }: Panel,
  answers: readonly Answer[],
  { nowSeconds, fired }: Pick<Chart, "nowSeconds" | "fired">,
): Chart {
  const { unit, max, custom, thresholds } = fieldConfig.defaults;
  const series = answers.flatMap((answer) => answer.series);
  const times = allTimes(answers);
  const colors = seriesColors(series.map(({ name }) => name));
  return {
    unit: unitOf(unit),
    nowSeconds,
    times,
    series: series.map(({ name, points }, index) => ({
      name,
      color: colors[index] ?? "text",
      values: at(times, new Map(points)),
    })),
    stacked: custom.stacking.mode !== "none",
    fill: custom.fillOpacity / 100,
    lineWidth: custom.lineWidth,
    ...(custom.axisSoftMin !== undefined && { softMin: custom.axisSoftMin }),
    ...(max !== undefined && { max }),
    thresholds: custom.thresholdsStyle.mode === "off" ? [] : thresholdLines(thresholds.steps),
    fired,
  };
}

/** All that was asked for, whether there was a value or not, so that every chart of a page has the same axis. */
function allTimes(answers: readonly Answer[]): number[] {
  const [times] = answers.flatMap(({ request }) => (request.kind === "range" ? [request.times] : []));
  if (!times) return [];
  const { startSeconds, endSeconds, stepSeconds } = times;
  return Array.from(
    { length: Math.round((endSeconds - startSeconds) / stepSeconds) + 1 },
    (_, index) => startSeconds + index * stepSeconds,
  );
}

const at = (times: readonly number[], values: ReadonlyMap<number, number>) =>
  times.map((time) => {
    const value = values.get(time);
    return value !== undefined && Number.isFinite(value) ? value : null;
  });

/** When each series of an annotation's answer was there. */
export function firedIn(answers: readonly Answer[]): Chart["fired"] {
  return answers.flatMap(({ request, series }) =>
    request.kind === "range"
      ? series.flatMap(({ name, points }) =>
          spans(
            points.map(([time]) => time),
            request.times.stepSeconds,
            name,
          ),
        )
      : [],
  );
}

function spans(times: readonly number[], stepSeconds: number, title: string): Chart["fired"] {
  const found: { title: string; fromSeconds: number; toSeconds: number }[] = [];
  for (const time of times) {
    const last = found.at(-1);
    if (last && time - last.toSeconds <= stepSeconds) last.toSeconds = time;
    else found.push({ title, fromSeconds: time, toSeconds: time });
  }
  return found;
}
