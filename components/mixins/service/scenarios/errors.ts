// When failed requests fire an alert, and when there are too few to judge.
import { type Scenario, scenarios } from "../../../rules";
import type { Naming } from "../naming";
import { answers, counter, quietAt } from "./series";

/** `metrics` is the naming's name, for the titles. */
export function errorScenarios(metrics: string, naming: Naming): Scenario[] {
  const given = (ok: string, failed: string) => ({
    interval: "10s" as const,
    given: answers(naming, { 200: ok, 500: failed }),
  });
  return scenarios("ServiceErrorRatioHigh", {
    // The first failures come up to ten seconds before the sample that shows them: here from 4m50s on.
    [`with ${metrics} metrics, is critical within a minute when half of two requests a second fail, and resolves within two minutes`]:
      {
        ...given(counter([2, 300], [1, 300], [2, 600]), counter([0, 300], [1, 300], [0, 600])),
        expect: { "5m20s": "quiet", "5m30s": ["critical"], "10m": ["critical"], "12m": "quiet" },
      },
    [`with ${metrics} metrics, is critical within a minute when all of two requests a second fail`]: {
      ...given(counter([2, 300], [0, 600]), counter([0, 300], [2, 600])),
      expect: { "5m20s": "quiet", "5m30s": ["critical"] },
    },
    [`with ${metrics} metrics, is critical when 5.1% of 20 requests a second fail`]: {
      ...given(counter([18.98, 900]), counter([1.02, 900])),
      expect: { "2m": ["critical"], "10m": ["critical", "warning"] },
    },
    [`with ${metrics} metrics, warns when 1.05% of 20 requests a second fail`]: {
      ...given(counter([19.79, 1800]), counter([0.21, 1800])),
      expect: { "4m": "quiet", "7m": ["warning"], "25m": ["warning"] },
    },
    [`with ${metrics} metrics, only warns when 4.9% of 20 requests a second fail`]: {
      ...given(counter([19.02, 1800]), counter([0.98, 1800])),
      expect: { "4m": "quiet", "7m": ["warning"], "25m": ["warning"] },
    },
    [`with ${metrics} metrics, stays quiet when 0.9% of 20 requests a second fail`]: {
      ...given(counter([19.82, 1800]), counter([0.18, 1800])),
      expect: { "6m": "quiet", "10m": "quiet", "25m": "quiet" },
    },
    [`with ${metrics} metrics, warns when one request in 60 fails at two requests a second, too few for a minute to tell`]:
      {
        ...given(counter([2, 1800]), `0x5 ${Array.from({ length: 58 }, (_, n) => `${n + 1}x2`).join(" ")}`),
        expect: { "15m": ["warning"], "25m": ["warning"] },
      },
    [`with ${metrics} metrics, stays quiet on one failed request at night and its three retries`]: {
      ...given(counter([0.1, 1800]), "0x60 1x2 2x2 3x2 4x110"),
      expect: quietAt("11m30s", "12m", "12m30s", "13m30s", "16m", "25m"),
    },
    [`with ${metrics} metrics, stays quiet below one request in ten seconds, even when all fail`]: {
      ...given(counter([0, 1800]), counter([0.095, 1800])),
      expect: { "5m": "quiet", "15m": "quiet", "25m": "quiet" },
    },
    [`with ${metrics} metrics, stays quiet when a restart fails what comes between two scrapes`]: {
      ...given(counter([2, 1800]), "0x60 20x119"),
      expect: quietAt("10m20s", "10m30s", "10m40s", "10m50s", "11m", "11m30s", "12m", "16m"),
    },
    // Every eleven seconds, because here scrapes and evaluations fall on the same moments otherwise, as they never do.
    [`with ${metrics} metrics, stays quiet when a restart's failures lie on both sides of a scrape`]: {
      ...given("0+22x180", "0x60 10 20x118"),
      interval: "11s",
      expect: quietAt("11m20s", "11m30s", "11m40s", "11m50s", "12m", "12m10s", "12m30s", "13m", "17m"),
    },
    [`with ${metrics} metrics, is critical within two minutes when one request in ten fails at a request a second, too few for single scrapes to tell`]:
      {
        ...given(counter([1, 300], [0.88, 600]), counter([0, 300], [0.12, 600])),
        expect: { "5m": "quiet", "6m50s": ["critical"], "14m": ["critical", "warning"] },
      },
    [`with ${metrics} metrics, stays quiet when counters begin over`]: {
      ...given(`${counter([2, 600])} 0+20x100`, "40x59 0x100"),
      expect: { "10m20s": "quiet", "11m30s": "quiet", "16m": "quiet" },
    },
    [`with ${metrics} metrics, stays quiet without requests`]: {
      ...given("500x180", "400x180"),
      expect: { "5m": "quiet", "25m": "quiet" },
    },
  });
}

/** A service that has metrics of two namings: the first of the table counts, so that no request counts twice. */
export function twoNamingScenarios(first: Naming, second: Naming): Scenario[] {
  const half = { 200: counter([1, 900]), 500: counter([1, 900]) };
  return scenarios("ServiceErrorRatioHigh", {
    "hears of failures from the first naming of a service that has two": {
      interval: "10s",
      given: { ...answers(first, half), ...answers(second, { 200: counter([200, 900]) }) },
      expect: { "10m": ["critical", "warning"] },
    },
    "stays quiet where the second naming of a service counts other requests": {
      interval: "10s",
      given: { ...answers(first, { 200: counter([2, 900]) }), ...answers(second, half) },
      expect: { "5m": "quiet", "10m": "quiet" },
    },
  });
}
