// How the pipeline behind the content works: generation, queue, database and cache, computed once.
import { type Recording, recording } from "tocsin";

const service = ["service", "team"];

const by = (labels: string) => `by (${service.join(", ")}, ${labels})`;

const quantile = (labels: string, metric: string, window: string) =>
  `histogram_quantile(0.95, sum ${by(`${labels}, le`)} (rate(${metric}_bucket{job="threads"}[${window}]))) >= 0`;

export const pipeline: readonly Recording[] = [
  recording({
    record: "service_persona_phase:content_generation_latency_seconds:p95_rate1h",
    expr: quantile("persona_id, phase", "content_generation_latency_seconds", "1h"),
    unit: "seconds",
    labels: [...service, "persona_id", "phase"],
  }),
  recording({
    record: "service_queue:celery_queue_depth:max",
    expr: `max ${by("queue_name")} (celery_queue_depth{job="threads"})`,
    unit: "count",
    labels: [...service, "queue_name"],
  }),
  recording({
    record: "service_operation:database_query_duration_seconds:p95_rate5m",
    expr: quantile("db_name, operation", "database_query_duration_seconds", "5m"),
    unit: "seconds",
    labels: [...service, "db_name", "operation"],
  }),
  recording({
    record: "service_operation:database_queries:rate5m",
    expr: `sum ${by("db_name, operation")} (rate(database_query_duration_seconds_count{job="threads"}[5m]))`,
    unit: "perSecond",
    labels: [...service, "db_name", "operation"],
  }),
  recording({
    record: "service_cache:cache_hits:ratio_rate5m",
    expr: `sum ${by("cache_type")} (rate(cache_operations_total{job="threads",operation="get",result="hit"}[5m]))
      / (sum ${by("cache_type")} (rate(cache_operations_total{job="threads",operation="get"}[5m])) > 0)`,
    unit: "ratio",
    labels: [...service, "cache_type"],
  }),
];
