// What a target shows, read from its text: Prometheus' format, or OpenMetrics.
import { linesOf } from "./lines";

export interface Exposition {
  /** `counter`, `gauge` …, by the name that stands in the text. */
  types: ReadonlyMap<string, string>;
  /** Units that the text declares, by the metric's name. */
  units: ReadonlyMap<string, string>;
  /** The values of each label, by the series' name. */
  series: ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>>;
}

/** Throws where the text has no series at all: it is no exposition, such as a page that says what is wrong. */
export function readExposition(text: string, from: string): Exposition {
  const types = new Map<string, string>();
  const units = new Map<string, string>();
  const series = new Map<string, Map<string, Set<string>>>();
  for (const line of linesOf(text)) {
    if (line.kind === "TYPE") types.set(line.name, line.said);
    if (line.kind === "UNIT") units.set(line.name, line.said);
    if (line.kind !== "sample") continue;
    const known = series.get(line.name) ?? new Map<string, Set<string>>();
    for (const [label, value] of line.labels) known.set(label, (known.get(label) ?? new Set()).add(value));
    series.set(line.name, known);
  }
  if (series.size === 0) {
    throw new Error(`${from} shows no series; it begins with: ${text.trim().slice(0, 80) || "nothing"}`);
  }
  return { types, units, series };
}
