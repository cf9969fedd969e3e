// Each alert about hooks, proven: it fires with the first failure, stays quiet without one, and resolves.
import { type Scenario, scenarios } from "../../rules";
import { CALLS } from "./metrics";

const OWN = 'job="repairs",instance="127.0.0.1:9903",service="repairs",team="platform"';

/** At 15 s a sample. */
const calls = (outcome: string, values: string, hook = "restart-orders"): Record<string, string> => ({
  [`${CALLS}{${OWN},hook="${hook}",outcome="${outcome}"}`]: values,
});

const ONCE = "0x20 1x160";
const EVERY_TEN_MINUTES = "0x20 1x40 2x40 3x40 4x40";

export const repairsScenarios: readonly Scenario[] = [
  ...scenarios("RemediationFailing", {
    "warns of the first call that fails, and resolves after a quarter of an hour": {
      given: { ...calls("failed", ONCE), ...calls("succeeded", "0x180") },
      expect: { "4m45s": "quiet", "6m": ["warning"], "25m": "quiet" },
    },
    "warns of a call during which the caller ended": {
      given: calls("interrupted", ONCE),
      expect: { "6m": ["warning"], "25m": "quiet" },
    },
    "warns where nobody can say whether it was called": {
      given: calls("unclaimed", ONCE),
      expect: { "6m": ["warning"], "25m": "quiet" },
    },
    "goes on while calls fail": {
      given: calls("failed", EVERY_TEN_MINUTES),
      expect: { "10m": ["warning"], "40m": ["warning"] },
    },
    "stays quiet on calls that succeed": {
      given: { ...calls("succeeded", EVERY_TEN_MINUTES), ...calls("failed", "0x180") },
      expect: { "6m": "quiet", "30m": "quiet" },
    },
    "stays quiet on what failed long ago": {
      given: calls("failed", "7x180"),
      expect: { "6m": "quiet", "30m": "quiet" },
    },
  }),
  ...scenarios("RemediationLimited", {
    "warns where a hook is not called any more, and resolves": {
      given: { ...calls("limited", ONCE), ...calls("failed", "0x180") },
      expect: { "4m45s": "quiet", "6m": ["warning"], "25m": "quiet" },
    },
    "stays quiet on calls": {
      given: { ...calls("succeeded", EVERY_TEN_MINUTES), ...calls("limited", "0x180") },
      expect: { "6m": "quiet", "30m": "quiet" },
    },
  }),
];
