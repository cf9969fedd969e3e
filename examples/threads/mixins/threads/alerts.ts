// What can go wrong with a content business: what it publishes, earns and pays, and the pipeline behind it.
//
// There is no alert for a target that is down: the `service` mixin watches the same process and its ServiceDown says so. A
// service names this mixin in `extraMixins`, and the symptoms are silent while it is down. No alert is
// critical: nobody is woken for a day's numbers.
//
// Left out, because other mixins see it: error rate and latency of requests (`service`), connections of the database above
// 80% (PostgresHighConnectionUsage), hit rate of the cache (RedisHitRateLow), cost and speed of models (`llm`), and so the
// time to generate a post. RabbitmqTooManyReadyMessages sees the same queue where the broker is RabbitMQ; with both in use,
// disable one of them. Left out, because nobody would act on one day's value: cost per acquisition and subscription revenue.
import { type Alert, alert } from "tocsin";

export const alerts: readonly Alert[] = [
  alert({
    name: "ThreadsEngagementLow",
    // The mean of five posts at least, so that one bad post says nothing. The milder threshold is the target.
    expr: "service_persona:posts_engagement_rate:mean",
    below: { warning: 0.05, info: 0.06 },
    unit: "ratio",
    for: { warning: "10m", info: "30m" },
    symptom: true,
    summary: "Posts of {{ $labels.persona_id }} engage too few readers",
    description: "On average {{ $value | humanizePercentage }} of those who saw its last posts reacted to them.",
  }),
  alert({
    name: "ThreadsCostPerFollowHigh",
    expr: "service_persona:cost_per_follow_dollars:mean",
    above: { warning: 0.015, info: 0.01 },
    unit: "dollars",
    for: { warning: "10m", info: "30m" },
    summary: "Followers of {{ $labels.persona_id }} cost too much",
    description: 'A new follower costs {{ $value | printf "%.4f" }} dollars on average.',
  }),
  alert({
    name: "ThreadsRevenueBelowTarget",
    expr: "service:revenue_projection_monthly:target_ratio",
    below: { warning: 0.8 },
    unit: "ratio",
    for: "10m",
    summary: "{{ $labels.service }} expects a month far below its target",
    description: "At the current pace the month brings {{ $value | humanizePercentage }} of the revenue aimed at.",
  }),
  alert({
    name: "ThreadsFollowersFalling",
    expr: "service_persona:threads_followers:change_ratio1d",
    below: { warning: -0.02 },
    unit: "ratio",
    for: "10m",
    summary: "{{ $labels.persona_id }} loses followers",
    description: "Their number has changed by {{ $value | humanizePercentage }} since yesterday.",
  }),
  alert({
    name: "ThreadsPostViral",
    expr: "round(service_persona:viral_posts:increase1h)",
    above: { info: 0 },
    for: "0s",
    summary: "A post of {{ $labels.persona_id }} goes viral",
    description:
      "{{ $value | humanize }} of its posts went viral within the hour; what answers them now is seen by many.",
  }),
  alert({
    name: "ThreadsPostsFailing",
    // From five failures on.
    expr: `service_persona:posts_failed:ratio1h and on (service, team, persona_id)
      service_persona_status:posts_generated:increase1h{status="failed"} >= 5`,
    above: { warning: 0.1 },
    unit: "ratio",
    for: "10m",
    symptom: true,
    summary: "Posts of {{ $labels.persona_id }} fail",
    description: "{{ $value | humanizePercentage }} of the posts that were to be generated in the last hour failed.",
  }),
  alert({
    name: "ThreadsPostsDropped",
    // Against the same hours of yesterday, which had five posts at least.
    expr: "service:posts_generated:usual_ratio6h",
    below: { warning: 0.3 },
    unit: "ratio",
    for: "10m",
    symptom: true,
    summary: "{{ $labels.service }} generates far fewer posts than yesterday",
    description:
      "In the last six hours it made {{ $value | humanizePercentage }} of what the same hours of yesterday had.",
  }),
  alert({
    name: "ThreadsAffiliateNotConverting",
    expr: "service_merchant:affiliate_conversions:ratio1d",
    below: { warning: 0.002 },
    unit: "ratio",
    for: "10m",
    summary: "Clicks to {{ $labels.merchant }} do not become sales",
    description:
      "{{ $value | humanizePercentage }} of the last day's clicks did: a link or its tracking may be broken.",
  }),
  alert({
    name: "ThreadsContentLosesMoney",
    expr: "service_content:content_roi:ratio1d",
    below: { info: 0 },
    unit: "ratio",
    for: "30m",
    summary: "Content of type {{ $labels.content_type }} loses money",
    description: "Over the last day its return on what it cost is {{ $value | humanizePercentage }}.",
  }),
  alert({
    name: "ThreadsQueueDepthHigh",
    expr: "service_queue:celery_queue_depth:max",
    above: { warning: 1_000 },
    for: "5m",
    symptom: true,
    summary: "Tasks pile up in {{ $labels.queue_name }} of {{ $labels.service }}",
    description: "{{ $value | humanize }} tasks wait for a worker, and posts come late.",
  }),
  alert({
    name: "ThreadsQueriesSlow",
    // From fifty queries in five minutes on.
    expr: `service_operation:database_query_duration_seconds:p95_rate5m
      and service_operation:database_queries:rate5m * 300 >= 50`,
    above: { warning: 1 },
    unit: "seconds",
    for: "10m",
    symptom: true,
    summary: "Queries ({{ $labels.operation }}) of {{ $labels.service }} to {{ $labels.db_name }} are slow",
    description: "One in twenty takes longer than {{ $value | humanizeDuration }}.",
  }),
];
