// From objectives to how much of their error budgets is spent. Three rules for each objective measure it; all others are the
// same for all objectives, so that a hundred objectives cost little more than one.
import { type Recording, recording } from "../../rules";
import { measured, nameOf, type Objective } from "./objective";

const labels = ["service", "team", "slo"];

/** The windows of the alerts. From a day on a sample every five minutes is enough, and much cheaper. */
const WINDOWS = { "30m": "30m", "1h": "1h", "2h": "2h", "6h": "6h", "1d": "1d:5m", "3d": "3d:5m" } as const;

export type Window = "5m" | keyof typeof WINDOWS;

export function recordingsOf(objectives: readonly Objective[]): Recording[] {
  return [...objectives.flatMap(measurements), ...sums, ...burnRates, ...period];
}

function measurements(objective: Objective): Recording[] {
  const { events, errors } = measured(objective);
  const { kind, service, team } = objective;
  const adds = { slo: nameOf(objective), ...(kind === "ratio" && { service, team }) };
  return [
    recording({ record: "slo:events:rate5m", expr: events, unit: "perSecond", labels, adds }),
    recording({ record: "slo:errors:rate5m", expr: errors, unit: "perSecond", labels, adds }),
    recording({
      record: "slo:objective:ratio",
      expr: `0 * ${events} + ${objective.objective}`,
      unit: "ratio",
      labels,
      adds,
    }),
  ];
}

const sums = Object.entries(WINDOWS).flatMap(([window, range]) =>
  ["events", "errors"].map((what) =>
    recording({
      record: `slo:${what}:rate${window}`,
      expr: `avg_over_time(slo:${what}:rate5m[${range}])`,
      unit: "perSecond",
      labels,
    }),
  ),
);

/** At 1 a budget is spent in just its period; at 14.4 in two days. */
const burnRates = (["5m", ...Object.keys(WINDOWS)] as Window[]).map((window) =>
  recording({
    record: `slo:error_budget_burn:rate${window}`,
    expr: `slo:errors:rate${window} / (slo:events:rate${window} > 0) / (1 - slo:objective:ratio)`,
    unit: "count",
    labels,
  }),
);

/** Over the period of 30 days, from hourly values. */
const period = [
  recording({
    record: "slo:error_budget_left:ratio30d",
    expr: `1 - avg_over_time(slo:errors:rate1h[30d:1h]) / (avg_over_time(slo:events:rate1h[30d:1h]) > 0)
      / (1 - slo:objective:ratio)`,
    unit: "ratio",
    labels,
  }),
];
