// AI analysis: which models, how well they answer, what they cost, and who steps in.
import { dashboard, row, stat, timeseries } from "tocsin";
import { on, own, variables } from "./on";

const perHour = (metric: string, by: string) => `sum by (service, ${by}) (increase(${metric}{${own}}[1h]))`;

export const analysis = dashboard({
  uid: "tocsin-interviews-analysis",
  title: "Interviews: AI analysis",
  description: "Models by provider, their failures, duration and confidence, tokens, cost and fallbacks.",
  tags: ["application", "business"],
  variables,
  rows: [
    row(
      "State",
      stat(
        "Worst provider",
        "ratio",
        "The largest share of its requests that any provider failed; worry from 50% on.",
        {
          worst: `max(service_provider:analysis_failed:ratio_rate10m{${on}})`,
        },
      ),
      stat("Slowest provider (p95)", "seconds", "One of its analyses in twenty takes longer.", {
        slowest: `max(service_provider:analysis_duration_seconds:p95_rate10m{${on}})`,
      }),
      stat(
        "Fallbacks in an hour",
        "count",
        "Analyses that another provider took over; many mean that the first fails.",
        {
          fallbacks: `sum(increase(analysis_fallbacks_total{${own}}[1h]))`,
        },
      ),
      stat("Cost in an hour", "dollars", "What all calls of models cost.", {
        cost: `sum(service_provider_model:analysis_cost_dollars:increase1h{${on}})`,
      }),
    ),
    row(
      "Providers",
      timeseries("Analyses by provider", "requestsPerSecond", "Requests that ended, well or badly.", {
        "{{service}} {{provider}}": `service_provider:analysis_ended:rate10m{${on}}`,
      }),
      timeseries(
        "Analyses that fail",
        "ratio",
        "Share of the requests to each provider that failed.",
        { "{{service}} {{provider}}": `service_provider:analysis_failed:ratio_rate10m{${on}}` },
        { alert: "InterviewAiProviderFailing", max: 1 },
      ),
      timeseries("Duration by provider (p95)", "seconds", "One analysis in twenty takes longer.", {
        "{{service}} {{provider}}": `service_provider:analysis_duration_seconds:p95_rate10m{${on}}`,
      }),
      timeseries(
        "Confidence by provider",
        "ratio",
        "How sure the models are, in the mean; a fall after a change of model or prompt is worth a look.",
        { "{{service}} {{provider}}": `service_provider:analysis_confidence_ratio:mean_rate10m{${on}}` },
        { max: 1 },
      ),
      timeseries("Analyses by type", "requestsPerSecond", "What is asked for.", {
        "{{service}} {{type}}": `sum by (service, type) (rate(analysis_requests_total{${own}}[10m]))`,
      }),
      timeseries("Fallbacks", "count", "Analyses in an hour that went from one provider to another.", {
        "{{service}} {{provider}} → {{fallback_provider}}": perHour(
          "analysis_fallbacks_total",
          "provider, fallback_provider",
        ),
      }),
    ),
    row(
      "Models, tokens and cost",
      timeseries(
        "Calls by model",
        "count",
        "Calls in an hour of each provider's models.",
        { "{{service}} {{provider}} {{model}}": perHour("analysis_model_calls_total", "provider, model") },
        { stack: true },
      ),
      timeseries(
        "Tokens by model",
        "count",
        "Tokens in an hour that are billed, in and out.",
        { "{{service}} {{model}} {{type}}": perHour("analysis_tokens_total", "model, type") },
        { stack: true },
      ),
      timeseries(
        "Cost by model",
        "dollars",
        "What each model cost in an hour; kept for years.",
        {
          "{{service}} {{provider}} {{model}}": `service_provider_model:analysis_cost_dollars:increase1h{${on}}`,
        },
        { stack: true },
      ),
      timeseries("Cost of a thousand tokens", "dollars", "By model; it jumps when work moves to a dearer one.", {
        "{{service}} {{model}}": `1000 * sum by (service, model) (service_provider_model:analysis_cost_dollars:increase1h{${on}}) / (${perHour("analysis_tokens_total", "model")} > 0)`,
      }),
    ),
  ],
});
