// How the content business does, computed once. What is marked as business carries no instance and is kept forever.
//
// The same process is often scraped for other mixins too, so everything here reads its own job only.
import { business, type Recording, recording, type Unit } from "tocsin";
import { pipeline } from "./pipeline";

const service = ["service", "team"];

type Counted = readonly [name: string, metric: string, labels: string, unit: Unit];

/** Counters of which each hour and each day is computed: the result's level and name, its metric, labels and unit. */
const OBSERVED: readonly Counted[] = [
  ["service_persona:posts_engagement_rate_sum", "posts_engagement_rate_sum", "persona_id", "ratio"],
  ["service_persona:posts_engagement_rate_count", "posts_engagement_rate_count", "persona_id", "count"],
  ["service_persona:cost_per_follow_dollars_sum", "cost_per_follow_dollars_sum", "persona_id", "dollars"],
  ["service_persona:cost_per_follow_dollars_count", "cost_per_follow_dollars_count", "persona_id", "count"],
];

/** Of which each hour is. */
const HOURLY: readonly Counted[] = [
  ...OBSERVED,
  ["service_persona:viral_posts", "viral_posts_total", "persona_id", "count"],
  ["service_persona_status:posts_generated", "posts_generated_total", "persona_id, status", "count"],
];

/** Of which each day is. */
const DAILY: readonly Counted[] = [
  ...OBSERVED,
  ["service_type:revenue_dollars", "revenue_total_usd_total", "type", "dollars"],
  ["service_tier:subscriptions_created", "subscriptions_created_total", "tier", "count"],
  ["service_merchant:affiliate_clicks", "affiliate_clicks_total", "merchant", "count"],
  ["service_merchant:affiliate_conversions", "affiliate_conversions_total", "merchant", "count"],
  ["service_merchant:affiliate_revenue_dollars", "affiliate_revenue_usd_total", "merchant", "dollars"],
  ["service_content:content_cost_dollars", "content_cost_dollars_total", "content_type", "dollars"],
  ["service_content:content_revenue_dollars", "content_revenue_dollars_total", "content_type", "dollars"],
];

const counted = (window: "1h" | "1d", counters: readonly Counted[]) =>
  counters.map(([name, metric, labels, unit]) =>
    business(
      recording({
        record: `${name}:increase${window}`,
        expr: `sum by (service, team, ${labels}) (increase(${metric}{job="threads"}[${window}]))`,
        unit,
        labels: [...service, ...labels.split(", ")],
      }),
    ),
  );

/** The mean of what a histogram observed in the last hour or, where that has fewer than five, in the last day. */
const meanOf = (metric: string) =>
  ["1h", "1d"]
    .map((window) => `${metric}_sum:increase${window} / (${metric}_count:increase${window} >= 5)`)
    .join(" or ");

const means = (
  [
    ["service_persona:posts_engagement_rate", "ratio"],
    ["service_persona:cost_per_follow_dollars", "dollars"],
  ] as const
).map(([metric, unit]) =>
  business(recording({ record: `${metric}:mean`, expr: meanOf(metric), unit, labels: [...service, "persona_id"] })),
);

/** Gauges that every replica of a service shows alike. */
const levels = (
  [
    ["service_persona:threads_followers:max", "threads_followers", "persona_id", "count"],
    ["service_source:revenue_projection_monthly:max", "revenue_projection_monthly", "source", "dollars"],
    ["service_tier:mrr_dollars:max", "mrr_usd", "tier", "dollars"],
  ] as const
).map(([record, metric, label, unit]) =>
  business(
    recording({
      record,
      expr: `max by (service, team, ${label}) (${metric}{job="threads"})`,
      unit,
      labels: [...service, label],
    }),
  ),
);

const FOLLOWERS = "service_persona:threads_followers:max";
const PROJECTION = "service_source:revenue_projection_monthly:max";
const CLICKS = "service_merchant:affiliate_clicks:increase1d";
const COST = "service_content:content_cost_dollars:increase1d";

const shares: readonly Recording[] = [
  recording({
    record: "service_persona:threads_followers:change_ratio1d",
    // From a hundred followers on.
    expr: `${FOLLOWERS} / (${FOLLOWERS} offset 1d >= 100) - 1`,
    unit: "ratio",
    labels: [...service, "persona_id"],
  }),
  recording({
    record: "service:revenue_projection_monthly:target_ratio",
    expr: `max by (service, team) (${PROJECTION}{source="current_run_rate"})
      / (max by (service, team) (${PROJECTION}{source="target"}) > 0)`,
    unit: "ratio",
    labels: service,
  }),
  recording({
    record: "service_merchant:affiliate_conversions:ratio1d",
    // From 500 clicks on. A merchant is counted among the conversions from its first one on.
    expr: `(service_merchant:affiliate_conversions:increase1d or 0 * ${CLICKS})
      / (${CLICKS} >= 500)`,
    unit: "ratio",
    labels: [...service, "merchant"],
  }),
  recording({
    record: "service_content:content_roi:ratio1d",
    // From ten dollars on. Content that earned nothing yet is not counted among the revenue.
    expr: `(service_content:content_revenue_dollars:increase1d or 0 * ${COST})
      / (${COST} >= 10) - 1`,
    unit: "ratio",
    labels: [...service, "content_type"],
  }),
  business(
    recording({
      record: "service:acquisition_cost_dollars:mean1d",
      expr: `sum by (service, team) (${COST})
        / (sum by (service, team) (service_tier:subscriptions_created:increase1d) >= 1)`,
      unit: "dollars",
      labels: service,
    }),
  ),
];

const posts: readonly Recording[] = [
  recording({
    record: "service:posts_generated:increase6h",
    // A process counts from its first post on; until then a target that is known has made none.
    expr: `sum by (service, team) (increase(posts_generated_total{job="threads",status="success"}[6h]))
      or sum by (service, team) (0 * up{job="threads"})`,
    unit: "count",
    labels: service,
  }),
  recording({
    record: "service:posts_generated:usual_ratio6h",
    expr: "service:posts_generated:increase6h / (service:posts_generated:increase6h offset 1d >= 5)",
    unit: "ratio",
    labels: service,
  }),
  recording({
    record: "service_persona:posts_failed:ratio1h",
    // What a filter has blocked did not fail. A status is counted from its first post on.
    expr: `(sum by (service, team, persona_id) (service_persona_status:posts_generated:increase1h{status="failed"})
      or 0 * sum by (service, team, persona_id) (service_persona_status:posts_generated:increase1h))
      / (sum by (service, team, persona_id) (service_persona_status:posts_generated:increase1h) > 0)`,
    unit: "ratio",
    labels: [...service, "persona_id"],
  }),
];

export const recordings: readonly Recording[] = [
  ...counted("1h", HOURLY),
  ...counted("1d", DAILY),
  ...means,
  ...levels,
  ...shares,
  ...posts,
  ...pipeline,
];
