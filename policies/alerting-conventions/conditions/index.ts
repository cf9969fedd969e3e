// Conditions that hold always, never, or for the wrong series.
import type { Policy } from "../../policy";
import { absentOfAlternatives } from "./absent-of-alternatives";
import { alertWithoutComparison } from "./alert-without-comparison";
import { conditionAlwaysThere } from "./condition-always-there";
import { countThatVanishes } from "./count-that-vanishes";
import { defaultBesideSeries } from "./default-beside-series";
import { divisionByZeroLimit } from "./division-by-zero-limit";
import { downAlertVanishing } from "./down-alert-vanishing";
import { impossibleComparison } from "./impossible-comparison";
import { literalPattern } from "./literal-pattern";
import { nanInAggregation } from "./nan-in-aggregation";
import { partComparedAsWhole } from "./part-compared-as-whole";
import { topkInAlert } from "./topk-in-alert";

export const conditions: readonly Policy[] = [
  topkInAlert,
  partComparedAsWhole,
  divisionByZeroLimit,
  nanInAggregation,
  alertWithoutComparison,
  impossibleComparison,
  conditionAlwaysThere,
  countThatVanishes,
  defaultBesideSeries,
  absentOfAlternatives,
  literalPattern,
  downAlertVanishing,
];
