// The axes of a chart: times of the day, and values in round steps of their unit.
import type uPlot from "uplot";
import type { Unit } from "../../../components/rules";
import type { Chart } from "./chart";
import { format } from "./format";
import { resolved } from "./theme";

const binary = Array.from({ length: 60 }, (_, power) => 2 ** power);
const minutes = [60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800];

/** What is a round step in units that do not count in tens. */
const STEPS: Partial<Record<Unit, number[]>> = {
  bytes: binary,
  bytesPerSecond: binary,
  boolean: [1],
  seconds: [
    ...Array.from({ length: 10 }, (_, power) => [1, 2, 5].map((digit) => digit * 10 ** (power - 9))).flat(),
    ...[10, 20, 30],
    ...minutes,
    ...Array.from({ length: 12 }, (_, power) => 604_800 * 2 ** (power + 1)),
  ],
};

const FONT = "12px Inter, Helvetica, Arial, sans-serif";
const LETTER = 6.6;

export function axes({ unit, nowSeconds }: Chart): uPlot.Axis[] {
  const common: uPlot.Axis = {
    font: FONT,
    stroke: () => resolved("dim"),
    grid: { stroke: () => resolved("line"), width: 1 },
    ticks: { show: false },
  };
  const incrs = STEPS[unit];
  return [
    { ...common, size: 28, space: 70, values: (_, times, __, ___, step) => times.map((time) => moment(time, step)) },
    {
      ...common,
      ...(incrs && { incrs }),
      space: 28,
      values: (_, ticks) => ticks.map((tick) => format(unit, tick, nowSeconds)),
      size: (_, labels) => 14 + LETTER * Math.max(3, ...(labels ?? []).map((label) => label.length)),
    },
  ];
}

const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const seconds = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const day = new Intl.DateTimeFormat("en-GB", { day: "2-digit", month: "2-digit" });

const moment = (time: number, step: number) =>
  (step >= 86_400 ? day : step < 60 ? seconds : clock).format(new Date(time * 1000));
