// Objectives of services (SLOs): error budgets, and alerts on how fast they are spent.

import { metricsIn } from "../../promql";
import { type Alert, gauge, type Metric } from "../../rules";
import { type Mixin, mixin } from "../mixin";
import { alerts } from "./alerts";
import { dashboard } from "./dashboard";
import { nameOf, type Objective } from "./objective";
import { recordingsOf } from "./recordings";
import { sloScenarios } from "./scenarios";

/** The mixin of some objectives. It scrapes nothing itself: it reads what other mixins record. */
export const slo = (objectives: readonly Objective[]): Mixin =>
  mixin({
    name: "slo",
    catalogue: {
      exporter: "the services themselves, and what other mixins record of them",
      version: "any",
      source: "the settings",
      metrics: [...new Map(objectives.flatMap(metricsOf).map((metric) => [metric.name, metric])).values()],
    },
    targets: "objectives",
    scrapeInterval: "10s",
    recordings: recordingsOf(objectives),
    alerts: alerts.map((alert) => ({ ...alert, ...withoutShadows(objectives) })),
    dashboards: [dashboard],
    scenarios: sloScenarios,
    // It has no targets.
    normal: [],
    overview: [
      {
        title: "Budget left",
        unit: "ratio",
        query: (of) => `min by (service, team) (slo:error_budget_left:ratio30d{${of}})`,
      },
    ],
  });

/** Nothing is said of the objectives that are only recorded. */
function withoutShadows(objectives: readonly Objective[]): Pick<Alert, "exceptions"> {
  const shadows = objectives.filter(({ shadow }) => shadow);
  if (shadows.length === 0) return {};
  return {
    exceptions: shadows.map((one) => ({
      where: { service: [one.service], slo: [nameOf(one)] },
      disabled: true as const,
    })),
  };
}

function metricsOf(objective: Objective): Metric[] {
  switch (objective.kind) {
    case "freshness":
      return [gauge(objective.metric, "timestamp", "When what the service shows was last renewed.")];
    case "ratio":
      return [objective.total, objective.good, objective.bad]
        .flatMap((query) => (query ? metricsIn(query) : []))
        .filter((name) => !name.includes(":"))
        .map((name) => gauge(name, "count", "Events that an objective is about."));
    default:
      return [];
  }
}

export { type Objective, objectiveSchema } from "./objective";
