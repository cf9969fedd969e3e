// What can go wrong with queue workers: nobody works, what they do fails, or they cannot keep up.
//
// Left out: the loss of one worker of several. Names of workers change with every deployment and with scaling, so that
// celery_worker_up is 0 for ten minutes after each; what a loss does to the work is seen by WorkerQueueGrowing.
//
// Low traffic never pages: failures are judged on five at least, in the last minute or else in the last five, and retries and
// runtimes on ten tasks in five minutes.
import { type Alert, alert } from "../../rules";

const FAILURES = 5;

const FAILING_FOR_A_MINUTE = `task:celery_task_failed:ratio_rate1m and task:celery_task_failed:rate1m * 60 >= ${FAILURES}`;

/** Ends two minutes after the last failure, instead of five. */
const FAILING_FOR_FIVE_MINUTES = `task:celery_task_failed:ratio_rate5m and task:celery_task_failed:rate5m * 300 >= ${FAILURES}
  and max_over_time(task:celery_task_failed:rate1m[1m]) > 0`;

/** The lowest length of a queue within five minutes: what is left when a burst has been worked off. */
const LOW_WATER = "min_over_time(queue:celery_queue_length:max[5m]";

export const alerts: readonly Alert[] = [
  alert({
    name: "WorkerDown",
    // Heartbeats only where the broker does not let the exporter ask: they tell a crash five minutes later.
    expr: `sum by (service, team) (up{job="worker"}) == 0
      or max by (service, team) (queue:celery_active_workers:max1m) == 0
      or (service:celery_workers_up:count == 0 unless on (service, team) queue:celery_active_workers:max1m)`,
    severity: "critical",
    for: "20s",
    down: "service",
    summary: "No worker of {{ $labels.service }} answers",
    description:
      "Tasks wait until one is back. All workers are gone, or the exporter cannot be scraped, which also is so when the broker is down.",
  }),
  alert({
    name: "WorkerQueueUnserved",
    // No tasks, no page: a queue may be left without a worker on purpose.
    expr: `queue:celery_queue_length:max
      and on (service, team, queue_name) queue:celery_active_workers:max1m == 0`,
    above: { critical: 0 },
    for: "20s",
    exprHolds: "60s",
    symptom: true,
    summary: "Queue {{ $labels.queue_name }} of {{ $labels.service }} has tasks and no worker",
    description: "{{ $value | humanize }} tasks wait, and nobody takes them.",
  }),
  alert({
    name: "WorkerNoProgress",
    // Only where a task ends every ten seconds in the mean of the hour: where tasks are rare or long, a minute says nothing.
    expr: `min_over_time(queue:celery_queue_length:max[1m])
      and on (service, team, queue_name) queue:celery_task_finished:rate1m == 0
      and on (service, team, queue_name) avg_over_time(queue:celery_task_finished:rate1m[1h]) >= 0.1`,
    above: { critical: 0 },
    for: "20s",
    exprHolds: "60s",
    symptom: true,
    summary: "The workers of {{ $labels.service }} get nothing done from queue {{ $labels.queue_name }}",
    description: "{{ $value | humanize }} tasks wait, and for a minute none has ended, well or badly: workers hang.",
  }),
  alert({
    name: "WorkerTasksFailing",
    expr: `(${FAILING_FOR_A_MINUTE}) or (${FAILING_FOR_FIVE_MINUTES})`,
    above: { warning: 0.05, critical: 0.25 },
    unit: "ratio",
    for: { warning: "5m", critical: "1m" },
    symptom: true,
    summary: "Tasks {{ $labels.name }} of {{ $labels.service }} fail",
    description: "{{ $value | humanizePercentage }} of them ended with an exception and are not tried again.",
  }),
  alert({
    name: "WorkerTasksRetried",
    expr: "task:celery_task_retried:ratio_rate5m and task:celery_task_retried:rate5m * 300 >= 10",
    above: { warning: 0.25 },
    unit: "ratio",
    for: "10m",
    symptom: true,
    summary: "Tasks {{ $labels.name }} of {{ $labels.service }} are tried again and again",
    description:
      "{{ $value | humanizePercentage }} of their runs ended in a retry: work is late, and it fails when the retries are used up.",
  }),
  alert({
    name: "WorkerTasksSlow",
    // Twice as slow as yesterday at this time, so that what takes long by nature says nothing, nor a new task on its first day.
    expr: `task:celery_task_runtime:p95_rate5m > 2 * avg_over_time(task:celery_task_runtime:p95_rate5m[1h] offset 23h30m)
      and task:celery_task_finished:rate5m * 300 >= 10`,
    above: { warning: 5 },
    unit: "seconds",
    for: "5m",
    symptom: true,
    summary: "Tasks {{ $labels.name }} of {{ $labels.service }} have become slow",
    description:
      "One in twenty runs {{ $value | humanizeDuration }} or longer, more than twice as long as yesterday at this time.",
  }),
  alert({
    name: "WorkerQueueGrowing",
    expr: `${LOW_WATER}) - ${LOW_WATER} offset 5m)`,
    above: { warning: 100 },
    for: "5m",
    summary: "Queue {{ $labels.queue_name }} of {{ $labels.service }} grows",
    description:
      "{{ $value | humanize }} more tasks wait than five minutes ago, at its shortest: more come than the workers can do.",
  }),
  alert({
    name: "WorkerQueueLong",
    expr: "queue:celery_queue_length:max",
    above: { warning: 1_000, critical: 10_000 },
    for: { warning: "5m", critical: "1m" },
    symptom: true,
    summary: "Many tasks wait in queue {{ $labels.queue_name }} of {{ $labels.service }}",
    description: "{{ $value | humanize }} tasks wait for a worker: what users asked for is done late.",
  }),
];
