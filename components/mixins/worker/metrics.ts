// What celery-exporter exposes about a broker's tasks, queues and workers. One exporter watches one broker, with all its workers.
//
// `queue_name` of the counters is the queue's name only where the senders publish task-sent events (Celery's setting
// task_send_sent_event); elsewhere it is always the exporter's --default-queue-name. The gauges' is always right.
import { type Catalogue, counter, gauge, histogram } from "../../rules";

/** `name` is the task's name in the code; `hostname` the worker's without the part before the @. */
const task = { name: 50, hostname: 5, queue_name: 3 };
const queue = { queue_name: 20 };
const worker = { hostname: 20 };

export const metrics: Catalogue = {
  exporter: "celery-exporter",
  version: "0.12.2",
  source: "https://github.com/danihodovic/celery-exporter",
  metrics: [
    counter("celery_task_received_total", "count", "Tasks that a worker took, retries included.", task),
    counter("celery_task_succeeded_total", "count", "Tasks that ended well.", task),
    counter("celery_task_failed_total", "count", "Tasks that raised an exception and are not tried again.", {
      ...task,
      exception: 10,
    }),
    counter("celery_task_retried_total", "count", "Tasks that failed and are tried again later.", task),
    counter("celery_task_rejected_total", "count", "Tasks that a worker refused to run.", task),
    counter("celery_task_revoked_total", "count", "Tasks that were called back, or whose time was over.", task),
    // The last bucket is 10 seconds, and no quantile is above that; the exporter takes others with --buckets.
    histogram("celery_task_runtime", "seconds", "Time that a task ran; of tasks that ended well.", task, 14),
    gauge("celery_queue_length", "count", "Tasks in the broker's queue that no worker has fetched yet.", queue),
    gauge("celery_active_worker_count", "count", "Workers that say, asked at each scrape, that they serve it.", queue),
    gauge("celery_active_process_count", "count", "Processes of those workers.", queue),
    gauge(
      "celery_worker_up",
      "boolean",
      "0 where a worker has signed off or sent no heartbeat for 5 minutes; forgotten after 10.",
      worker,
    ),
    gauge("celery_worker_tasks_active", "count", "Tasks that a worker runs just now.", worker),
  ],
};
