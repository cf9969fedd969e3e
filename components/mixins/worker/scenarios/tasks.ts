// How tasks end, and how long they take.
import { type Scenario, scenarios } from "../../../rules";
import { growing, passing, runs, runtimes, steady } from "./series";

/** Sixty runs a minute, a value a minute. For 25 hours they take less than a second, then for twenty minutes longer. */
const slowDown = (bounds: Readonly<Record<string, "before" | "always">>) => ({
  ...runtimes({
    ...Object.fromEntries(
      Object.entries(bounds).map(([bound, when]) => [
        bound,
        when === "always" ? "0+60x1580" : "0+60x1500 90000x20 90000+60x60",
      ]),
    ),
    "+Inf": "0+60x1580",
  }),
  ...runs({ succeeded: "0+60x1580", failed: "0x1580" }),
});

export const taskScenarios: readonly Scenario[] = [
  ...scenarios("WorkerTasksFailing", {
    "warns at 8%, and resolves": {
      given: runs({ succeeded: growing(0.92), failed: passing(0.08) }),
      expect: { "10m": "quiet", "16m": ["warning"], "24m": "quiet" },
    },
    "pages within two minutes at 60%, and resolves": {
      given: runs({ succeeded: growing(0.4), failed: passing(0.6) }),
      expect: { "5m": "quiet", "7m15s": ["critical"], "12m": ["critical", "warning"], "24m": "quiet" },
    },
    "warns, and does not page, at 24%": {
      given: runs({ succeeded: growing(0.76), failed: growing(0.24) }),
      expect: { "4m": "quiet", "8m": ["warning"], "30m": ["warning"] },
    },
    "stays quiet at 4%": {
      given: runs({ succeeded: growing(0.96), failed: growing(0.04) }),
      expect: { "8m": "quiet", "30m": "quiet" },
    },
    "stays quiet on four failures at night, all that there was": {
      given: runs({ succeeded: steady(90), failed: "0x20 4x200" }),
      expect: { "6m15s": "quiet", "8m": "quiet", "12m": "quiet" },
    },
    "stays quiet on no tasks": {
      given: runs({ succeeded: steady(90), failed: steady(60) }),
      expect: { "8m": "quiet", "30m": "quiet" },
    },
    "stays quiet when the exporter restarts": {
      given: runs({ succeeded: "0+14.4x40 0+14.4x60", failed: "900+0.6x40 0+0.6x60" }),
      expect: { "10m30s": "quiet", "12m": "quiet", "16m": "quiet" },
    },
    "stays quiet on one missed scrape": {
      given: runs({ succeeded: "0+14.4x40 stale 600+14.4x60", failed: "0+0.6x40 stale 25+0.6x60" }),
      expect: { "10m30s": "quiet", "12m": "quiet", "16m": "quiet" },
    },
  }),
  ...scenarios("WorkerTasksRetried", {
    "warns at 30%, and resolves": {
      given: runs({ received: growing(1), retried: "0+4.5x80 360x160" }),
      expect: { "9m": "quiet", "12m": ["warning"], "20m": ["warning"], "26m": "quiet" },
    },
    "stays quiet at 24%": {
      given: runs({ received: growing(1), retried: growing(0.24) }),
      expect: { "12m": "quiet", "30m": "quiet" },
    },
    "stays quiet at nine retries in five minutes": {
      given: runs({ received: growing(0.04), retried: growing(0.03) }),
      expect: { "12m": "quiet", "30m": "quiet" },
    },
    "stays quiet on no tasks": {
      given: runs({ received: steady(0), retried: steady(0) }),
      expect: { "12m": "quiet", "30m": "quiet" },
    },
  }),
  ...scenarios("WorkerTasksSlow", {
    "warns when tasks take up to ten seconds that took one, and resolves": {
      interval: "1m",
      given: slowDown({ 1: "before", 5: "before", 10: "always" }),
      expect: { "25h5m": "quiet", "25h8m": ["warning"], "25h20m": ["warning"], "25h28m": "quiet" },
    },
    "stays quiet when they take up to five": {
      interval: "1m",
      given: slowDown({ 1: "before", 5: "always", 10: "always" }),
      expect: { "25h8m": "quiet", "25h18m": "quiet" },
    },
    "stays quiet on tasks that always take up to ten": {
      interval: "1m",
      given: {
        ...runtimes({ 5: "0x1580", 10: "0+60x1580", "+Inf": "0+60x1580" }),
        ...runs({ succeeded: "0+60x1580" }),
      },
      expect: { "20m": "quiet", "24h": "quiet", "26h": "quiet" },
    },
    "stays quiet at nine tasks in five minutes": {
      interval: "1m",
      given: {
        ...runtimes({ 1: "0+1.8x1500 2700x60", 10: "0+1.8x1560", "+Inf": "0+1.8x1560" }),
        ...runs({ succeeded: "0+1.8x1560", failed: "0x1560" }),
      },
      expect: { "25h8m": "quiet", "25h18m": "quiet" },
    },
    "stays quiet on no tasks": {
      interval: "1m",
      given: { ...runtimes({ 1: "0+60x1500 90000x60", "+Inf": "0+60x1500 90000x60" }) },
      expect: { "25h8m": "quiet", "25h18m": "quiet" },
    },
  }),
];
