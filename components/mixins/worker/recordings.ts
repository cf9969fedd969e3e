// How tasks end, how long they take and how many wait, whichever worker ran them: by task, by queue and by service.
import { type Recording, recording } from "../../rules";

const service = ["service", "team"];
const task = [...service, "name"];
const queue = [...service, "queue_name"];

const byTask = (metric: string, window: string) => `sum by (service, team, name) (rate(${metric}[${window}]))`;
const byQueue = (metric: string) => `sum by (service, team, queue_name) (rate(${metric}[1m]))`;

export const recordings: readonly Recording[] = [
  ...["1m", "5m"].flatMap((window) => [
    recording({
      record: `task:celery_task_failed:rate${window}`,
      expr: byTask("celery_task_failed_total", window),
      unit: "perSecond",
      labels: task,
    }),
    recording({
      record: `task:celery_task_finished:rate${window}`,
      expr: `task:celery_task_failed:rate${window} + ${byTask("celery_task_succeeded_total", window)}`,
      unit: "perSecond",
      labels: task,
    }),
    recording({
      record: `task:celery_task_failed:ratio_rate${window}`,
      expr: `task:celery_task_failed:rate${window} / (task:celery_task_finished:rate${window} > 0)`,
      unit: "ratio",
      labels: task,
    }),
  ]),
  recording({
    record: "task:celery_task_retried:rate5m",
    expr: byTask("celery_task_retried_total", "5m"),
    unit: "perSecond",
    labels: task,
  }),
  recording({
    record: "task:celery_task_retried:ratio_rate5m",
    // A task that is tried again is received again: at most 1.
    expr: `task:celery_task_retried:rate5m / (${byTask("celery_task_received_total", "5m")} > 0)`,
    unit: "ratio",
    labels: task,
  }),
  recording({
    record: "task:celery_task_runtime:p95_rate5m",
    // Without tasks there is no quantile: its NaN is left out.
    expr: `histogram_quantile(0.95, sum by (service, team, name, le) (rate(celery_task_runtime_bucket[5m]))) >= 0`,
    unit: "seconds",
    labels: task,
  }),
  recording({
    record: "queue:celery_task_finished:rate1m",
    expr: `${byQueue("celery_task_succeeded_total")} + ${byQueue("celery_task_failed_total")}`,
    unit: "perSecond",
    labels: queue,
  }),
  recording({
    record: "queue:celery_queue_length:max",
    expr: "max by (service, team, queue_name) (celery_queue_length)",
    unit: "count",
    labels: queue,
  }),
  recording({
    record: "queue:celery_active_workers:max1m",
    // The highest of a minute: a worker that is busy may be late with one answer.
    expr: "max by (service, team, queue_name) (max_over_time(celery_active_worker_count[1m]))",
    unit: "count",
    labels: queue,
  }),
  recording({
    record: "service:celery_workers_up:count",
    expr: "sum by (service, team) (max by (service, team, hostname) (celery_worker_up))",
    unit: "count",
    labels: service,
  }),
];
