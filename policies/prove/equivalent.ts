// Faults that change nothing: a matcher that the other side of an operation asks for as well, of a label that both are matched by;
// a guard of a ratio that is no number without it.
import {
  type Binary,
  boundsOf,
  canHave,
  type Expression,
  isPartOfWhole,
  labelsOf,
  type Matcher,
  type Part,
  selectorsIn,
  walk,
} from "../../components/promql";
import { keyIn } from "./series/given";

/** Whether a rule without this matcher of a selector gives the same, whatever series there are. */
export function isEquivalentWithout({ part, inside }: Part, matcher: Matcher): boolean {
  const { label } = matcher;
  if (matcher.operator === "=" && matcher.value === "") return false;
  const around = [...inside];
  return around.some((one, i) => {
    if (one.kind !== "binary") return false;
    // From the selector up to the side of the operation that it is in.
    const between = around.slice(0, i);
    if (!between.every((each) => keeps(each, label))) return false;
    const isLeft = (between.at(-1) ?? part) === one.left;
    const other = isLeft ? one.right : one.left;
    return isMatchedBy(one, label) && isNarrow(one, isLeft) && hasOnly(other, matcher);
  });
}

/**
 * Whether it is in a guard such as `whole > 0`, beside a ratio of a part of that whole: without the whole there is no part, 0 / 0
 * compares with nothing, and a guard that lets more through lets nothing more through.
 */
export function isInNeedlessGuard({ part, inside }: Part): boolean {
  const chain = [part, ...inside];
  return chain.some((guard, i) => {
    if (guard.kind !== "binary" || guard.operator !== ">" || guard.right.text !== "0") return false;
    const around = chain.slice(i + 1).find((one) => one.kind !== "parentheses");
    if (around?.kind !== "binary" || around.operator !== "and" || isWithin(guard, around.left)) return false;
    return walk(around.left).some(
      ({ part: ratio }) =>
        ratio.kind === "binary" &&
        ratio.operator === "/" &&
        keyIn(ratio.right) === keyIn(guard.left) &&
        isPartOfWhole(ratio.left, ratio.right),
    );
  });
}

/** Whether a comparison with this threshold holds for whatever is there, as of counts that are above 0. */
export function isAlwaysMet({ operator, left }: Binary, threshold: number): boolean {
  const { min } = boundsOf(left);
  return (operator === ">" && min > threshold) || (operator === ">=" && min >= threshold);
}

const isWithin = (one: Expression, other: Expression) => walk(other).some(({ part }) => part === one);

/** Whether what is not there on the other side is not in the result. */
const isNarrow = ({ operator }: Binary, isLeft: boolean): boolean =>
  operator !== "or" && (operator !== "unless" || !isLeft);

const isMatchedBy = ({ matching }: Binary, label: string): boolean =>
  matching === undefined || matching.labels.includes(label) === matching.on;

/** Whether what is computed of series with another value of the label has that value, and touches no others. */
function keeps(of: Expression, label: string): boolean {
  switch (of.kind) {
    case "aggregation":
      return of.grouping !== undefined && of.grouping.labels.includes(label) === of.grouping.by;
    case "call":
      return !/^(absent|label_|scalar|vector)/.test(of.name) && (label !== "le" || !of.name.startsWith("histogram_"));
    case "binary":
      return isMatchedBy(of, label) && of.operator !== "or" && of.operator !== "unless";
    default:
      return true;
  }
}

function hasOnly(of: Expression, { label, operator, value }: Matcher): boolean {
  const selectors = selectorsIn(of);
  return (
    selectors.length > 0 &&
    canHave(labelsOf(of), label) &&
    selectors.every(({ matchers }) =>
      matchers.some((one) => one.label === label && one.operator === operator && one.value === value),
    )
  );
}
