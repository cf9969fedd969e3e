// When slow requests fire an alert, and when there are too few to judge.
import { type Scenario, scenarios } from "../../../rules";
import type { Naming } from "../naming";
import { quietAt, type TimedPhase, timed } from "./series";

/**
 * `metrics` is the naming's name, for the titles. Where all requests end in one bucket, their 95th percentile lies 95% of the
 * way into it: 0.975 s, 2.425 s, 4.875 s. With 5.2% in the bucket, the others being faster, it lies a little above its lower end.
 */
export function latencyScenarios(metrics: string, naming: Naming): Scenario[] {
  const given = (...phases: TimedPhase[]) => ({ interval: "10s" as const, given: timed(naming, "/orders", phases) });
  const slowShare = (upperBound: string, share: number) => ({
    interval: "10s" as const,
    given: {
      ...timed(naming, "/orders", [["0.5", 20 * (1 - share), 1200]]),
      ...timed(naming, "/exports", [
        [upperBound, 20 * share, 900],
        ["0.5", 20 * share, 300],
      ]),
    },
  });
  return scenarios("ServiceLatencyHigh", {
    [`with ${metrics} metrics, warns after five minutes at a p95 of 1.06 s, and resolves`]: {
      ...slowShare("2.5", 0.052),
      expect: { "5m": "quiet", "6m": ["warning"], "14m": ["warning"], "17m": "quiet" },
    },
    [`with ${metrics} metrics, only warns at a p95 of 2.4 s`]: {
      ...given(["2.5", 1, 900]),
      expect: { "4m": "quiet", "6m": ["warning"], "14m": ["warning"] },
    },
    [`with ${metrics} metrics, is critical at a p95 of 2.6 s`]: {
      ...slowShare("5", 0.052),
      expect: { "2m": ["critical"], "8m": ["critical", "warning"] },
    },
    [`with ${metrics} metrics, is critical within a minute at a p95 of 4.9 s, and resolves`]: {
      ...given(["0.5", 3, 300], ["5", 3, 300], ["0.5", 3, 600]),
      expect: { "5m10s": "quiet", "5m20s": ["critical"], "10m": ["critical", "warning"], "12m": "quiet" },
    },
    [`with ${metrics} metrics, is critical within two minutes at half a request a second, too few for single scrapes to tell`]:
      {
        ...given(["0.5", 0.6, 300], ["5", 0.6, 300]),
        expect: { "5m30s": "quiet", "6m20s": ["critical"] },
      },
    [`with ${metrics} metrics, stays quiet at a p95 of 0.98 s`]: {
      ...given(["1", 2, 900]),
      expect: { "6m": "quiet", "10m": "quiet", "14m": "quiet" },
    },
    [`with ${metrics} metrics, stays quiet when four requests in a hundred are slow`]: {
      ...slowShare("5", 0.04),
      expect: { "2m": "quiet", "8m": "quiet", "14m": "quiet" },
    },
    [`with ${metrics} metrics, stays quiet below half a request a second`]: {
      ...given(["5", 0.45, 900]),
      expect: { "6m": "quiet", "14m": "quiet" },
    },
    ...Object.fromEntries(
      [10, 20].map((seconds) => [
        `with ${metrics} metrics, stays quiet on ${seconds} seconds of stalling requests, which ${seconds / 10} of the scrapes see`,
        {
          ...given(["0.5", 4, 300], ["5", 4, seconds], ["0.5", 4, 600]),
          expect: quietAt("5m10s", "5m20s", "5m30s", "5m40s", "6m", "6m10s", "6m20s", "6m30s", "10m"),
        },
      ]),
    ),
    [`with ${metrics} metrics, stays quiet without requests`]: {
      ...given(["5", 0, 900]),
      expect: { "6m": "quiet", "14m": "quiet" },
    },
  });
}
