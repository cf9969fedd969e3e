// The notation of scenarios' series, which is promtool's: `metric{label="value"}` and `1x10 0+15x20 _ stale`.
import type { Sample } from "./exposition";

/** A value, or nothing: `missing` where a scrape has failed, `stale` where the series is known to have ended. */
export type Value = number | "missing" | "stale";

const TERM =
  /^(?:(?<value>[-+]?(?:\d+\.?\d*(?:[eE][-+]?\d+)?|Inf|NaN))(?:(?<step>[-+]\d+\.?\d*(?:[eE][-+]?\d+)?))?|(?<none>_|stale))(?:x(?<times>\d+))?$/;

/** The values that a notation stands for, one a sample. Throws on text that is not in the notation. */
export function valuesOf(notation: string): Value[] {
  return notation.split(/\s+/).filter(Boolean).flatMap(termValues);
}

function termValues(term: string): Value[] {
  const groups = TERM.exec(term)?.groups;
  if (!groups) throw new Error(`"${term}" is not a value in promtool's notation, such as 1, 1x10, 0+15x20, _ or stale`);
  const times = groups.times === undefined ? undefined : Number(groups.times);
  // As in promtool, `1x3` is a value and three more, but `_x3` is three missing ones.
  if (groups.none === "_") return Array<Value>(times ?? 1).fill("missing");
  if (groups.none === "stale") return Array<Value>((times ?? 0) + 1).fill("stale");
  const first = Number(groups.value?.replace("Inf", "Infinity"));
  const step = Number(groups.step ?? 0);
  return Array.from({ length: (times ?? 0) + 1 }, (_, index) => first + index * step);
}

/** The name and labels of a series. Throws on text that is not a selector of one series. */
export function seriesOf(selector: string): Pick<Sample, "name" | "labels"> {
  const [, name, inner = ""] = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})?$/.exec(selector.trim()) ?? [];
  if (!name) throw new Error(`"${selector}" is not a series such as up{job="node"}`);
  const pairs = [...inner.matchAll(/([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g)];
  return { name, labels: Object.fromEntries(pairs.map(([, label = "", value = ""]) => [label, value])) };
}

/** A series as a selector of the notation. */
export function selectorOf({ name, labels }: Pick<Sample, "name" | "labels">): string {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
  return `${name}{${pairs.join(",")}}`;
}
