// Colours: of a value by its panel's thresholds, and of a series by its name.
import type { Step } from "./grafana-json";
import type { Color } from "./page/chart";

/** The colour of the last step that the value has reached. */
export function colorOf(value: number, steps: readonly Step[]): Color {
  return steps.findLast((step) => step.value === null || value >= step.value)?.color ?? "text";
}

/** A line for each step; one that is transparent above has the colour of what lies below it. */
export function thresholdLines(steps: readonly Step[]): { value: number; color: Color }[] {
  return steps.flatMap(({ value, color }, index) =>
    value === null ? [] : [{ value, color: color === "transparent" ? (steps[index - 1]?.color ?? "text") : color }],
  );
}

/** Of Grafana's palette, those that can be distinguished on black and on white; the red of alerts is not among them. */
const PALETTE = [
  ...["#73bf69", "#f2cc0c", "#5794f2", "#ff9830", "#b877d9", "#2bb5b0"],
  ...["#a0785a", "#e58bd0", "#7c5cff", "#9aa83a", "#37872d"],
];

/** Of the classes of HTTP statuses, for names that end in one: information, success, redirection, a client's error, ours. */
const OF_STATUS: Readonly<Record<string, readonly Color[]>> = {
  "1": ["#8e9aaf"],
  "2": ["#73bf69", "#37872d", "#96d98d"],
  "3": ["#5794f2", "#1f60c4", "#8ab8ff"],
  "4": ["#ff9830", "#f2cc0c", "#ffb357"],
  "5": ["#f2495c", "#c4162a", "#ff7383"],
};

const STATUS = /(?:^|[\s/])([1-5])(?:\d\d|xx)$/;

/** A colour for each name: the same on every panel, unless another of the same panel has it already. */
export function seriesColors(names: readonly string[]): Color[] {
  const taken = new Set<number>();
  const inClass: Record<string, number> = {};
  return names.map((name) => {
    const status = STATUS.exec(name)?.[1];
    const shades = status === undefined ? undefined : OF_STATUS[status];
    if (status !== undefined && shades) {
      inClass[status] = (inClass[status] ?? -1) + 1;
      return shades[inClass[status] % shades.length] ?? "text";
    }
    let at = hash(name) % PALETTE.length;
    while (taken.has(at) && taken.size < PALETTE.length) at = (at + 1) % PALETTE.length;
    taken.add(at);
    return PALETTE[at] ?? "text";
  });
}

const hash = (text: string) => [...text].reduce((sum, char) => (Math.imul(sum, 33) ^ char.charCodeAt(0)) >>> 0, 5381);
