// How conversations go and what they bring, computed once. What is marked as business carries no instance and is kept for
// ever.
//
// The same process is often scraped for other mixins too, so everything here reads its own job only.
import { business, type Recording, recording, type Unit } from "tocsin";

const service = ["service", "team"];
const persona = [...service, "persona_id"];

/** Counters of which each day is computed: the result's level and name, its metric, label and unit. */
const DAILY: readonly (readonly [name: string, metric: string, label: string, unit: Unit])[] = [
  ["service_persona:conversations_started", "conversations_started_total", "persona_id", "count"],
  ["service_persona:conversations_converted", "conversations_converted_total", "persona_id", "count"],
  ["service_persona:conversation_revenue_dollars", "conversation_revenue_dollars_total", "persona_id", "dollars"],
  ["service_persona:conversation_lead_quality_sum", "conversation_lead_quality_score_sum", "persona_id", "ratio"],
  ["service_persona:conversation_lead_quality_count", "conversation_lead_quality_score_count", "persona_id", "count"],
  ["service_state:conversation_state_entries", "conversation_state_entries_total", "state", "count"],
];

const daily = DAILY.map(([name, metric, label, unit]) =>
  business(
    recording({
      record: `${name}:increase1d`,
      expr: `sum by (service, team, ${label}) (increase(${metric}{job="conversations"}[1d]))`,
      unit,
      labels: [...service, label],
    }),
  ),
);

const STARTED = "service_persona:conversations_started:increase1d";
const CONVERTED = "service_persona:conversations_converted:increase1d";
const REVENUE = "service_persona:conversation_revenue_dollars:increase1d";
const QUALITY_SUM = "service_persona:conversation_lead_quality_sum:increase1d";
const QUALITY_COUNT = "service_persona:conversation_lead_quality_count:increase1d";

/**
 * A day's share of conversations. Those of the evening convert the next morning: over a day, as many come in as go out.
 * A persona is counted among the conversions from its first one on.
 */
const perConversation = (what: string) => `(${what} or 0 * ${STARTED}) / (${STARTED} >= 1)`;

const perDay: readonly Recording[] = [
  recording({
    record: "service_persona:conversations_converted:ratio1d",
    expr: perConversation(CONVERTED),
    unit: "ratio",
    labels: persona,
  }),
  recording({
    record: "service_persona:conversation_revenue_dollars:mean1d",
    expr: perConversation(REVENUE),
    unit: "dollars",
    labels: persona,
  }),
  recording({
    record: "service_persona:conversation_lead_quality_score:mean1d",
    expr: `${QUALITY_SUM} / (${QUALITY_COUNT} >= 1)`,
    unit: "ratio",
    labels: persona,
  }),
].map(business);

const sum = (expr: string) => `sum by (service, team) (${expr})`;

const dayBefore = (day: string) => sum(`${day} offset 1d`);

const againstUsual: readonly Recording[] = [
  recording({
    record: "service:conversations_started:increase3h",
    // A process counts from its first conversation on; until then a target that is known has had none.
    expr: `${sum('increase(conversations_started_total{job="conversations"}[3h])')}
      or ${sum('0 * up{job="conversations"}')}`,
    unit: "count",
    labels: service,
  }),
  recording({
    record: "service:conversations_started:usual_ratio3h",
    expr: "service:conversations_started:increase3h / (service:conversations_started:increase3h offset 1d >= 10)",
    unit: "ratio",
    labels: service,
  }),
  recording({
    // How many conversions the last day would have had at the rate of the day before.
    record: "service:conversations_converted:expected1d",
    expr: `${sum(STARTED)} * ${dayBefore(CONVERTED)} / (${dayBefore(STARTED)} > 0)`,
    unit: "count",
    labels: service,
  }),
  recording({
    record: "service:conversations_converted:usual_ratio1d",
    // From twenty on: of fewer, half may be missing by chance.
    expr: `(${sum(CONVERTED)} or 0 * service:conversations_converted:expected1d)
      / (service:conversations_converted:expected1d >= 20)`,
    unit: "ratio",
    labels: service,
  }),
  recording({
    record: "service:conversation_lead_quality_score:usual_ratio1d",
    expr: `(${sum(QUALITY_SUM)} / (${sum(QUALITY_COUNT)} >= 20))
      / (${dayBefore(QUALITY_SUM)} / (${dayBefore(QUALITY_COUNT)} >= 20) > 0)`,
    unit: "ratio",
    labels: service,
  }),
];

/** Without answers there is no quantile: its NaN is left out. */
const quantile = (share: number) =>
  `histogram_quantile(${share},
    sum by (service, team, persona_id, le) (rate(conversation_response_duration_seconds_bucket{job="conversations"}[10m]))) >= 0`;

const answers: readonly Recording[] = [
  recording({
    record: "service_persona:conversation_responses:rate10m",
    expr: 'sum by (service, team, persona_id) (rate(conversation_response_duration_seconds_count{job="conversations"}[10m]))',
    unit: "perSecond",
    labels: persona,
  }),
  ...[50, 95].map((percentile) =>
    recording({
      record: `service_persona:conversation_response_duration_seconds:p${percentile}_rate10m`,
      expr: quantile(percentile / 100),
      unit: "seconds",
      labels: persona,
    }),
  ),
  recording({
    record: "service:conversation_unanswered_messages:sum",
    expr: sum('conversation_unanswered_messages{job="conversations"}'),
    unit: "count",
    labels: service,
  }),
  recording({
    record: "service:conversation_oldest_unanswered_seconds:max",
    expr: 'max by (service, team) (conversation_oldest_unanswered_seconds{job="conversations"})',
    unit: "seconds",
    labels: service,
  }),
];

export const recordings: readonly Recording[] = [...daily, ...perDay, ...againstUsual, ...answers];
