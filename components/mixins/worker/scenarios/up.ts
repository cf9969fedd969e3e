// Whether there are workers, and whether they work.
import { type Scenario, scenarios } from "../../../rules";
import { growing, heartbeats, of, runs, serving, steady, waiting } from "./series";

const watched = (values = steady(1)) => ({ [of("up")]: values });

export const upScenarios: readonly Scenario[] = [
  ...scenarios("WorkerDown", {
    "fires within two minutes of the last worker going away, and resolves when one is back": {
      given: { ...watched(), ...serving("2x8 0x20 2x40"), ...serving("1x8 0x20 1x40", "images") },
      expect: { "3m": "quiet", "235s": ["critical"], "7m": ["critical"], "9m": "quiet" },
    },
    "fires within 45 seconds of its exporter going away, and resolves when it is back": {
      given: { ...watched("1x3 0x8 1x20"), ...serving("2x3 stale _x7 2x20") },
      expect: { "50s": "quiet", "105s": ["critical"], "270s": "quiet" },
    },
    "goes by heartbeats where the broker does not let the exporter ask": {
      given: { ...watched(), ...heartbeats("web-1", "1x8 0x20 1x40"), ...heartbeats("web-2", "1x4 0x60") },
      expect: { "2m": "quiet", "3m": ["critical"], "9m": "quiet" },
    },
    "stays quiet on one missed scrape": {
      given: { ...watched("1x3 0 1x20"), ...serving("2x3 stale 2x20") },
      expect: { "60s": "quiet", "75s": "quiet", "2m": "quiet" },
    },
    "stays quiet when busy workers are late with an answer": {
      given: { ...watched(), ...serving("2x8 0x1 2x40") },
      expect: { "150s": "quiet", "3m": "quiet", "210s": "quiet" },
    },
    "stays quiet while one queue of two is served": {
      given: { ...watched(), ...serving(steady(0)), ...serving(steady(1), "images") },
      expect: { "2m": "quiet", "10m": "quiet" },
    },
    "stays quiet when a deployment replaces the workers, of which the exporter still knows the names": {
      given: {
        ...watched(),
        ...serving("2x8 1 2x60"),
        ...heartbeats("pod-1", "1x8 0x40 stale"),
        ...heartbeats("pod-2", "_x9 1x60"),
      },
      expect: { "150s": "quiet", "4m": "quiet", "12m": "quiet" },
    },
    "leaves other jobs to their own alerts": {
      given: { 'up{job="node",instance="web-1",service="node",team="platform"}': steady(0) },
      expect: { "2m": "quiet" },
    },
  }),
  ...scenarios("WorkerQueueUnserved", {
    "fires within two minutes when nobody serves a queue that has tasks, and resolves when somebody does": {
      given: { ...waiting(steady(12)), ...serving("2x8 0x20 2x40"), ...serving(steady(1), "images") },
      expect: { "3m": "quiet", "235s": ["critical"], "8m": "quiet" },
    },
    "stays quiet where the queue is empty": {
      given: { ...waiting(steady(0)), ...serving(steady(0)) },
      expect: { "2m": "quiet", "10m": "quiet" },
    },
    "stays quiet while one worker is left": {
      given: { ...waiting(steady(500)), ...serving("4x8 1x60") },
      expect: { "4m": "quiet", "10m": "quiet" },
    },
    "stays quiet when busy workers are late with an answer": {
      given: { ...waiting(steady(500)), ...serving("2x8 0x1 2x40") },
      expect: { "150s": "quiet", "3m": "quiet", "210s": "quiet" },
    },
  }),
  ...scenarios("WorkerNoProgress", {
    "fires within two minutes when no task ends, and resolves when they do again": {
      given: { ...waiting(steady(50)), ...runs({ succeeded: "0+15x40 600x20 600+15x100", failed: steady(0) }) },
      expect: { "10m45s": "quiet", "11m50s": ["critical"], "15m": ["critical"], "17m": "quiet" },
    },
    "stays quiet when all is done": {
      given: { ...waiting("50x40 0x200"), ...runs({ succeeded: "0+15x40 600x200", failed: steady(0) }) },
      expect: { "11m50s": "quiet", "20m": "quiet" },
    },
    "stays quiet while tasks end, even badly": {
      given: { ...waiting(steady(50)), ...runs({ succeeded: steady(0), failed: growing(1) }) },
      expect: { "5m": "quiet", "20m": "quiet" },
    },
    "stays quiet where tasks are rare, one in twelve seconds": {
      given: { ...waiting(steady(50)), ...runs({ succeeded: "0+1.25x120 150x100", failed: steady(0) }) },
      expect: { "31m50s": "quiet", "40m": "quiet" },
    },
    "stays quiet when the exporter restarts": {
      given: { ...waiting(steady(50)), ...runs({ succeeded: "0+15x40 stale 0+15x60", failed: "0x40 stale 0x60" }) },
      expect: { "10m30s": "quiet", "11m": "quiet", "12m": "quiet" },
    },
  }),
];
