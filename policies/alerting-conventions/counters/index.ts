// Counters and their rates.
import type { Policy } from "../../policy";
import { deltaOnCounter } from "./delta-on-counter";
import { equalityOnExtrapolation } from "./equality-on-extrapolation";
import { irateInAlert } from "./irate-in-alert";
import { noRateOnCounter } from "./no-rate-on-counter";
import { rateByRateRatio } from "./rate-by-rate-ratio";
import { rateOfSum } from "./rate-of-sum";
import { rateOnGauge } from "./rate-on-gauge";
import { rateOnRecording } from "./rate-on-recording";
import { rateOnUnsuffixedMetric } from "./rate-on-unsuffixed-metric";
import { ratioOfUnlikeCounters } from "./ratio-of-unlike-counters";

export const counters: readonly Policy[] = [
  rateByRateRatio,
  rateOnGauge,
  rateOnUnsuffixedMetric,
  rateOnRecording,
  rateOfSum,
  noRateOnCounter,
  irateInAlert,
  equalityOnExtrapolation,
  deltaOnCounter,
  ratioOfUnlikeCounters,
];
