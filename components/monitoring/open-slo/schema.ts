// What is read of OpenSLO's documents, version openslo/v1: https://github.com/OpenSLO/OpenSLO#specification
import { z } from "zod";
import { isDuration, seconds } from "../../rules";

export const VERSION = "openslo/v1";

const metadata = z.looseObject({
  name: z.string("metadata.name, as OpenSLO asks for").min(1, "a name of at least one character"),
  displayName: z.string().optional(),
});

const PROMETHEUS = "the type Prometheus, the only one whose queries can be read here";

const metric = z.looseObject({
  metricSource: z.looseObject({
    type: z
      .string()
      .regex(/^prometheus$/i, PROMETHEUS)
      .optional(),
    metricSourceRef: z.string().optional(),
    spec: z.looseObject({ query: z.string("a PromQL expression as query").min(1, "a PromQL expression as query") }),
  }),
});

const ratio = z
  .looseObject({
    counter: z.boolean().default(false),
    good: metric.optional(),
    bad: metric.optional(),
    total: metric.optional(),
    raw: metric.optional(),
    rawType: z.enum(["success", "failure"], "success or failure").optional(),
  })
  .refine(
    ({ good, bad, total, raw }) => (raw ? !good && !bad && !total : !!total && !good !== !bad),
    "total with good or bad, or raw alone",
  )
  .refine(({ raw, rawType }) => !raw || rawType, "rawType with raw: success or failure");

export const indicator = z
  .looseObject({ thresholdMetric: metric.optional(), ratioMetric: ratio.optional() })
  .refine(
    ({ thresholdMetric, ratioMetric }) => !thresholdMetric !== !ratioMetric,
    "thresholdMetric or ratioMetric, one of them",
  );

const PERIOD = "the rolling window of 30d, which is what error budgets hold over here";

const timeWindow = z.looseObject({
  duration: z.string().refine((text) => text === "30d", PERIOD),
  isRolling: z.literal(true, PERIOD),
});

const slice = z
  .union([z.number(), z.string()])
  .transform((given) => (typeof given === "number" ? `${given}m` : given))
  .refine(
    (text) => isDuration(text) && seconds(text) >= 60 && seconds(text) <= 3600,
    "a slice from 1m to 1h, as text or in minutes",
  );

const objective = z
  .looseObject({
    displayName: z.string().optional(),
    op: z.enum(["lte", "gte", "lt", "gt"], "lte, gte, lt or gt").optional(),
    value: z.number().optional(),
    target: z.number().optional(),
    targetPercent: z.number().optional(),
    timeSliceTarget: z.number().gt(0).max(1).optional(),
    timeSliceWindow: slice.optional(),
  })
  .refine(({ target, targetPercent }) => (target === undefined) !== (targetPercent === undefined), {
    error: "target or targetPercent, one of them",
  });

const slo = z
  .looseObject({
    service: z.string(),
    indicator: z.looseObject({ spec: indicator }).optional(),
    indicatorRef: z.string().optional(),
    timeWindow: z.array(timeWindow).max(1, "one window of time").default([]),
    budgetingMethod: z.enum(["Occurrences", "Timeslices"], "Occurrences or Timeslices").default("Occurrences"),
    objectives: z.array(objective).min(1, "at least one objective"),
  })
  .refine((one) => !one.indicator !== !one.indicatorRef, "indicator or indicatorRef, one of them");

/** By kind; other kinds say nothing about what is measured. */
export const SPECS = { SLO: slo, SLI: indicator } as const;

export const KINDS = [
  "SLO",
  "SLI",
  "DataSource",
  "Service",
  "AlertPolicy",
  "AlertCondition",
  "AlertNotificationTarget",
];

export const documentSchema = z.looseObject({
  apiVersion: z.literal(VERSION, `apiVersion: ${VERSION}, the version that is read`),
  kind: z.enum(KINDS, `one of ${KINDS.join(", ")}`),
  metadata,
});

export type Indicator = z.infer<typeof indicator>;
export type SloSpec = z.infer<typeof slo>;
export type SloObjective = SloSpec["objectives"][number];
