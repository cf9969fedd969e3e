// A healthy content business with two personas, a little above its targets.
import { about, always, around, every, type Normal, observed, steadily, traffic } from "tocsin";

const PERSONAS = ["ai-jesus", "ai-elon"];

const ENGAGEMENT = [0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.15, 0.2, 0.3];
const COST_PER_FOLLOW = [0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2];
const GENERATION = [0.1, 0.5, 1, 2, 5, 10, 30, 60];
const QUERY = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 2, 5];

/** The same for each persona. */
const forEach = <Shown>(shown: Shown) => PERSONAS.map((persona_id) => [{ persona_id }, shown] as const);

const amazon = { merchant: "amazon", category: "books" };
const shop = { merchant: "own-shop", category: "courses" };

export const normal: readonly Normal[] = [
  {
    posts_engagement_rate: forEach(observed({ perSecond: 0.01, median: 0.068, spread: 0.25, bounds: ENGAGEMENT })),
    cost_per_follow_dollars: forEach(
      observed({ perSecond: 0.02, median: 0.0078, spread: 0.3, bounds: COST_PER_FOLLOW }),
    ),
    threads_followers: [
      [{ persona_id: "ai-jesus" }, about(12_400, 0.004)],
      [{ persona_id: "ai-elon" }, about(8_100, 0.004)],
    ],
    viral_posts_total: forEach(always(3)),
    posts_generated_total: PERSONAS.flatMap((persona_id) => [
      [{ persona_id, status: "success" }, traffic(0.01)] as const,
      [{ persona_id, status: "failed" }, every(7_200)] as const,
      [{ persona_id, status: "blocked" }, every(14_400)] as const,
    ]),
    content_generation_latency_seconds: PERSONAS.flatMap((persona_id) => [
      [{ persona_id, phase: "hook" }, observed({ perSecond: 0.01, median: 1.2, bounds: GENERATION })] as const,
      [{ persona_id, phase: "body" }, observed({ perSecond: 0.01, median: 3, bounds: GENERATION })] as const,
      [{ persona_id, phase: "total" }, observed({ perSecond: 0.01, median: 4.5, bounds: GENERATION })] as const,
    ]),
    revenue_projection_monthly: [
      [{ source: "current_run_rate" }, around(21_400, 0.03)],
      [{ source: "forecast" }, always(23_000)],
      [{ source: "target" }, always(20_000)],
    ],
    revenue_total_usd_total: [
      [{ type: "subscription", source: "stripe" }, steadily(0.0051)],
      [{ type: "affiliate", source: "links" }, traffic(0.0031)],
    ],
    mrr_usd: [
      [{ tier: "basic" }, always(3_480)],
      [{ tier: "pro" }, always(9_700)],
    ],
    subscriptions_created_total: [
      [{ tier: "basic", status: "active" }, every(5_400)],
      [{ tier: "pro", status: "active" }, every(14_400)],
    ],
    affiliate_clicks_total: [
      [amazon, traffic(0.05)],
      [shop, traffic(0.02)],
    ],
    affiliate_conversions_total: [
      [amazon, traffic(0.0011)],
      [shop, traffic(0.0006)],
    ],
    affiliate_revenue_usd_total: [
      [amazon, traffic(0.0016)],
      [shop, traffic(0.0015)],
    ],
    content_cost_dollars_total: [
      [{ content_type: "thread" }, traffic(0.0011)],
      [{ content_type: "reply" }, traffic(0.0004)],
    ],
    content_revenue_dollars_total: [
      [{ content_type: "thread" }, traffic(0.0058)],
      [{ content_type: "reply" }, traffic(0.0009)],
    ],
    celery_queue_depth: [
      [{ queue_name: "posts" }, about(40)],
      [{ queue_name: "metrics" }, about(6)],
    ],
    cache_operations_total: [
      [{ cache_type: "redis", operation: "get", result: "hit" }, traffic(8)],
      [{ cache_type: "redis", operation: "get", result: "miss" }, traffic(1.2)],
      [{ cache_type: "redis", operation: "set", result: "success" }, traffic(1.2)],
    ],
    database_query_duration_seconds: [
      [{ db_name: "postgres", operation: "select" }, observed({ perSecond: 12, median: 0.004, bounds: QUERY })],
      [{ db_name: "postgres", operation: "insert" }, observed({ perSecond: 2, median: 0.006, bounds: QUERY })],
    ],
  },
];
