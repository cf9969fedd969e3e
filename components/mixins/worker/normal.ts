// Healthy workers: two hosts that send mail, write posts and resize images, from two queues.
import { about, always, type Normal, observed, traffic } from "../../rules";

/** Python's client library has other buckets than most. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

/** Tasks with their queue, how many a second each of the hosts does, and how long they take. */
const TASKS = [
  { name: "mail.send", queue_name: "celery", perSecond: 0.8, median: 0.12 },
  { name: "posts.generate", queue_name: "celery", perSecond: 0.4, median: 2.2 },
  { name: "images.resize", queue_name: "images", perSecond: 0.6, median: 0.4 },
];

const RUNS = ["web-1", "web-2"].flatMap((hostname) =>
  TASKS.map(({ name, queue_name, ...run }) => ({ labels: { name, hostname, queue_name }, ...run })),
);

/** A share of each task's runs. */
const share = (of: number, more: Record<string, string> = {}) =>
  RUNS.map(({ labels, perSecond }) => [{ ...labels, ...more }, traffic(of * perSecond)] as const);

export const normal: readonly Normal[] = [
  {
    celery_task_received_total: share(1),
    celery_task_succeeded_total: share(0.975),
    celery_task_failed_total: share(0.005, { exception: "ConnectionError" }),
    celery_task_retried_total: share(0.02),
    celery_task_rejected_total: share(0),
    celery_task_revoked_total: share(0.0005),
    celery_task_runtime: RUNS.map(
      ({ labels, perSecond, median }) =>
        [labels, observed({ perSecond: 0.975 * perSecond, median, bounds: BUCKETS })] as const,
    ),
    celery_queue_length: [
      [{ queue_name: "celery" }, about(9)],
      [{ queue_name: "images" }, about(4)],
    ],
    celery_active_worker_count: [
      [{ queue_name: "celery" }, always(2)],
      [{ queue_name: "images" }, always(2)],
    ],
    celery_active_process_count: [
      [{ queue_name: "celery" }, always(8)],
      [{ queue_name: "images" }, always(8)],
    ],
    celery_worker_up: [
      [{ hostname: "web-1" }, always(1)],
      [{ hostname: "web-2" }, always(1)],
    ],
    celery_worker_tasks_active: [
      [{ hostname: "web-1" }, about(2)],
      [{ hostname: "web-2" }, about(2)],
    ],
  },
];
