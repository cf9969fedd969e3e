// Interviews that fail, take long, or do not end.
import { type Scenario, scenarios } from "tocsin";
import { ending, growing, of, passing, steady } from "./series";

const interviews = (success: string, error: string) => ending("interview_processing_total", success, error);

/** Interviews of one type that end in so many seconds, by bucket; `values` is how they are counted from then on. */
const lasting = (below: Readonly<Record<string, string>>, all: string) => ({
  ...Object.fromEntries(
    Object.entries(below).map(([le, values]) => [
      of("interview_processing_duration_seconds_bucket", `status="success",type="technical",le="${le}"`),
      values,
    ]),
  ),
  [of("interview_processing_duration_seconds_bucket", 'status="success",type="technical",le="+Inf"')]: all,
  [of("interview_processing_duration_seconds_count", 'status="success",type="technical"')]: all,
});

/** When an interview was last finished, and how many are under way. */
const finished = (last: string, active: string) => ({
  [of("interview_last_processed_timestamp_seconds")]: last,
  [of("interview_processing_active")]: active,
});

export const processingScenarios: readonly Scenario[] = [
  ...scenarios("InterviewProcessingFailing", {
    "warns at 20%, and resolves": {
      given: interviews(growing(0.08), passing(0.02)),
      expect: { "10m": "quiet", "18m": ["warning"], "27m": "quiet" },
    },
    "pages within two minutes at 60%, and resolves": {
      given: interviews(growing(0.4), passing(0.6)),
      expect: { "5m": "quiet", "7m15s": ["critical"], "12m": ["critical", "warning"], "27m": "quiet" },
    },
    "warns, and does not page, at 24%": {
      given: interviews(growing(0.76), growing(0.24)),
      expect: { "3m": "quiet", "8m": ["warning"], "30m": ["warning"] },
    },
    "stays quiet at 9%": {
      given: interviews(growing(0.91), growing(0.09)),
      expect: { "8m": "quiet", "30m": "quiet" },
    },
    "stays quiet on four failures at night, all that there was": {
      given: interviews(steady(90), "0x20 4x200"),
      expect: { "6m30s": "quiet", "8m": "quiet", "14m": "quiet" },
    },
    "stays quiet without interviews": {
      given: interviews(steady(90), steady(60)),
      expect: { "8m": "quiet", "30m": "quiet" },
    },
    "stays quiet when the worker restarts": {
      given: interviews("0+13.8x40 0+13.8x60", "900+1.2x40 0+1.2x60"),
      expect: { "10m30s": "quiet", "12m": "quiet", "16m": "quiet" },
    },
    "stays quiet on one missed scrape": {
      given: interviews("0+13.8x40 stale 580+13.8x60", "0+1.2x40 stale 50+1.2x60"),
      expect: { "10m30s": "quiet", "12m": "quiet", "16m": "quiet" },
    },
    "counts the worker once, though other jobs scrape it as well": {
      given: {
        ...interviews(growing(0.95), growing(0.05)),
        'interview_processing_total{job="service",service="interview-worker",team="hiring",status="error"}': growing(1),
      },
      expect: { "8m": "quiet", "30m": "quiet" },
    },
  }),
  ...scenarios("InterviewProcessingSlow", {
    "informs at more than a minute, and resolves": {
      given: lasting({ 30: "0x80 0+1.5x160", 60: "0x80 0+1.5x160", 120: growing(0.1) }, growing(0.1)),
      expect: { "8m": "quiet", "14m": ["info"], "20m": ["info"], "31m": "quiet" },
    },
    "warns at more than five, and resolves": {
      given: lasting({ 60: "0x80 0+1.5x160", 300: "0x80 0+1.5x160", 600: growing(0.1) }, growing(0.1)),
      expect: { "4m": "quiet", "9m": ["warning"], "14m": ["info", "warning"], "31m": "quiet" },
    },
    "stays quiet at just under a minute": {
      given: lasting({ 30: steady(0), 60: growing(0.1) }, growing(0.1)),
      expect: { "14m": "quiet", "30m": "quiet" },
    },
    "stays quiet on four interviews in ten minutes": {
      given: lasting({ 300: steady(0), 600: growing(0.0065) }, growing(0.0065)),
      expect: { "14m": "quiet", "30m": "quiet" },
    },
    "stays quiet without interviews": {
      given: lasting({ 300: steady(0), 600: steady(50) }, steady(50)),
      expect: { "14m": "quiet", "30m": "quiet" },
    },
  }),
  ...scenarios("InterviewDataStale", {
    "warns after five minutes, pages after fifteen, and resolves": {
      given: finished("0+15x40 600x80 1815+15x60", steady(3)),
      expect: {
        "15m": "quiet",
        "17m": ["warning"],
        "25m": ["warning"],
        "27m": ["critical", "warning"],
        "32m": "quiet",
      },
    },
    "stays quiet where the last was finished 290 seconds ago": {
      given: finished("-290+15x240", steady(3)),
      expect: { "10m": "quiet", "30m": "quiet" },
    },
    "stays quiet where nothing is under way": {
      given: finished("0+15x40 600x120", steady(0)),
      expect: { "17m": "quiet", "27m": "quiet" },
    },
    "stays quiet on the first interview after a night without, which takes two minutes": {
      given: finished("15x160 2520x60", "0x160 1x7 0x60"),
      expect: { "41m": "quiet", "43m": "quiet", "50m": "quiet" },
    },
    "stays quiet when the worker has just started": {
      given: finished(steady(0), steady(1)),
      expect: { "7m": "quiet", "27m": "quiet" },
    },
  }),
];
