// The notation of scenarios' series, which is promtool's: `metric{label="value"}` and `1x10 0+15x20 _ stale`.
import type { Sample } from "./exposition";

/** A value, or nothing: `missing` where a scrape has failed, `stale` where the series is known to have ended. */
export type Value = number | "missing" | "stale";

// As in promtool, only a number and `_` can be repeated: `Infx3` and `stalex3` are errors, and so is a step without `x`.
const NUMBER = String.raw`(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?`;
const TERM = new RegExp(
  [
    `^(?<value>[-+]?${NUMBER})(?:(?<step>[-+]${NUMBER})?x(?<times>\\d+))?$`,
    "^(?<word>[-+]?Inf|NaN|stale)$",
    "^_(?:x(?<blanks>\\d+))?$",
  ].join("|"),
);

/** Two weeks of a sample every fifteen seconds: a few letters more would stand for as many as no memory holds. */
const MOST_VALUES = 100_000;

/** The values that a notation stands for, one a sample. Throws on text that is not in the notation, and on more than 100,000 values. */
export function valuesOf(notation: string): Value[] {
  let room = MOST_VALUES;
  return notation
    .split(/\s+/)
    .filter(Boolean)
    .flatMap((term) => {
      const values = termValues(term, room);
      room -= values.length;
      return values;
    });
}

function termValues(term: string, room: number): Value[] {
  const groups = TERM.exec(term)?.groups;
  if (!groups) throw new Error(`"${term}" is not a value in promtool's notation, such as 1, 1x10, 0+15x20, _ or stale`);
  const { value, step = "0", times = "0", word, blanks = "1" } = groups;
  if (word !== undefined) return [word === "stale" ? word : Number(word.replace("Inf", "Infinity"))];
  if (Number(value === undefined ? blanks : times) >= room)
    throw new Error(`"${term}" stands for too many values: ${MOST_VALUES} at most`);
  if (value === undefined) return Array<Value>(Number(blanks)).fill("missing");
  // As in promtool, `1x3` is a value and three more, but `_x3` is three missing ones.
  return Array.from({ length: Number(times) + 1 }, (_, index) => Number(value) + index * Number(step));
}

const SERIES = /^(?<name>[a-zA-Z_:][\w:]*)\s*(?:\{(?<inner>.*)\})?$/s;
const PAIR = /\s*([a-zA-Z_]\w*)\s*=\s*("(?:[^"\\]|\\.)*")\s*(?:,|$)/gsy;

/** The name and labels of a series. Throws on text that is not a selector of one series. */
export function seriesOf(selector: string): Pick<Sample, "name" | "labels"> {
  const { name, inner = "" } = SERIES.exec(selector.trim())?.groups ?? {};
  const pairs = [...inner.matchAll(PAIR)];
  // Nothing may be left over: a label that is not understood would be a label that is not there.
  const read = pairs.reduce((length, [pair]) => length + pair.length, 0);
  if (!name || inner.slice(read).trim()) {
    throw new Error(`"${selector}" is not a series such as up{job="node"}`);
  }
  return { name, labels: Object.fromEntries(pairs.map(([, label = "", quoted = ""]) => [label, unquoted(quoted)])) };
}

/** The value of a label, whose escapes are those of JSON as far as anyone writes them. Throws on others. */
function unquoted(quoted: string): string {
  try {
    return String(JSON.parse(quoted));
  } catch {
    throw new Error(`${quoted} is not the value of a label: it can have the escapes \\\\, \\", \\n and \\t`);
  }
}

/** A series as a selector of the notation. */
export function selectorOf({ name, labels }: Pick<Sample, "name" | "labels">): string {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
  return `${name}{${pairs.join(",")}}`;
}
