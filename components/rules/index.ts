// The language that mixins are written in.
export { type Duration, duration, isDuration, seconds } from "../promql";
export {
  type Alert,
  type AlertArgs,
  type AlertRule,
  alert,
  type Exception,
  except,
  expressionsOf,
  forOf,
  type JudgedAlert,
  mapExpressions,
  rulesOf,
  severitiesOf,
  type Thresholds,
  thresholdTemplate,
} from "./alert";
export { type Sample, samplesOf } from "./exposition";
export {
  LOG_DELAY,
  LOG_EVALUATION,
  type LogAlert,
  type LogAlertRule,
  type LogException,
  lateLogRulesOf,
  logAlert,
  logLabelsOf,
  logLatency,
  logReach,
  logRulesOf,
} from "./log-alert";
export {
  type Catalogue,
  counter,
  gauge,
  histogram,
  type LabelBound,
  type Labels,
  labelNames,
  type Metric,
  nativeHistogram,
  type Present,
  seriesBound,
  seriesNames,
  summary,
  untyped,
} from "./metric";
export {
  about,
  ago,
  always,
  around,
  type Course,
  DEFAULT_BUCKETS,
  every,
  type Moment,
  type Normal,
  observed,
  startTime,
  steadily,
  traffic,
  uptime,
} from "./normal";
export { selectorOf, seriesOf, type Value, valuesOf } from "./notation";
export { readable, readableDuration } from "./readable";
export { type Recording, recording } from "./recording";
export { business, type Retention } from "./retention";
export { type Scenario, scenarios } from "./scenario";
export { DETECTION_BUDGET, NOTIFICATION_TIMING, SEVERITIES, type Severity } from "./severity";
export type { Unit } from "./unit";
