// Whether the server answers at all, and since when.
import { type Scenario, scenarios } from "../../../rules";
import { of, steady } from "./series";

export const upScenarios: readonly Scenario[] = [
  ...scenarios("MysqlDown", {
    "fires within 45 seconds of the server going away, and resolves when it is back": {
      given: { [of("up")]: steady(1), [of("mysql_up")]: "1x3 0x8 1x20" },
      expect: { "50s": "quiet", "105s": ["critical"], "270s": "quiet" },
    },
    "fires within 45 seconds of its exporter going away, and resolves when it is back": {
      given: { [of("up")]: "1x3 0x8 1x20", [of("mysql_up")]: "1x3 stale _x7 1x20" },
      expect: { "50s": "quiet", "105s": ["critical"], "270s": "quiet" },
    },
    "stays quiet on one missed scrape": {
      given: { [of("up")]: "1x3 0 1x20", [of("mysql_up")]: "1x3 stale 1x20" },
      expect: { "60s": "quiet", "75s": "quiet", "2m": "quiet" },
    },
    "stays quiet when the server fails one scrape": {
      given: { [of("up")]: steady(1), [of("mysql_up")]: "1x3 0 1x20" },
      expect: { "60s": "quiet", "75s": "quiet", "2m": "quiet" },
    },
    "leaves other jobs to their own alerts": {
      given: { 'up{job="redis",instance="cache:9121",service="cache",team="platform"}': steady(0) },
      expect: { "2m": "quiet" },
    },
  }),
  ...scenarios("MysqlRestarted", {
    "informs after a restart, and resolves five minutes later": {
      given: { [of("mysql_global_status_uptime")]: "90000+15x8 3+15x60" },
      expect: { "2m": "quiet", "150s": ["info"], "6m": ["info"], "8m": "quiet" },
    },
    "stays quiet on a server that has been up for five minutes": {
      given: { [of("mysql_global_status_uptime")]: "300+15x60" },
      expect: { "15s": "quiet", "2m": "quiet", "15m": "quiet" },
    },
  }),
];
