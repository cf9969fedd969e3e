// What a running Prometheus shows of rules.
export { type Live, type LiveOptions, liveOn } from "./live";
export { LIVE_POLICIES, type LivePolicy, PACK as LIVE_PACK } from "./policies";
export { BOUNDS, type Bounds, Prometheus, Unanswered } from "./prometheus";
