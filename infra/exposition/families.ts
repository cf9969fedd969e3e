// What an exporter shows, read from its text format: families with their types, labels and values.
import { linesOf } from "./lines";

/** A metric as it was seen. */
export interface Family {
  name: string;
  type: "counter" | "gauge" | "histogram" | "summary" | "untyped";
  help: string;
  /** The values seen of each label, `le` and `quantile` aside. */
  labels: ReadonlyMap<string, ReadonlySet<string>>;
  /** Bounds of buckets without +Inf, or quantiles. */
  bounds: readonly number[];
  /** Each set of labels with its value; of histograms and summaries the sets alone matter. */
  series: readonly { labels: Readonly<Record<string, string>>; value: number }[];
}

const TYPES = ["counter", "gauge", "histogram", "summary", "untyped"] as const;
interface Seen extends Family {
  labels: Map<string, Set<string>>;
  bounds: number[];
  series: { labels: Record<string, string>; value: number }[];
}

/** The families in a text exposition, in its order. Throws where it has none. */
export function familiesIn(text: string, from: string): Family[] {
  const families = new Map<string, Seen>();
  const family = (name: string): Seen => {
    const known = families.get(name);
    if (known) return known;
    const made: Seen = { name, type: "untyped", help: "", labels: new Map(), bounds: [], series: [] };
    families.set(name, made);
    return made;
  };
  for (const line of linesOf(text)) {
    if (line.kind === "HELP") family(line.name).help = line.said;
    if (line.kind === "TYPE") family(line.name).type = TYPES.find((type) => type === line.said) ?? "untyped";
    if (line.kind === "sample") addSample(family(familyOf(line.name, families)), line.labels, line.value);
  }
  const seen = [...families.values()].filter(({ series }) => series.length > 0);
  if (seen.length === 0)
    throw new Error(`--from: found no metrics at ${from}; give the address of an exporter's /metrics`);
  return seen;
}

/** A histogram's series are named after their part of it. */
function familyOf(series: string, families: ReadonlyMap<string, Family>): string {
  const base = series.replace(/_(bucket|sum|count)$/, "");
  const type = families.get(base)?.type;
  return base !== series && (type === "histogram" || type === "summary") ? base : series;
}

function addSample(family: Seen, pairs: readonly (readonly [string, string])[], value: number): void {
  const labels: Record<string, string> = {};
  for (const [label, text] of pairs) {
    if (label === "le" || label === "quantile") {
      const bound = Number(text);
      if (Number.isFinite(bound) && !family.bounds.includes(bound)) family.bounds.push(bound);
      continue;
    }
    labels[label] = text;
    family.labels.set(label, (family.labels.get(label) ?? new Set()).add(text));
  }
  const key = JSON.stringify(labels);
  if (!family.series.some((one) => JSON.stringify(one.labels) === key)) family.series.push({ labels, value });
}
