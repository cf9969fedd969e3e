// What can go wrong with a service's use of language models: it costs too much, fails, or is slow.
//
// There is no alert for a target that is down: the `service` mixin watches the same process and its ServiceDown says so. A
// service names this mixin in `extraMixins`, and the symptoms are silent while it is down.
//
// Left out: tokens by themselves, because a token has no price of its own and the spend says what they cost; a low share of
// cached input, which is something to improve and nothing to be called for; rate limiting apart from other failures, since
// LlmErrorsHigh counts it and its dashboard tells them apart.
//
// A budget is an option of each service, but an alert has one threshold: it is the largest budget in use, for each service
// by itself. With budgets that lie far apart, override the thresholds for the smaller ones in a file of their own.
import { type Alert, alert } from "../../rules";

const FAILURES = 5;

const JUDGED_ON_TWO_MINUTES = `service_model:llm_errors:ratio_rate2m and service_model:llm_errors:rate2m * 120 >= ${FAILURES}`;

/** For services with few calls; ends two minutes after the last failure. */
const JUDGED_ON_TEN_MINUTES = `service_model:llm_errors:ratio_rate10m and service_model:llm_errors:rate10m * 600 >= ${FAILURES}
  and service_model:llm_errors:rate2m > 0`;

/** In an hour: at this pace the month's budget is gone in 50 hours. */
export const FAST_SHARE = 0.02;

const HOURS_A_MONTH = 720;

const cents = (dollars: number) => Math.round(dollars * 100) / 100;

/** The dollars in an hour that page. Less than one is nothing to wake anybody for, however small the budget. */
export const fastDollars = (budget: number): number => Math.max(1, cents(budget * FAST_SHARE));

/** `budget` is in dollars a month. */
export function alertsOf(budget: number): readonly Alert[] {
  const fast = fastDollars(budget);
  const twiceEven = cents((2 * budget) / HOURS_A_MONTH);
  return [
    alert({
      name: "LlmBudgetBurningFast",
      // The hour says that it matters, the last five minutes that it still goes on.
      expr: `service:llm_cost_dollars:increase1h and service:llm_cost_dollars_per_hour:rate5m > ${fast}`,
      above: { critical: fast },
      unit: "dollars",
      for: "1m",
      summary: "{{ $labels.service }} burns its LLM budget",
      description:
        'It spent {{ $value | printf "%.2f" }} dollars in the last hour and goes on: at this pace a month\'s budget lasts two days.',
    }),
    alert({
      name: "LlmBudgetExceededSoon",
      expr: "service:llm_cost_dollars:projected_month",
      above: { warning: budget },
      unit: "dollars",
      for: "10m",
      summary: "{{ $labels.service }} is about to exceed its LLM budget",
      description:
        'At the pace of the last day it spends {{ $value | printf "%.0f" }} dollars in thirty days, more than its budget.',
    }),
    alert({
      name: "LlmSpendSpike",
      // From twice an even share of the budget on: below, a spike is cheap.
      expr: `service:llm_cost_dollars:spike_ratio and service:llm_cost_dollars:increase1h > ${twiceEven}`,
      above: { warning: 2 },
      unit: "ratio",
      for: "10m",
      summary: "{{ $labels.service }} spends far more on LLMs than yesterday",
      description:
        "In the last hour it spent {{ $value | humanizePercentage }} of what the busiest hour of the day before took.",
    }),
    alert({
      name: "LlmCostMissing",
      expr: `service_model:llm_tokens:increase1h
        unless on (service, team, model) sum by (service, team, model) (service_model_persona:llm_cost_dollars:increase1h) > 0`,
      above: { info: 1_000 },
      for: "10m",
      summary: "{{ $labels.service }} counts no cost for {{ $labels.model }}",
      description:
        "{{ $value | humanize }} tokens of the last hour cost nothing, it says; the alerts on its budget do not see them.",
    }),
    alert({
      name: "LlmErrorsHigh",
      expr: `(${JUDGED_ON_TWO_MINUTES}) or (${JUDGED_ON_TEN_MINUTES})`,
      above: { warning: 0.1, critical: 0.5 },
      unit: "ratio",
      for: { warning: "5m", critical: "30s" },
      symptom: true,
      summary: "Calls of {{ $labels.model }} by {{ $labels.service }} fail",
      description: "{{ $value | humanizePercentage }} of its calls end in an error, a timeout or a refusal.",
    }),
    alert({
      name: "LlmSlow",
      // From twenty calls in ten minutes on.
      expr: `service_model:llm_request_duration_seconds:p95_rate10m
        and service_model:llm_requests:rate10m * 600 >= 20`,
      above: { warning: 20 },
      unit: "seconds",
      for: "5m",
      symptom: true,
      summary: "{{ $labels.model }} answers {{ $labels.service }} slowly",
      description: "One call in twenty takes longer than {{ $value | humanizeDuration }}.",
    }),
  ];
}
