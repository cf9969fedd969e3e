// Facts about PromQL expressions, and expressions made of others: read from their syntax trees, or composed.
export { type LabelsOfSeries, type ResultLabels, resultLabels } from "./result-labels";
export { areApart, exceptWhere, nameWhere, onlyWhere, type Where, whereText } from "./scope";
export { metricsIn, type Selector, selectorsIn } from "./selectors";
export { wordsIn } from "./words";
