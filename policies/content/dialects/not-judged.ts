// What is known, and not judged: by its shape or its kind.
import { type Fields, fieldsOf, isFields, listOf, textOf } from "../values";

/** What is said of tests, which no server loads. */
export const UNIT_TESTS = "promtool's unit tests are not judged";

const SHAPES: readonly (readonly [(value: Fields) => boolean, string])[] = [
  [({ tests }) => listOf(tests).length > 0, UNIT_TESTS],
  [({ kind, apiVersion }) => kind === "Dashboard" && apiVersion === undefined, "a dashboard of Perses is not judged"],
];

/** Kinds of operators of which only the containers are judged, as far as they have any. */
const KINDS = /^(Grafana|RuleGroupsNamespace$|Perses|VM)/;

/** Why a value is not judged; undefined where it may be. */
export function notJudged(value: unknown): string | undefined {
  if (!isFields(value)) return undefined;
  return SHAPES.find(([is]) => is(value))?.[1];
}

/** Why a manifest of a kind that nothing reads is not judged; undefined where there is nothing in it to judge. */
export const kindNotJudged = (manifest: Fields): string | undefined => {
  const kind = textOf(fieldsOf(manifest).kind) ?? "";
  return KINDS.test(kind) && kind !== "Grafana" ? `the kind ${kind} is not judged` : undefined;
};
