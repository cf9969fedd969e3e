// What calls of language models cost, how many fail and how long they take, computed once.
//
// The same process is often scraped for other mixins too, so everything here reads its own job only.
import { business, type Recording, recording } from "../../rules";

const service = ["service", "team"];
const model = [...service, "model"];
const persona = [...model, "persona_id"];

const BY_SERVICE = "sum by (service, team)";
const BY_MODEL = "sum by (service, team, model)";
const BY_PERSONA = "sum by (service, team, model, persona_id)";

/** Without calls there is no quantile: its NaN is left out. */
const quantile = (share: number) =>
  `histogram_quantile(${share}, sum by (service, team, model, le) (rate(llm_request_duration_seconds_bucket{job="llm"}[10m]))) >= 0`;

const spend: readonly Recording[] = [
  business(
    recording({
      record: "service_model_persona:llm_cost_dollars:increase1h",
      expr: `${BY_PERSONA} (increase(llm_cost_dollars_total{job="llm"}[1h]))`,
      unit: "dollars",
      labels: persona,
    }),
  ),
  business(
    recording({
      record: "service:llm_cost_dollars:increase1h",
      // A process counts from its first call on; until then a target that is known has spent nothing.
      expr: `${BY_SERVICE} (service_model_persona:llm_cost_dollars:increase1h)
        or ${BY_SERVICE} (0 * up{job="llm"})`,
      unit: "dollars",
      labels: service,
    }),
  ),
  recording({
    record: "service:llm_cost_dollars_per_hour:rate5m",
    expr: `3600 * ${BY_SERVICE} (rate(llm_cost_dollars_total{job="llm"}[5m]))`,
    unit: "dollars",
    labels: service,
  }),
  recording({
    record: "service:llm_cost_dollars:projected_month",
    // Thirty times the last day, so that nights and afternoons weigh as they should; a value in five minutes is
    // enough of it. Known once there is a whole day.
    expr: `720 * avg_over_time(service:llm_cost_dollars:increase1h[1d:5m])
      and service:llm_cost_dollars:increase1h offset 23h`,
    unit: "dollars",
    labels: service,
  }),
  recording({
    record: "service:llm_cost_dollars:spike_ratio",
    // Against the busiest hour of the day before, so that a morning is no spike. Known once there is a whole day.
    expr: `service:llm_cost_dollars:increase1h
      / (max_over_time(service:llm_cost_dollars:increase1h[1d:5m] offset 1h) > 0)
      and service:llm_cost_dollars:increase1h offset 1d`,
    unit: "ratio",
    labels: service,
  }),
];

const tokens: readonly Recording[] = [
  recording({
    record: "service_model_persona_type:llm_tokens:rate5m",
    expr: 'sum by (service, team, model, persona_id, type) (rate(llm_tokens_total{job="llm"}[5m]))',
    unit: "perSecond",
    labels: [...persona, "type"],
  }),
  recording({
    record: "service_model:llm_tokens:increase1h",
    expr: `${BY_MODEL} (increase(llm_tokens_total{job="llm"}[1h]))`,
    unit: "count",
    labels: model,
  }),
  recording({
    record: "service_model:llm_cached_input_tokens:ratio_rate5m",
    expr: `${BY_MODEL} (service_model_persona_type:llm_tokens:rate5m{type="cached_input"})
      / (${BY_MODEL} (service_model_persona_type:llm_tokens:rate5m{type=~"input|cached_input"}) > 0)`,
    unit: "ratio",
    labels: model,
  }),
];

const requests: readonly Recording[] = ["2m", "10m"].flatMap((window) => [
  recording({
    record: `service_model:llm_requests:rate${window}`,
    expr: `${BY_MODEL} (rate(llm_requests_total{job="llm"}[${window}]))`,
    unit: "perSecond",
    labels: model,
  }),
  // A status is counted from its first call on; until then there are no failures, not no data.
  recording({
    record: `service_model:llm_errors:rate${window}`,
    expr: `${BY_MODEL} (rate(llm_requests_total{job="llm",status!="success"}[${window}]))
      or 0 * service_model:llm_requests:rate${window}`,
    unit: "perSecond",
    labels: model,
  }),
  recording({
    record: `service_model:llm_errors:ratio_rate${window}`,
    expr: `service_model:llm_errors:rate${window} / (service_model:llm_requests:rate${window} > 0)`,
    unit: "ratio",
    labels: model,
  }),
]);

const durations: readonly Recording[] = [50, 95].map((percentile) =>
  recording({
    record: `service_model:llm_request_duration_seconds:p${percentile}_rate10m`,
    expr: quantile(percentile / 100),
    unit: "seconds",
    labels: model,
  }),
);

export const recordings: readonly Recording[] = [...spend, ...tokens, ...requests, ...durations];
