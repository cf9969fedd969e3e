// Each alert of error budgets, proven on what the objectives' measurements say: ten events a second, of which one in a
// thousand may fail.
import { type Scenario, scenarios } from "../../rules";

const of = (metric: string): string =>
  `${metric}{job="slo",instance="shop",service="shop",team="sales",slo="availability"}`;

/** Failures a second of ten events, or of so many. */
const failures = (errors: string, events = "10x1000"): Record<string, string> => ({
  [of("slo:events:rate5m")]: events,
  [of("slo:errors:rate5m")]: errors,
  [of("slo:objective:ratio")]: "0.999x1000",
});

const noTraffic = { given: failures("0x1000", "0x1000"), expect: { "5m": "quiet", "40m": "quiet" } } as const;
const fewFailures = {
  given: failures("0.00003x1000", "0.001x1000"),
  expect: { "5m": "quiet", "40m": "quiet" },
} as const;

export const sloScenarios: readonly Scenario[] = [
  ...scenarios("SloBudgetBurningFast", {
    "fires within a minute where all requests fail, and resolves": {
      given: failures("0x8 10x8 0x200"),
      expect: { "2m": "quiet", "165s": ["critical"], "10m": "quiet" },
    },
    "stays quiet at 1.9% of the budget in an hour": {
      given: failures("0.1368x400"),
      expect: { "5m": "quiet", "70m": "quiet" },
    },
    "stays quiet on nine failures in an hour, few as the requests are": {
      given: failures("0.0025x400", "0.01x400"),
      expect: { "5m": "quiet", "70m": "quiet" },
    },
    "stays quiet when the failures have ended, though the hour is still bad": {
      given: failures("10x1 0x400"),
      expect: { "10m": "quiet", "40m": "quiet" },
    },
    "stays quiet on no traffic": noTraffic,
  }),
  ...scenarios("SloBudgetBurning", {
    "fires at 5.4% in six hours, and resolves": {
      given: failures("0.065x120 0x400"),
      expect: { "10m": ["critical"], "45m": "quiet" },
    },
    "stays quiet at 4.8% in six hours": {
      given: failures("0.058x1000"),
      expect: { "10m": "quiet", "3h": "quiet" },
    },
    "stays quiet on few failures": fewFailures,
    "stays quiet on no traffic": noTraffic,
  }),
  ...scenarios("SloBudgetBurningToday", {
    "warns at 11% in a day, and resolves": {
      given: failures("0.033x40 0x400"),
      expect: { "30s": "quiet", "8m": ["warning"], "30m": "quiet" },
    },
    "stays quiet at 9.7% in a day": { given: failures("0.029x400"), expect: { "10m": "quiet", "90m": "quiet" } },
    "stays quiet on few failures": fewFailures,
    "stays quiet on no traffic": noTraffic,
  }),
  ...scenarios("SloBudgetBurningSlowly", {
    "warns at 11% in three days, and resolves": {
      given: failures("0.011x40 0x400"),
      expect: { "30s": "quiet", "8m": ["warning"], "30m": "quiet" },
    },
    "stays quiet at 9.8% in three days": { given: failures("0.0098x400"), expect: { "10m": "quiet", "90m": "quiet" } },
    "stays quiet on few failures": fewFailures,
    "stays quiet on no traffic": noTraffic,
  }),
  ...scenarios("SloNotMeasured", {
    "warns where no bucket has the objective's bound, and resolves when one has": {
      given: { [of("slo:events:rate5m")]: "10x200", [of("slo:errors:rate5m")]: "_x80 0x120" },
      expect: { "9m": "quiet", "11m": ["warning"], "21m": "quiet" },
    },
    "stays quiet on an objective that is kept": {
      given: failures("0x200"),
      expect: { "11m": "quiet", "40m": "quiet" },
    },
    "stays quiet on no traffic": {
      given: { [of("slo:events:rate5m")]: "0x200" },
      expect: { "11m": "quiet", "40m": "quiet" },
    },
  }),
  ...scenarios("SloBudgetExhausted", {
    "fires for a budget that is exhausted, and resolves when the average is good again": {
      interval: "1m",
      given: failures("0.012x60 0x200"),
      expect: { "8m": "quiet", "12m": ["info"], "185m": "quiet" },
    },
    "stays quiet at one hundredth of the budget left": {
      interval: "1m",
      given: failures("0.0099x200"),
      expect: { "12m": "quiet", "2h": "quiet" },
    },
    "stays quiet on no traffic": noTraffic,
  }),
];
