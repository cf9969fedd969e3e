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

/** Grafana's classic palette, without what cannot be read on both black and white, and without the red of alerts. */
const PALETTE = [
  ...["#73bf69", "#f2cc0c", "#5794f2", "#ff9830", "#b877d9", "#3fb6c8", "#e0752d", "#37872d", "#ca95e5", "#8ab8ff"],
  ...["#e0b400", "#fa6400", "#1f78c1", "#ba43a9", "#705da0", "#508642", "#cca300", "#447ebc", "#c15c17", "#962d82"],
  ...["#64b0c8", "#9ac48a", "#d683ce", "#629e51", "#e5ac0e", "#806eb7", "#ea6460", "#5195ce", "#99440a", "#82b5d8"],
];

/** A colour for each name: the same on every panel, unless another of the same panel has it already. */
export function seriesColors(names: readonly string[]): Color[] {
  const taken = new Set<number>();
  return names.map((name) => {
    let at = hash(name) % PALETTE.length;
    while (taken.has(at) && taken.size < PALETTE.length) at = (at + 1) % PALETTE.length;
    taken.add(at);
    return PALETTE[at] ?? "text";
  });
}

const hash = (text: string) => [...text].reduce((sum, char) => (Math.imul(sum, 33) ^ char.charCodeAt(0)) >>> 0, 5381);
