// The series of one service's workers, as promtool reads them, at the default interval of 15 seconds.
export { growing, steady } from "../../scenario-series";

/** The name of one of the service's series. */
export const of = (metric: string, labels = ""): string =>
  `${metric}{${labels && `${labels},`}job="worker",instance="10.0.0.5:9808",service="posts",team="platform"}`;

/** A counter that stands still for five minutes, grows at a rate for fifteen, and stands still again. */
export const passing = (perSecond: number): string => `0x20 0+${15 * perSecond}x60 ${15 * perSecond * 60}x160`;

const TASK = 'name="posts.generate",hostname="web-1",queue_name="celery"';

/** How one task's runs end. */
export const runs = (ends: Partial<Record<"received" | "succeeded" | "failed" | "retried", string>>) =>
  Object.fromEntries(
    Object.entries(ends).map(([end, values]) => [
      of(`celery_task_${end}_total`, end === "failed" ? `${TASK},exception="ValueError"` : TASK),
      values,
    ]),
  );

/** Buckets of the same task's runtime, by upper bound. */
export const runtimes = (byBound: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(byBound).map(([le, values]) => [of("celery_task_runtime_bucket", `${TASK},le="${le}"`), values]),
  );

/** Tasks that wait in a queue. */
export const waiting = (values: string, queue = "celery") => ({
  [of("celery_queue_length", `queue_name="${queue}"`)]: values,
});

/** Workers that serve a queue. */
export const serving = (values: string, queue = "celery") => ({
  [of("celery_active_worker_count", `queue_name="${queue}"`)]: values,
});

/** Whether one worker's heartbeats come. */
export const heartbeats = (hostname: string, values: string) => ({
  [of("celery_worker_up", `hostname="${hostname}"`)]: values,
});
