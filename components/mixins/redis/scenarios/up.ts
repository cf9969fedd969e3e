// Whether Redis answers at all.
import { type Scenario, scenarios } from "../../../rules";
import { of, steady } from "./series";

export const upScenarios: readonly Scenario[] = scenarios("RedisDown", {
  "fires within 45 seconds of Redis going away, and resolves when it is back": {
    given: { [of("up")]: steady(1), [of("redis_up")]: "1x3 0x8 1x20" },
    expect: { "50s": "quiet", "105s": ["critical"], "270s": "quiet" },
  },
  "fires within 45 seconds of its exporter going away, and resolves when it is back": {
    given: { [of("up")]: "1x3 0x8 1x20", [of("redis_up")]: "1x3 stale _x7 1x20" },
    expect: { "50s": "quiet", "105s": ["critical"], "270s": "quiet" },
  },
  "stays quiet on one missed scrape": {
    given: { [of("up")]: "1x3 0 1x20", [of("redis_up")]: "1x3 stale 1x20" },
    expect: { "60s": "quiet", "75s": "quiet", "2m": "quiet" },
  },
  "stays quiet when Redis fails one scrape": {
    given: { [of("up")]: steady(1), [of("redis_up")]: "1x3 0 1x20" },
    expect: { "60s": "quiet", "75s": "quiet", "2m": "quiet" },
  },
  "leaves other jobs to their own alerts": {
    given: { 'up{job="node",instance="web-1",service="node",team="platform"}': steady(0) },
    expect: { "2m": "quiet" },
  },
});
