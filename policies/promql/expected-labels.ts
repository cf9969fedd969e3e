// Which labels the series of a result carry as a rule: what a scrape adds, what a grouping names, what a matcher asks for.
import type { Binary, Expression, Selector } from "./expression";
import { canHave, isScalar, labelsOf } from "./labels";
import { isRecording } from "./metrics";
import { NO_RECORDINGS, type Recordings } from "./recordings";

const NONE: ReadonlySet<string> = new Set();

/** Labels that a scrape gives to every series. */
const OF_SCRAPES = ["job", "instance"];

/** Labels that are there, where the expression's author is right about the series. */
export function expectedLabels(expression: Expression, recordings: Recordings): ReadonlySet<string> {
  switch (expression.kind) {
    case "number":
    case "string":
      return NONE;
    case "selector":
      return ofSelector(expression, recordings);
    case "call": {
      const series = expression.args.find((arg) => !["number", "string"].includes(arg.kind));
      return series ? kept(expectedLabels(series, recordings), expression, recordings) : NONE;
    }
    case "aggregation": {
      const { grouping, of } = expression;
      if (grouping?.by) return kept(new Set(grouping.labels), expression, recordings);
      return kept(expectedLabels(of, recordings), expression, recordings);
    }
    case "binary":
      return ofBinary(expression, recordings);
    default:
      return expectedLabels(expression.of, recordings);
  }
}

function ofSelector({ name, matchers }: Selector, recordings: Recordings): ReadonlySet<string> {
  const asked = matchers
    .filter(({ operator, value }) => (operator === "=" && value !== "") || (operator === "!=" && value === ""))
    .map(({ label }) => label)
    .filter((label) => label !== "__name__");
  const [recorded] = name === undefined ? [] : recordings.of(name);
  if (recorded) return new Set([...expectedLabels(recorded, NO_RECORDINGS), ...asked]);
  return new Set([...asked, ...(name === undefined || isRecording(name) ? [] : OF_SCRAPES)]);
}

function ofBinary(expression: Binary, recordings: Recordings): ReadonlySet<string> {
  const { left, right, operator, matching } = expression;
  const side = isScalar(left) || matching?.group?.side === "right" ? right : left;
  const expected = expectedLabels(side, recordings);
  if (operator === "or") {
    const others = expectedLabels(right, recordings);
    return new Set([...expected].filter((label) => others.has(label)));
  }
  return kept(expected, expression, recordings);
}

/** Those of the labels that the result can have. */
function kept(labels: ReadonlySet<string>, of: Expression, recordings: Recordings): ReadonlySet<string> {
  const can = labelsOf(of, recordings);
  return new Set([...labels].filter((label) => canHave(can, label)));
}
