// Rules, routes and dashboards inside what wraps them: custom resources, values of charts, namespaces of Cortex.

import { distance } from "fastest-levenshtein";
import { type Content, NOTHING, type Place, together } from "../content";
import { recognise } from "../recognise";
import { type Fields, isFields, listOf, textOf } from "../values";
import { positionOf } from "../yaml/position";
import { ofChartValues } from "./chart";

const isGroup = (value: unknown) => isFields(value) && textOf(value.name) !== undefined && Array.isArray(value.rules);

/** What has no shape of its own: `{namespace: [groups]}` as cortextool and mimirtool write it, or a chart's values. */
export function ofWrapped(value: Fields, place: Place): Content {
  const isNamed = (key: string) => listOf(value[key]).length > 0 && listOf(value[key]).every(isGroup);
  // What reads as a mapping in a key leaves an empty one.
  const only = "" in value ? "" : Object.keys(value).length === 1 ? Object.keys(value)[0] : undefined;
  if (only !== undefined && isNamed(only) && isMisspelt(only))
    return {
      ...NOTHING,
      refusals: [
        {
          place: { ...place, ...positionOf(value, only) },
          of: "rules",
          problem: `a rule file has no field ${only}`,
          fix: "Write groups",
        },
      ],
      serverFiles: [{ place: { ...place, ...positionOf(value) }, kind: "rules", value }],
    };
  const namespaces = Object.values(value).filter(
    (groups) => listOf(groups).length > 0 && listOf(groups).every(isGroup),
  );
  return namespaces.length > 0
    ? together(namespaces.map((groups) => recognise({ groups }, place)))
    : ofChartValues(value, place);
}

/** Whether a key stands for groups, with a fault in it, rather than for a namespace. */
const isMisspelt = (key: string) => key === "" || distance(key, "groups") <= 3 || /^groups|[^\w./-]/.test(key);

/** Whether nothing was found. */
export const isNothing = (content: Content): boolean =>
  Object.values(content).every((list: readonly unknown[]) => list.length === 0) || content === NOTHING;
