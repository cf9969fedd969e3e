// Rules, routes and dashboards inside what wraps them: custom resources, values of charts, namespaces of Cortex.

import { type Content, NOTHING, type Place, together } from "../content";
import { recognise } from "../recognise";
import { type Fields, isFields, listOf, textOf } from "../values";
import { ofChartValues } from "./chart";

const isGroup = (value: unknown) => isFields(value) && textOf(value.name) !== undefined && Array.isArray(value.rules);

/** What has no shape of its own: `{namespace: [groups]}` as cortextool and mimirtool write it, or a chart's values. */
export function ofWrapped(value: Fields, place: Place): Content {
  const namespaces = Object.values(value).filter(
    (groups) => listOf(groups).length > 0 && listOf(groups).every(isGroup),
  );
  return namespaces.length > 0
    ? together(namespaces.map((groups) => recognise({ groups }, place)))
    : ofChartValues(value, place);
}

/** Whether nothing was found. */
export const isNothing = (content: Content): boolean =>
  Object.values(content).every((list: readonly unknown[]) => list.length === 0) || content === NOTHING;
