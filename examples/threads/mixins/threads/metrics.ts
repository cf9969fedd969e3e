// What the services of a content business expose about it: orchestrator, persona runtime, Celery worker, revenue and the
// like. Each has the metrics of its part; what a service does not have is missing there and says nothing.
//
// The names are those of the Threads agent's own metrics module (services/common/metrics.py of vitamin33/threads-agent at
// 746549a), as its client library exposes them: it appends _total to every counter. There are none for followers, viral
// posts by persona, and cost and revenue by type of content; those marked "asked for" are our names for them.
//
// Not used: database_connections, which has no limit beside it (PostgresHighConnectionUsage knows it), cost_per_post_usd and
// openai_cost_hourly_dollars, which the `llm` mixin's counter of dollars replaces, and the predictions of engagement.
import { type Catalogue, counter, gauge, histogram } from "tocsin";

const persona = { persona_id: 20 };
const merchant = { merchant: 20, category: 10 };
const content = { content_type: 10 };

export const metrics: Catalogue = {
  exporter: "the service itself, through a client library such as prometheus_client",
  version: "0.22.1",
  source: "https://github.com/vitamin33/threads-agent",
  metrics: [
    histogram("posts_engagement_rate", "ratio", "Engagement of published posts, one observation a post.", persona, 9),
    histogram("cost_per_follow_dollars", "dollars", "What followers have cost, one observation each.", persona, 10),
    gauge("threads_followers", "count", "Followers at this time; asked for.", persona),
    counter(
      "viral_posts_total",
      "count",
      "Posts that went viral, whatever the service takes for it; asked for by persona, from 0 on.",
      persona,
    ),
    counter("posts_generated_total", "count", "Posts generated, or not.", {
      ...persona,
      status: ["success", "failed", "blocked"],
    }),
    histogram(
      "content_generation_latency_seconds",
      "seconds",
      "Time to generate a post.",
      { ...persona, phase: ["hook", "body", "total"] },
      8,
    ),
    gauge("revenue_projection_monthly", "dollars", "Revenue of a month, in dollars, by how it is known.", {
      source: ["current_run_rate", "forecast", "target", "subscription", "subscription_payment"],
    }),
    counter("revenue_total_usd_total", "dollars", "Revenue.", { type: 5, source: 10 }),
    gauge("mrr_usd", "dollars", "Revenue from subscriptions that recurs each month.", { tier: 5 }),
    counter("subscriptions_created_total", "count", "Subscriptions begun.", { tier: 5, status: 4 }),
    counter("affiliate_clicks_total", "count", "Clicks on affiliate links.", merchant),
    counter("affiliate_conversions_total", "count", "Clicks that became a sale.", merchant),
    counter("affiliate_revenue_usd_total", "dollars", "Commissions on them.", merchant),
    counter(
      "content_cost_dollars_total",
      "dollars",
      "What content cost to make and to spread; asked for, of the service that counts subscriptions.",
      content,
    ),
    counter(
      "content_revenue_dollars_total",
      "dollars",
      "Revenue put down to content; asked for, as its cost.",
      content,
    ),
    gauge("celery_queue_depth", "count", "Tasks that wait.", { queue_name: 10 }),
    counter("cache_operations_total", "count", "Uses of a cache.", {
      cache_type: 5,
      operation: ["get", "set", "delete"],
      result: ["hit", "miss", "success"],
    }),
    histogram(
      "database_query_duration_seconds",
      "seconds",
      "Time that queries take, the wait for a connection included.",
      {
        db_name: 3,
        operation: 10,
      },
      9,
    ),
  ],
};
