// Whether MongoDB answers, and whether it says anything.
import { type Scenario, scenarios } from "../../../rules";
import { of, steady, topology } from "./series";

const UP = of("mongodb_up", 'cluster_role="mongod"');
/** The exporter does not know the role of a server that it cannot reach. */
const NOT_UP = of("mongodb_up");
const UPTIME = of("mongodb_ss_uptime", topology(1));

export const upScenarios: readonly Scenario[] = [
  ...scenarios("MongodbDown", {
    "fires within 45 seconds of MongoDB going away, and resolves when it is back": {
      given: { [of("up")]: steady(1), [UP]: "1x3 stale _x7 1x20", [NOT_UP]: "_x4 0x7 stale" },
      expect: { "50s": "quiet", "105s": ["critical"], "270s": "quiet" },
    },
    "fires within 45 seconds of its exporter going away, and resolves when it is back": {
      given: { [of("up")]: "1x3 0x8 1x20", [UP]: "1x3 stale _x7 1x20" },
      expect: { "50s": "quiet", "105s": ["critical"], "270s": "quiet" },
    },
    "stays quiet on one missed scrape": {
      given: { [of("up")]: "1x3 0 1x20", [UP]: "1x3 stale 1x20" },
      expect: { "60s": "quiet", "75s": "quiet", "2m": "quiet" },
    },
    "leaves other jobs to their own alerts": {
      given: { 'up{job="node",instance="web-1",service="node",team="platform"}': steady(0) },
      expect: { "2m": "quiet" },
    },
  }),
  ...scenarios("MongodbExporterBlind", {
    "warns when the exporter may not ask, and resolves when it may": {
      given: { [UP]: steady(1), [UPTIME]: "100x10 stale _x60 100x60" },
      expect: { "12m": "quiet", "13m": ["warning"], "19m": "quiet" },
    },
    "stays quiet while it sees the server": {
      given: { [UP]: steady(1), [UPTIME]: steady(100) },
      expect: { "12m": "quiet", "30m": "quiet" },
    },
    "leaves a server that is down to its own alert": {
      given: { [NOT_UP]: steady(0) },
      expect: { "12m": "quiet", "30m": "quiet" },
    },
    "stays quiet on an arbiter": {
      given: { [of("mongodb_up", 'cluster_role="arbiter"')]: steady(1) },
      expect: { "12m": "quiet", "30m": "quiet" },
    },
  }),
];
