// What Prometheus refuses in an expression beyond its grammar and its types.
import { COMPARISONS } from "./comparison";
import { matches, regexProblem } from "./regex";
import { type Binary, type Expression, type Matcher, type Selector, type Shifted, walk } from "./syntax/expression";

/** Seconds that Prometheus' durations hold. */
const LONGEST = 2 ** 63 / 1e9;

const STEP_OF_ZERO = /:\s*0+(?:ms|[smhdwy])?\s*\]$/;

/** A single duration of a range or a step, without what is blank and parentheses. */
const NEGATIVE = /[[:]-[\dmshdwy.]+(?::[^\]:]*)?\]$/;

/** What Prometheus refuses in the expression, or undefined. */
export function refusal(expression: Expression): string | undefined {
  for (const { part } of walk(expression)) {
    const problem = ofPart(part);
    if (problem) return problem;
  }
  return undefined;
}

function ofPart(part: Expression): string | undefined {
  switch (part.kind) {
    case "selector":
      return ofSelector(part);
    case "range":
    case "subquery":
      return (part.seconds !== undefined && part.seconds <= 0) ||
        STEP_OF_ZERO.test(part.text) ||
        NEGATIVE.test(part.text.replace(/[\s()]/g, ""))
        ? `the duration of "${part.text}" must be greater than 0`
        : undefined;
    case "shifted":
      return ofShifted(part);
    case "binary":
      return ofBinary(part);
    default:
      return undefined;
  }
}

function ofSelector({ text, matchers }: Selector): string | undefined {
  if (!text.startsWith("{") && matchers.some(({ label }) => label === "__name__"))
    return `"${text}" sets the metric's name twice`;
  for (const { label, operator, value } of matchers) {
    const problem = operator.endsWith("~") ? regexProblem(value) : undefined;
    if (problem) return `the regular expression of ${label} in "${text}" is invalid: ${problem}`;
  }
  return matchers.every(takesEmpty) && text.startsWith("{")
    ? `"${text}" asks for every series there is: one matcher at least must ask for a label that is not empty`
    : undefined;
}

function takesEmpty({ operator, value }: Matcher): boolean {
  if (operator === "=" || operator === "!=") return (value === "") === (operator === "=");
  return matches(value, "") === (operator === "=~");
}

function ofShifted({ text, of, seconds }: Shifted): string | undefined {
  if (/@\s*[-+]?(nan|inf)$/i.test(text)) return `"${text}" names no time`;
  if (seconds !== undefined && !(Math.abs(seconds) < LONGEST)) return `the duration of "${text}" is out of range`;
  const isTwice = of.kind === "shifted" && (of.seconds === undefined) === (seconds === undefined);
  return isTwice ? `"${text}" sets ${seconds === undefined ? "@" : "offset"} twice` : undefined;
}

function ofBinary({ text, operator, bool, matching }: Binary): string | undefined {
  if (bool && !COMPARISONS.has(operator)) return `bool goes with a comparison only, and not with ${operator}`;
  const shared = matching?.on ? matching.group?.include.find((label) => matching.labels.includes(label)) : undefined;
  return shared && `the label ${shared} is in both on and group_${matching?.group?.side} of "${text}"`;
}
