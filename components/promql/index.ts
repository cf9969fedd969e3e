// PromQL: what is known of expressions, read from their syntax tree, and all that changes them.
export { boundsOf, holds } from "./bounds";
export { COMPARISONS, comparisonsIn, meets, numberIn } from "./comparison";
export { type Duration, duration, isDuration, seconds } from "./durations";
export { ignoresValue, isRate } from "./functions";
export { canHave, choosesSeries, isScalar, type Labels, labelsOf } from "./labels";
export { hasCounterSuffix, isBucket, isCounter, isCounterByOrigin, isGauge, isRecording } from "./metrics";
export { difference, isPartOfWhole, keptLabels } from "./part";
export {
  expressionIn,
  labelValueOf,
  literalsIn,
  metricsIn,
  type Names,
  namesIn,
  type Reading,
  rangeText,
  readingsIn,
  renamesIn,
  wordsIn,
} from "./reading";
export { NO_RECORDINGS, Recordings } from "./recordings";
export { refusal } from "./refused";
export { literally, matches, regexProblem } from "./regex";
export { compared, scaled, withLabels, without } from "./rewriting/combined";
export { type Inlining, inlined } from "./rewriting/inlined";
export { matcherText, selectorText, withMatcher, withoutMatchers } from "./rewriting/matchers";
export { oneForm } from "./rewriting/one-form";
export { oneLine } from "./rewriting/one-line";
export { calledAs, groupedBy, withOperator, withoutMatcher, withPart, withRange } from "./rewriting/parts";
export { rewrite } from "./rewriting/rewrite";
export { areApart, exceptWhere, nameWhere, onlyWhere, type Where, whereText } from "./scope";
export {
  type Aggregation,
  type Binary,
  type Call,
  type Expression,
  type Matcher,
  type Part,
  partsOf,
  type Selector,
  selectorsIn,
  unwrapped,
  walk,
} from "./syntax/expression";
export { secondsOf, unknownEscape, withKnownEscapes } from "./syntax/literals";
export { type Parsed, parse } from "./syntax/parse";
export { isNewerSyntax, treeOf } from "./syntax/tree";
export { hasValue, isKnownFunction, typeProblem } from "./types";
export { allSelected } from "./variables/all-selected";
export { asWords, rateOver } from "./variables/as-words";
export { labelValuesIn, replaceVariables, TIMES, variablesIn } from "./variables/variable";
