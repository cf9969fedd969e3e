// What a running Prometheus shows of rules.
export { type Live, type LiveOptions, liveOn } from "./live";
export { BOUNDS, type Bounds, Prometheus, Unanswered } from "./prometheus";
