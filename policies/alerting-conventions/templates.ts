// Go templates of labels and annotations, as far as policies ask.
import type { Rule } from "../content";
import {
  annotationProblem,
  commandsOf,
  isFunction,
  type Operand,
  type TemplateProblem,
  textIn,
  vmalertProblem,
} from "../go-templates";
import { queryProblem } from "./template-queries";

/** Labels of the alert that the text names: `$labels.job`, `.Labels.job`, `index $labels "job"`. */
export function labelsIn(text: string): ReadonlySet<string> {
  return new Set(
    commandsOf(text).flatMap(({ operands, isOutside }) => [
      ...operands.flatMap((one) => ofLabels(one, isOutside)?.slice(0, 1) ?? []),
      ...indexed(operands, isOutside),
    ]),
  );
}

/** Whether the text shows the alert's value. */
export const showsValue = (text: string): boolean =>
  commandsOf(text).some(({ operands, isOutside }) => operands.some((one) => isValue(one, isOutside)));

/** The alert's value, or what Grafana's stages come to. */
export function isValue(operand: Operand, isOutside: boolean): boolean {
  if (operand.is === "variable" && operand.name === "$") return operand.chain[0] === "Value";
  if (operand.is === "variable") return operand.name?.startsWith("$value") === true;
  return operand.is === "field" && isOutside && operand.chain[0] === "Value";
}

/** The fields behind the alert's labels; undefined of anything else. */
function ofLabels(operand: Operand, isOutside: boolean): readonly string[] | undefined {
  if (operand.is === "variable" && operand.name === "$labels") return operand.chain;
  const isRoot = (operand.is === "field" && isOutside) || (operand.is === "variable" && operand.name === "$");
  return isRoot && operand.chain[0] === "Labels" ? operand.chain.slice(1) : undefined;
}

function indexed([first, map, key]: readonly Operand[], isOutside: boolean): string[] {
  const label = textIn(key);
  return isFunction(first, "index") && map && label !== undefined && ofLabels(map, isOutside)?.length === 0
    ? [label]
    : [];
}

/** Why a rule's text cannot be expanded by what evaluates the rule, or undefined. */
export function templateProblem(text: string, evaluator: Rule["evaluator"]): TemplateProblem | undefined {
  // Queries of vmalert's are in a language that is not read.
  if (evaluator === "vmalert") return vmalertProblem(text);
  const query = queryProblem(text);
  return annotationProblem(text) ?? (query === undefined ? undefined : { found: query, isRefused: false });
}
