// Questions that several policies ask of panels.
import { fieldsOf, listOf, type Panel, textOf } from "../content";

/** Panels that draw numbers of queries. */
const DRAWS_NUMBERS = new Set(["timeseries", "graph", "stat", "singlestat", "gauge", "bargauge", "table", "heatmap"]);

export const drawsNumbers = ({ type }: Panel): boolean => DRAWS_NUMBERS.has(type);

/** Whether a text is, or names, a variable. */
export const isVariable = (text: string): boolean => /^\$|^\[\[/.test(text);

/** The variables of a dashboard, as they are written. */
export const variablesOf = (dashboard: { fields: Panel["fields"] }) =>
  listOf(fieldsOf(dashboard.fields.templating).list).map(fieldsOf);

/** The unit that a panel draws in, of today's panels and of old ones. */
export function unitOf({ fields }: Panel): string | undefined {
  const today = textOf(fieldsOf(fieldsOf(fields.fieldConfig).defaults).unit);
  return today ?? textOf(fieldsOf(listOf(fields.yaxes)[0]).format) ?? textOf(fields.format);
}
