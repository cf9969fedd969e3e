// Error budgets that are spent too fast: multi-window, multi-burn-rate alerts. The share of the 30 days' budget that went in a
// long window says that it matters, a short window within that it still goes on; the lower of both counts, so that an alert
// ends soon after its cause.
//
// Few failures never page: a window needs ten at least, else one failed request at night would be a high share of few.
import { type Alert, alert, type Duration, seconds } from "../../rules";
import type { Window } from "./recordings";

const PERIOD_SECONDS = seconds("30d");
const FAILURES = 10;

/** The share of the budget that is spent within the long window, at the lower pace of the long and the short one. */
function spent(long: Window & Duration, short: Window): string {
  const [slow, fast] = [long, short].map((window) => `slo:error_budget_burn:rate${window}`);
  return `((${slow} < ${fast}) or ${fast}) * ${seconds(long)} / ${PERIOD_SECONDS}
    and slo:errors:rate${long} * ${seconds(long)} >= ${FAILURES}`;
}

const SPENT = "{{ $value | humanizePercentage }} of the 30 days' error budget";

export const alerts: readonly Alert[] = [
  alert({
    name: "SloBudgetBurningFast",
    expr: spent("1h", "5m"),
    above: { critical: 0.02 },
    unit: "ratio",
    for: "0s",
    keepFiringFor: "2m",
    symptom: true,
    summary: "{{ $labels.service }} breaks its objective {{ $labels.slo }}",
    description: `At its present pace it spends ${SPENT} in an hour.`,
  }),
  alert({
    name: "SloBudgetBurning",
    expr: spent("6h", "30m"),
    above: { critical: 0.05 },
    unit: "ratio",
    for: "0s",
    keepFiringFor: "2m",
    symptom: true,
    summary: "{{ $labels.service }} keeps missing its objective {{ $labels.slo }}",
    description: `At its present pace it spends ${SPENT} in six hours.`,
  }),
  alert({
    name: "SloBudgetBurningToday",
    expr: spent("1d", "2h"),
    above: { warning: 0.1 },
    unit: "ratio",
    for: "1m",
    symptom: true,
    summary: "{{ $labels.service }} misses its objective {{ $labels.slo }} all day",
    description: `At its present pace it spends ${SPENT} in a day; all of it, before the 30 days are over.`,
  }),
  alert({
    name: "SloBudgetBurningSlowly",
    expr: spent("3d", "6h"),
    above: { warning: 0.1 },
    unit: "ratio",
    for: "1m",
    symptom: true,
    summary: "{{ $labels.service }} wears its error budget of {{ $labels.slo }} away",
    description: `At its present pace it spends ${SPENT} in three days, and has none left within 30.`,
  }),
  alert({
    name: "SloNotMeasured",
    // Of latency, what lies above the bound is counted from its bucket: without that there is nothing, and no other alert fires.
    expr: "slo:events:rate5m > 0 unless slo:errors:rate5m",
    severity: "warning",
    for: "10m",
    summary: "The objective {{ $labels.slo }} of {{ $labels.service }} is not measured",
    description:
      "There are events, but none can be judged: no bucket of the service's histogram has the objective's bound. Its budget is not watched.",
  }),
  alert({
    name: "SloBudgetExhausted",
    expr: "slo:error_budget_left:ratio30d",
    below: { info: 0 },
    unit: "ratio",
    for: "10m",
    summary: "{{ $labels.service }} has no error budget left for {{ $labels.slo }}",
    description: "Of the 30 days' budget {{ $value | humanizePercentage }} is left: hold risky changes back.",
  }),
];
