// What a comparison reads of a Monitoring. One side may come as JSON from a commit that knew less: what it lacks is
// left out here and not compared, what it has more is passed over.
import { z } from "zod";
import { receiverModel } from "../../../components/monitoring";

const texts = z.array(z.string());
const list = <T extends z.ZodType>(one: T) => z.array(one).optional();

const matchers = z.array(z.object({ label: z.string(), operator: z.string(), value: z.string() }));

const alert = z.object({
  alert: z.object({
    name: z.string(),
    /** Without the threshold; `expr` beside has it. */
    expr: z.string().optional(),
    unit: z.string().optional(),
    above: z.record(z.string(), z.number()).optional(),
    below: z.record(z.string(), z.number()).optional(),
  }),
  severity: z.string(),
  where: z.record(z.string(), texts).optional(),
  expr: z.string(),
  threshold: z.number().optional(),
  for: z.string().optional(),
  keepFiringFor: z.string().optional(),
  labels: z.record(z.string(), z.string()).default({}),
  annotations: z.record(z.string(), z.string()).default({}),
  latencySeconds: z.number().optional(),
});

const recording = z.object({
  record: z.string(),
  expr: z.string(),
  unit: z.string().optional(),
  labels: texts.optional(),
  adds: z.record(z.string(), z.string()).optional(),
  retention: z.string().optional(),
});

const panel = z.object({
  title: z.string(),
  kind: z.string().optional(),
  description: z.string().optional(),
  unit: z.string().optional(),
  queries: z.record(z.string(), z.string()).optional(),
  alert: z.string().optional(),
  width: z.number().optional(),
  max: z.number().optional(),
  stack: z.boolean().optional(),
});

const dashboard = z.object({
  uid: z.string(),
  title: z.string().optional(),
  description: z.string().optional(),
  tags: texts.optional(),
  variables: list(z.object({ label: z.string(), from: z.string() })),
  rows: z.array(z.object({ title: z.string().default(""), panels: z.array(panel).default([]) })).default([]),
});

const target = z.object({
  address: z.string(),
  labels: z.record(z.string(), z.string()).default({}),
  metricsPath: z.string().optional(),
  module: z.string().optional(),
  /** Of a commit that named as many targets as a cluster is expected to select. */
  selector: z.looseObject({}).optional(),
});

const selected = z.object({
  selector: z.looseObject({}),
  expected: z.number(),
  labels: z.record(z.string(), z.string()).default({}),
  metricsPath: z.string().optional(),
});

const job = z.object({
  name: z.string(),
  interval: z.string().optional(),
  timeout: z.string().optional(),
  targets: z.array(target).default([]),
  selected: z.array(selected).default([]),
  limits: z.record(z.string(), z.number()).optional(),
  via: z.string().optional(),
  keep: texts.optional(),
  access: z.looseObject({}).optional(),
  discovery: z.looseObject({ kind: z.string().default("http") }).optional(),
});

const route = z.object({
  matchers,
  receiver: z.string(),
  timing: z.object({ groupWait: z.string(), groupInterval: z.string(), repeatInterval: z.string() }).optional(),
  groupBy: texts.optional(),
  continue: z.boolean().default(false),
  muteTimings: texts.default([]),
  after: z.string().optional(),
});

const notifications = z.object({
  receivers: list(receiverModel),
  routes: list(route),
  fallback: z.string().optional(),
  inhibitions: list(z.object({ source: matchers, target: matchers, equal: texts.optional() })),
  muteTimings: list(
    z.object({
      name: z.string(),
      weekdays: texts.optional(),
      times: list(z.object({ from: z.string(), to: z.string() })),
      timezone: z.string().optional(),
    }),
  ),
  /** Where nobody knew of any, there were none. */
  maintenance: z
    .array(
      z.object({
        name: z.string(),
        matchers,
        reason: z.string(),
        owner: z.string(),
        once: z.object({ from: z.string(), to: z.string() }).optional(),
        muteTiming: z
          .object({
            weekdays: texts,
            times: z.array(z.object({ from: z.string(), to: z.string() })),
            timezone: z.string(),
            daysOfMonth: texts.optional(),
            months: texts.optional(),
          })
          .optional(),
      }),
    )
    .default([]),
});

const group = z.object({
  name: z.string(),
  mixin: z.string().optional(),
  interval: z.string().optional(),
  recordings: z.array(recording).default([]),
  alerts: z.array(alert).default([]),
});

/** Of a store that exists. */
const existing = z.object({ kind: z.string(), url: z.string() }).optional();

const logs = z.object({
  existing,
  leftOut: texts.optional(),
  retention: z.string().optional(),
  maxDisk: z.number().optional(),
  perDay: z.number().optional(),
  perEvaluation: z.number().optional(),
  alerts: z
    .array(
      z.object({
        name: z.string(),
        where: z.record(z.string(), texts).optional(),
        severity: z.string(),
        threshold: z.number(),
        for: z.string().optional(),
        query: z.string(),
        summary: z.string().optional(),
        description: z.string().optional(),
        latencySeconds: z.number().optional(),
      }),
    )
    .default([]),
});

const traces = z.object({
  existing,
  retention: z.string().optional(),
  sharePercent: z.number().optional(),
  maxSpansPerSecond: z.number().optional(),
  spansPerSecond: z.number().optional(),
});

const watched = z.object({
  evaluationInterval: z.string().optional(),
  retention: z.string().optional(),
  business: z.object({ series: texts, retention: z.string() }).optional(),
  jobs: list(job),
  plainJobs: list(z.looseObject({ job_name: z.string() })),
  groups: list(group),
  dashboards: list(dashboard),
  notifications: notifications.optional(),
  /** Where nobody knew of any, none were collected. */
  logs: logs.optional(),
  /** Likewise. */
  traces: traces.optional(),
});

export type Watched = z.infer<typeof watched>;
export type WatchedAlert = z.infer<typeof alert>;
export type WatchedNotifications = z.infer<typeof notifications>;
export type WatchedRoute = z.infer<typeof route>;
export type WatchedMatcher = z.infer<typeof matchers>[number];

/** Nothing is watched yet: all lists are known, and empty. */
export const NOTHING: Watched = {
  jobs: [],
  groups: [],
  dashboards: [],
  notifications: { receivers: [], routes: [], inhibitions: [], muteTimings: [], maintenance: [] },
};

/**
 * Reads a Monitoring, or what JSON made of one. `whose` is named in the error.
 * Throws where a field that is there is not what it should be, naming each.
 */
export function watchedIn(value: unknown, whose: string): Watched {
  const result = watched.safeParse(value);
  if (result.success) return result.data;
  throw new Error(
    `What is watched in the ${whose} cannot be compared; its commit may be too old, name a later one:\n${z.prettifyError(result.error)}`,
  );
}
