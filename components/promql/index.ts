// Facts about PromQL expressions, read from their syntax tree.
export { boundsOf, holds } from "./bounds";
export { COMPARISONS, comparisonsIn, numberIn } from "./comparison";
export { ignoresValue, isRate } from "./functions";
export { canHave, isScalar, type Labels, labelsOf } from "./labels";
export { hasCounterSuffix, isBucket, isCounter, isCounterByOrigin, isGauge, isRecording } from "./metrics";
export { difference, keptLabels } from "./part";
export { NO_RECORDINGS, Recordings } from "./recordings";
export { refusal } from "./refused";
export { matches, regexProblem } from "./regex";
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
export { secondsOf, unknownEscape } from "./syntax/literals";
export { type Parsed, parse } from "./syntax/parse";
export { isNewerSyntax, treeOf } from "./syntax/tree";
export { isKnownFunction, typeProblem } from "./types";
