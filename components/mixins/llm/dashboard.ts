// Language models at a glance: is the budget safe, then where the money goes, the tokens, and whether calls succeed.
import {
  type Dashboard,
  dashboard,
  gaugePanel,
  type Row,
  row,
  stat,
  table,
  timeseries,
  variable,
} from "../../dashboards";

const on = 'service=~"$service"';

const state = (budget: number): Row =>
  row(
    "State",
    gaugePanel(
      "Month at this pace",
      "dollars",
      "Thirty times the last day's spend, for the service that spends most; from the budget on it is too much.",
      { most: `max(service:llm_cost_dollars:projected_month{${on}})` },
      { alert: "LlmBudgetExceededSoon", max: 2 * budget },
    ),
    stat(
      "Spent in the last hour",
      "dollars",
      "By the service that spent most.",
      { most: `max(service:llm_cost_dollars:increase1h{${on}})` },
      { alert: "LlmBudgetBurningFast" },
    ),
    stat(
      "Highest error ratio",
      "ratio",
      "The largest share of calls of any model that fail.",
      { highest: `max(service_model:llm_errors:ratio_rate2m{${on}})` },
      { alert: "LlmErrorsHigh" },
    ),
    stat(
      "Slowest p95",
      "seconds",
      "The longest 95th percentile of any model.",
      { slowest: `max(service_model:llm_request_duration_seconds:p95_rate10m{${on}})` },
      { alert: "LlmSlow" },
    ),
  );

const spend = (budget: number): Row =>
  row(
    "Spend",
    timeseries(
      "Spend in an hour by service",
      "dollars",
      "Dollars spent in the hour before; above the line a month's budget lasts two days.",
      { "{{service}}": `service:llm_cost_dollars:increase1h{${on}}` },
      { alert: "LlmBudgetBurningFast" },
    ),
    timeseries(
      "Month at this pace",
      "dollars",
      "Thirty times the last day's spend, with the budget as the line; nothing in a service's first day.",
      { "{{service}}": `service:llm_cost_dollars:projected_month{${on}}` },
      { alert: "LlmBudgetExceededSoon" },
    ),
    timeseries(
      "Spend in an hour by model",
      "dollars",
      "Which models the money goes to.",
      {
        "{{service}} {{model}}": `sum by (service, model) (service_model_persona:llm_cost_dollars:increase1h{${on}})`,
      },
      { stack: true },
    ),
    timeseries(
      "Spend in an hour by persona",
      "dollars",
      "Which personas the money is spent for.",
      {
        "{{service}} {{persona_id}}": `sum by (service, persona_id) (service_model_persona:llm_cost_dollars:increase1h{${on}})`,
      },
      { stack: true },
    ),
    timeseries("Spend at this moment", "dollars", "Dollars an hour at the pace of the last five minutes.", {
      "{{service}}": `service:llm_cost_dollars_per_hour:rate5m{${on}}`,
    }),
    timeseries(
      "Spend in a day",
      "dollars",
      `Dollars spent in the 24 hours before; an even share of the budget is ${Math.round(budget / 30)} a day.`,
      { "{{service}}": `sum_over_time(service:llm_cost_dollars:increase1h{${on}}[1d:1h])` },
    ),
    timeseries(
      "Spend against the day before",
      "ratio",
      "The hour's spend as a share of the busiest hour of the day before; nothing in a service's first day.",
      { "{{service}}": `service:llm_cost_dollars:spike_ratio{${on}}` },
      { alert: "LlmSpendSpike" },
    ),
    table("Last day by model and persona", "dollars", "Dollars spent in the last 24 hours.", {
      Spend: `sum by (service, model, persona_id) (sum_over_time(service_model_persona:llm_cost_dollars:increase1h{${on}}[1d:1h]))`,
    }),
  );

const tokens: Row = row(
  "Tokens",
  timeseries(
    "Tokens by type",
    "perSecond",
    "Tokens read, read from the provider's cache, and written.",
    {
      "{{service}} {{type}}": `sum by (service, type) (service_model_persona_type:llm_tokens:rate5m{${on}})`,
    },
    { stack: true },
  ),
  timeseries("Tokens by model and persona", "perSecond", "Who uses which model how much.", {
    "{{service}} {{model}} {{persona_id}}": `sum by (service, model, persona_id) (service_model_persona_type:llm_tokens:rate5m{${on}})`,
  }),
  timeseries(
    "Input from the cache",
    "ratio",
    "Share of the input that the provider read from its cache of prompts, and bills at less; low after prompts changed.",
    { "{{service}} {{model}}": `service_model:llm_cached_input_tokens:ratio_rate5m{${on}}` },
    { max: 1 },
  ),
  timeseries(
    "Price of a thousand tokens",
    "dollars",
    "What a thousand tokens of the last hour cost, all types together.",
    {
      "{{service}} {{model}}": `1000 * sum by (service, model) (service_model_persona:llm_cost_dollars:increase1h{${on}})
      / (sum by (service, model) (service_model:llm_tokens:increase1h{${on}}) > 0)`,
    },
  ),
);

const requests: Row = row(
  "Calls",
  timeseries("Calls by model", "requestsPerSecond", "Calls that have ended, attempts that failed included.", {
    "{{service}} {{model}}": `service_model:llm_requests:rate2m{${on}}`,
  }),
  timeseries(
    "Error ratio by model",
    "ratio",
    "Share of the calls that fail.",
    { "{{service}} {{model}}": `service_model:llm_errors:ratio_rate2m{${on}}` },
    { alert: "LlmErrorsHigh", max: 1 },
  ),
  timeseries("Failures by status", "requestsPerSecond", "Calls that failed, by how.", {
    "{{service}} {{model}} {{status}}": `sum by (service, model, status) (rate(llm_requests_total{job="llm",status!="success",${on}}[10m]))`,
  }),
  timeseries(
    "Duration (p95)",
    "seconds",
    "One call in twenty takes longer.",
    { "{{service}} {{model}}": `service_model:llm_request_duration_seconds:p95_rate10m{${on}}` },
    { alert: "LlmSlow" },
  ),
  timeseries("Duration (p50)", "seconds", "Half of the calls take longer.", {
    "{{service}} {{model}}": `service_model:llm_request_duration_seconds:p50_rate10m{${on}}`,
  }),
);

/** `budget` is in dollars a month. */
export function dashboardOf(budget: number): Dashboard {
  return dashboard({
    uid: "tocsin-llm",
    title: "Language models",
    description: "What calls of language models cost, how many tokens they take, whether they succeed, and how fast.",
    tags: ["application", "business"],
    variables: [variable("service", 'up{job="llm"}')],
    rows: [state(budget), spend(budget), tokens, requests],
  });
}
