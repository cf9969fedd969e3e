// Workers at a glance: do they work, what becomes of the tasks, how many wait, and who does them.
import { dashboard as declare, row, stat, timeseries, variable } from "../../dashboards";

const on = 'service=~"$service"';

export const dashboard = declare({
  uid: "tocsin-worker",
  title: "Workers",
  description: "Tasks, queues and workers of each service that works in the background.",
  tags: ["application"],
  variables: [variable("service", 'up{job="worker"}')],
  rows: [
    row(
      "State",
      stat(
        "Workers",
        "count",
        "Workers whose heartbeats come; at 0 nothing is done.",
        { workers: `sum(service:celery_workers_up:count{${on}})` },
        { alert: "WorkerDown" },
      ),
      stat("Tasks waiting", "count", "Tasks in all queues; worry when it only goes up.", {
        waiting: `sum(queue:celery_queue_length:max{${on}})`,
      }),
      stat("Highest failure ratio", "ratio", "The largest share of its runs that any task failed.", {
        highest: `max(task:celery_task_failed:ratio_rate5m{${on}})`,
      }),
      stat("Tasks done", "perSecond", "Tasks of all kinds that ended, well or badly.", {
        done: `sum(task:celery_task_finished:rate5m{${on}})`,
      }),
    ),
    row(
      "Tasks",
      timeseries("Tasks done by name", "perSecond", "Runs that ended, well or badly.", {
        "{{service}} {{name}}": `task:celery_task_finished:rate5m{${on}}`,
      }),
      timeseries(
        "Failure ratio",
        "ratio",
        "Share of the runs that ended with an exception and are not tried again.",
        { "{{service}} {{name}}": `task:celery_task_failed:ratio_rate5m{${on}}` },
        { alert: "WorkerTasksFailing", max: 1 },
      ),
      timeseries(
        "Runtime (p95)",
        "seconds",
        "One run in twenty takes longer. It cannot be above the exporter's last bucket, 10 seconds by default.",
        { "{{service}} {{name}}": `task:celery_task_runtime:p95_rate5m{${on}}` },
        { alert: "WorkerTasksSlow" },
      ),
      timeseries(
        "Retries",
        "ratio",
        "Share of the runs that are tried again; many are a sign of a dependency that fails.",
        { "{{service}} {{name}}": `task:celery_task_retried:ratio_rate5m{${on}}` },
        { alert: "WorkerTasksRetried", max: 1 },
      ),
      timeseries("Failures by exception", "perSecond", "What the tasks that failed raised.", {
        "{{service}} {{exception}}": `sum by (service, exception) (rate(celery_task_failed_total{${on}}[5m])) > 0`,
      }),
      timeseries(
        "Tasks not run",
        "perSecond",
        "Tasks that were called back or too old, and tasks that workers refused.",
        {
          "{{service}} revoked": `sum by (service) (rate(celery_task_revoked_total{${on}}[5m]))`,
          "{{service}} rejected": `sum by (service) (rate(celery_task_rejected_total{${on}}[5m]))`,
        },
      ),
    ),
    row(
      "Queues",
      timeseries(
        "Tasks waiting",
        "count",
        "Tasks that no worker has fetched; what workers have fetched ahead is not counted.",
        { "{{service}} {{queue_name}}": `queue:celery_queue_length:max{${on}}` },
        { alert: "WorkerQueueLong" },
      ),
      timeseries(
        "Growth in five minutes",
        "count",
        "How many more wait than five minutes before, at the lowest; above 0 for long, workers do not keep up.",
        {
          "{{service}} {{queue_name}}": `min_over_time(queue:celery_queue_length:max{${on}}[5m]) - min_over_time(queue:celery_queue_length:max{${on}}[5m] offset 5m)`,
        },
        { alert: "WorkerQueueGrowing" },
      ),
      timeseries(
        "Tasks done by queue",
        "perSecond",
        "Tasks that ended; nothing for a queue with tasks means that its workers hang. Without task-sent events all are counted for the default queue.",
        { "{{service}} {{queue_name}}": `queue:celery_task_finished:rate1m{${on}}` },
      ),
      timeseries(
        "Workers by queue",
        "count",
        "Workers that serve each queue; at 0 its tasks wait forever.",
        { "{{service}} {{queue_name}}": `queue:celery_active_workers:max1m{${on}}` },
        { alert: "WorkerQueueUnserved" },
      ),
    ),
    row(
      "Workers",
      timeseries("Heartbeats", "boolean", "0 for a worker that has left; it is forgotten ten minutes later.", {
        "{{service}} {{hostname}}": `celery_worker_up{${on}}`,
      }),
      timeseries("Tasks being run", "count", "Tasks that each worker runs just now.", {
        "{{service}} {{hostname}}": `celery_worker_tasks_active{${on}}`,
      }),
      timeseries("Processes by queue", "count", "Processes that can take tasks of each queue.", {
        "{{service}} {{queue_name}}": `max by (service, queue_name) (celery_active_process_count{${on}})`,
      }),
    ),
  ],
});
