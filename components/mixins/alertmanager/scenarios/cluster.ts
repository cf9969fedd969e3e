// The state of a cluster; a single Alertmanager never fires any of these.
import { type Scenario, scenarios } from "../../../rules";
import { ofEach, steady } from "./series";

const members = (...values: string[]) => ofEach("alertmanager_cluster_members", ...values);
const hashes = (...values: string[]) => ofEach("alertmanager_config_hash", ...values);
const up = (...values: string[]) => ofEach("up", ...values);

/** When each instance started, of instances that are all up. */
const started = (...values: string[]): Record<string, string> => ({
  ...ofEach("process_start_time_seconds", ...values),
  ...up(...values.map(() => steady(1))),
});

const EVERY_MINUTE = Array.from({ length: 20 }, (_, minute) => `${60 * minute}x3`).join(" ");

export const clusterScenarios: readonly Scenario[] = [
  ...scenarios("AlertmanagerMembersInconsistent", {
    "fires within two minutes when one of three sees only itself, and resolves when it sees all": {
      given: members(steady(3), steady(3), "3x3 1x20 3x20"),
      expect: { "2m": "quiet", "160s": ["critical"], "7m": "quiet" },
    },
    "stays quiet while a member that restarts joins again": {
      given: members(steady(3), steady(3), "3x3 1x3 3x40"),
      expect: { "2m": "quiet", "150s": "quiet", "4m": "quiet" },
    },
    "stays quiet when one of three is gone for good": {
      given: members("3x3 2x40", "3x3 2x40", "3x3 stale"),
      expect: { "2m": "quiet", "5m": "quiet", "9m": "quiet" },
    },
    "stays quiet on a single Alertmanager": { given: members(steady(1)), expect: { "3m": "quiet", "10m": "quiet" } },
  }),
  ...scenarios("AlertmanagerConfigInconsistent", {
    "fires within two minutes when one of two has another configuration, and resolves": {
      given: hashes(steady(210_602_583_832_271), "210602583832271x3 220058335957551x20 210602583832271x20"),
      expect: { "2m": "quiet", "160s": ["critical"], "7m": "quiet" },
    },
    "stays quiet while they take a new one, a minute apart": {
      given: hashes("5x3 6x40", "5x7 6x40"),
      expect: { "2m": "quiet", "150s": "quiet", "5m": "quiet" },
    },
    "stays quiet on a single Alertmanager": { given: hashes("5x3 6x40"), expect: { "3m": "quiet", "8m": "quiet" } },
  }),
  ...scenarios("AlertmanagerClusterDown", {
    "fires within two minutes when one of two is down, and resolves": {
      given: up(steady(1), "1x3 0x20 1x20"),
      expect: { "90s": "quiet", "130s": ["critical"], "7m": "quiet" },
    },
    "fires when all of three are down": {
      given: up(steady(0), steady(0), steady(0)),
      expect: { "30s": "quiet", "70s": ["critical"] },
    },
    "stays quiet when one of three is down": {
      given: up(steady(1), steady(1), steady(0)),
      expect: { "2m": "quiet", "10m": "quiet" },
    },
    "stays quiet on a single Alertmanager that is down": {
      given: up(steady(0)),
      expect: { "2m": "quiet", "10m": "quiet" },
    },
  }),
  ...scenarios("AlertmanagerClusterCrashlooping", {
    "fires at the fifth start of one of two, and resolves when it stays up": {
      given: started(steady(0), "0x3 60x3 120x3 180x3 240x3 300x100"),
      expect: { "270s": "quiet", "310s": ["critical"], "21m": "quiet" },
    },
    "stays quiet at four starts": {
      given: started(steady(0), "0x3 60x3 120x3 180x3 240x80"),
      expect: { "5m": "quiet", "10m": "quiet" },
    },
    "stays quiet when one of three restarts every minute": {
      given: started(steady(0), steady(0), EVERY_MINUTE),
      expect: { "6m": "quiet", "15m": "quiet" },
    },
    "stays quiet on a single Alertmanager": { given: started(EVERY_MINUTE), expect: { "6m": "quiet", "15m": "quiet" } },
  }),
];
