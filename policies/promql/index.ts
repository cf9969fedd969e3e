// Facts about PromQL expressions, read from their syntax tree.
export { type Comparison, comparisonsIn } from "./comparison";
export {
  type Aggregation,
  type Binary,
  type Call,
  type Expression,
  type Matcher,
  partsOf,
  type Selector,
  unwrapped,
  walk,
} from "./expression";
export { ignoresValue, isRate } from "./functions";
export { canHave, isScalar, type Labels, labelsOf } from "./labels";
export { hasCounterSuffix, isBucket, isCounter, isCounterByOrigin, isGauge, isRecording } from "./metrics";
export { type Parsed, parse } from "./parse";
