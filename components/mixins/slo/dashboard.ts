// Objectives at a glance: what is left of each budget, how fast it goes, and how well it was met.
import { dashboard as declare, row, stat, table, timeseries, variable } from "../../dashboards";

const on = 'service=~"$service",slo=~"$slo"';

export const dashboard = declare({
  uid: "tocsin-slo",
  title: "Objectives",
  description: "The objectives of all services: error budgets of 30 days, and how fast they are spent.",
  tags: ["slo"],
  variables: [variable("service", "slo:objective:ratio"), variable("slo", "slo:objective:ratio")],
  rows: [
    row(
      "State",
      stat(
        "Least budget left",
        "ratio",
        "The smallest share of its error budget that any objective has left; below 0 the objective is missed.",
        { least: `min(slo:error_budget_left:ratio30d{${on}})` },
        { alert: "SloBudgetExhausted" },
      ),
      stat("Fastest burn", "count", "The highest burn rate of the last hour; above 1 a budget does not last 30 days.", {
        fastest: `max(slo:error_budget_burn:rate1h{${on}})`,
      }),
      stat("Objectives", "count", "Objectives that are measured.", { objectives: `count(slo:objective:ratio{${on}})` }),
      table("Budgets", "ratio", "Each objective, and what is left of its budget.", {
        Objective: `slo:objective:ratio{${on}}`,
        "Budget left": `slo:error_budget_left:ratio30d{${on}}`,
      }),
    ),
    row(
      "Budget",
      timeseries(
        "Error budget left",
        "ratio",
        "What is left of the budget of 30 days. A fall is an incident, a slope a standing fault.",
        { "{{service}} {{slo}}": `slo:error_budget_left:ratio30d{${on}}` },
        { alert: "SloBudgetExhausted", max: 1 },
      ),
      timeseries(
        "Spent within an hour",
        "ratio",
        "The share of the 30 days' budget that an hour at the pace of the last five minutes and of the last hour spends.",
        {
          "{{service}} {{slo}} last hour": `slo:error_budget_burn:rate1h{${on}} / 720`,
          "{{service}} {{slo}} last 5 m": `slo:error_budget_burn:rate5m{${on}} / 720`,
        },
        { alert: "SloBudgetBurningFast" },
      ),
      timeseries(
        "Spent within six hours",
        "ratio",
        "The same for six hours and half an hour.",
        {
          "{{service}} {{slo}} last 6 h": `slo:error_budget_burn:rate6h{${on}} / 120`,
          "{{service}} {{slo}} last 30 m": `slo:error_budget_burn:rate30m{${on}} / 120`,
        },
        { alert: "SloBudgetBurning" },
      ),
      timeseries(
        "Spent within three days",
        "ratio",
        "The same for three days.",
        { "{{service}} {{slo}} last 3 d": `slo:error_budget_burn:rate3d{${on}} / 10` },
        { alert: "SloBudgetBurningSlowly" },
      ),
    ),
    row(
      "Promise",
      timeseries(
        "Kept",
        "ratio",
        "Share of good events, over an hour.",
        { "{{service}} {{slo}}": `1 - slo:errors:rate1h{${on}} / (slo:events:rate1h{${on}} > 0)` },
        { max: 1 },
      ),
      timeseries("Events", "perSecond", "Events that count for the objective.", {
        "{{service}} {{slo}}": `slo:events:rate5m{${on}}`,
      }),
    ),
  ],
});
