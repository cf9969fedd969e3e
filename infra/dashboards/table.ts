// A table as Grafana's transformations `merge` and `organize` make it: a line for each set of labels, the values beside each other.
import { z } from "zod";
import type { Answer, Series } from "./answers";
import { colorOf } from "./colors";
import type { Panel } from "./grafana-json";
import type { Color } from "./page/chart";
import { format } from "./page/format";
import { unitOf } from "./units";

export interface Cell {
  text: string;
  color: Color;
  /** Where a click leads, as Grafana writes it. */
  url?: string;
}

export interface Table {
  columns: readonly { title: string; numeric: boolean }[];
  /** A cell of each column; undefined where the line has none. */
  rows: readonly (readonly (Cell | undefined)[])[];
}

interface Line {
  labels: Readonly<Record<string, string>>;
  values: Map<string, number>;
}

/** Labels in the order of the alphabet, then the queries' values. */
export function tableOf(panel: Panel, answers: readonly Answer[], nowSeconds: number): Table {
  const filled = answers.filter(({ series }) => series.length > 0);
  const lines = merged(filled, answers.length);
  const labels = [...new Set(lines.flatMap((line) => Object.keys(line.labels)))].sort();
  const values = filled.map(({ request }) => columnOf(request.target.refId, answers.length));
  const columns = [
    ...labels.map((label) => ({ title: titleOf(panel, label), numeric: false })),
    ...values.map((column) => ({ title: titleOf(panel, column), numeric: true })),
  ];
  const rows = lines.map((line) => [
    ...labels.map((label) => labelCell(panel, line.labels, label)),
    ...values.map((column) => valueCell(panel, column, line.values.get(column), nowSeconds)),
  ]);
  return { columns, rows };
}

/** Series of several queries whose common labels agree share a line. */
function merged(answers: readonly Answer[], queries: number): Line[] {
  const common = commonLabels(answers.flatMap(({ series }) => series));
  const lines: Line[] = [];
  for (const { request, series } of answers) {
    const column = columnOf(request.target.refId, queries);
    for (const { labels: all, points } of series) {
      const { __name__: _, ...labels } = all;
      const value = points.at(-1)?.[1] ?? Number.NaN;
      const line = lines.find((one) => !one.values.has(column) && agree(one.labels, labels, common));
      if (line) {
        line.labels = { ...labels, ...line.labels };
        line.values.set(column, value);
      } else lines.push({ labels, values: new Map([[column, value]]) });
    }
  }
  return lines;
}

function commonLabels(series: readonly Series[]): string[] {
  const [first, ...others] = series.map(({ labels }) => labels);
  return Object.keys(first ?? {}).filter((label) => label !== "__name__" && others.every((labels) => label in labels));
}

/** Equal in what both have, and in what all have. */
function agree(a: Line["labels"], b: Line["labels"], common: readonly string[]): boolean {
  return (
    common.every((label) => a[label] === b[label]) &&
    Object.keys(a).every((label) => (b[label] ?? a[label]) === a[label])
  );
}

/** As Grafana calls the values of a query. */
const columnOf = (refId: string, queries: number) => (queries === 1 ? "Value" : `Value #${refId}`);

const property = (panel: Panel, column: string, id: string): unknown =>
  panel.fieldConfig.overrides
    .filter(({ matcher }) => matcher.options === column)
    .flatMap(({ properties }) => properties)
    .find((one) => one.id === id)?.value;

function titleOf(panel: Panel, column: string): string {
  const title = property(panel, column, "displayName");
  return typeof title === "string" ? title : column;
}

function labelCell(panel: Panel, labels: Line["labels"], label: string): Cell | undefined {
  const text = labels[label];
  if (text === undefined) return undefined;
  const [link] = links.safeParse(property(panel, label, "links")).data ?? [];
  return { text, color: "text", ...(link && { url: link.url.replaceAll(THIS, text) }) };
}

const links = z.array(z.object({ url: z.string() }));

// biome-ignore lint/suspicious/noTemplateCurlyInString: Grafana's name of the cell's own text.
const THIS = "${__value.text}";

function valueCell(panel: Panel, column: string, value: number | undefined, nowSeconds: number): Cell | undefined {
  if (value === undefined) return undefined;
  const { unit, thresholds } = panel.fieldConfig.defaults;
  const own = property(panel, column, "unit");
  const colored = property(panel, column, "custom.cellOptions") !== undefined;
  return {
    text: format(unitOf(typeof own === "string" ? own : unit), value, nowSeconds),
    color: colored ? colorOf(value, thresholds.steps) : "text",
  };
}
