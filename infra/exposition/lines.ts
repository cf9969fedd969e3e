// The lines of what a target shows: Prometheus' text format, or OpenMetrics.

export type Line =
  | { kind: "TYPE" | "HELP" | "UNIT"; name: string; said: string }
  | { kind: "sample"; name: string; labels: readonly (readonly [label: string, value: string])[]; value: number };

const ABOUT = /^#\s*(TYPE|HELP|UNIT)\s+(\S+)(?:\s+(\S.*)?)?$/;
const SAMPLE = /^([a-zA-Z_:][\w:]*)(?:\s*\{(.*)\})?\s+(\S+)/;
const LABEL = /\b([a-zA-Z_]\w*)\s*=\s*"((?:[^"\\]|\\.)*)"/g;

/** In their order; what is neither a sample nor says something of a metric is left out. */
export function* linesOf(text: string): Generator<Line> {
  for (const line of text.split("\n")) {
    const [, kind, about = "", said = ""] = ABOUT.exec(line) ?? [];
    if (kind === "TYPE" || kind === "HELP" || kind === "UNIT") yield { kind, name: about, said: said.trimEnd() };
    const [, name, labels = "", value = ""] = line.startsWith("#") ? [] : (SAMPLE.exec(line) ?? []);
    if (!name) continue;
    const pairs = [...labels.matchAll(LABEL)].map(([, label = "", of = ""]) => [label, of] as const);
    yield { kind: "sample", name, labels: pairs, value: Number(value) };
  }
}
