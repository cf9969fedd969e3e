// Whether the host is there at all.
import { type Scenario, scenarios } from "../../../rules";
import { of } from "./series";

export const hostScenarios: readonly Scenario[] = scenarios("InstanceDown", {
  "fires within a minute of the host going away, and resolves when it is back": {
    given: { [of("up")]: "1x3 0x8 1x20" },
    expect: { "45s": "quiet", "90s": ["critical"], "270s": "quiet" },
  },
  "stays quiet on one missed scrape": {
    given: { [of("up")]: "1x3 0 1x20" },
    expect: { "60s": "quiet", "75s": "quiet", "2m": "quiet" },
  },
  "leaves other jobs to their own alerts": {
    given: { 'up{job="redis",instance="cache:9121",service="cache",team="platform"}': "0x40" },
    expect: { "2m": "quiet" },
  },
});
