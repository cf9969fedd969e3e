// What a service says of the names of its metrics: a naming that is known, or its own names.
import { z } from "zod";
import type { Naming } from "./naming";
import { NAMINGS, type NamingName } from "./namings";

const [first, ...others] = Object.keys(NAMINGS) as [NamingName, ...NamingName[]];

const known = z.enum([first, ...others]);

const metricName = z.string().regex(/^[a-zA-Z_:][\w:]*$/, "the name of a metric");

const histogramName = metricName.refine((name) => !/_(bucket|count|sum)$/.test(name), {
  error: "the histogram's own name, without _bucket, _count or _sum",
});

/** Labels that Prometheus, or a target, gives to every series. */
const OF_TARGETS = ["le", "quantile", "job", "instance", "service", "team", "host"];

const label = z
  .string()
  .regex(/^[a-zA-Z_]\w*$/, "the name of a label")
  .refine((name) => !OF_TARGETS.includes(name), {
    error: `a label of the service's own; ${OF_TARGETS.join(", ")} are those of targets and buckets`,
  });

const own = z
  .strictObject({
    naming: known.optional().describe("The naming that it is like; what it does not say is as there."),
    requests: metricName.optional().describe("Counter of requests answered. Default: the histogram's `_count`."),
    duration: histogramName.optional().describe("Histogram of their duration in seconds."),
    inFlight: metricName.optional().describe("Gauge of requests being answered."),
    labels: z
      .strictObject({ endpoint: label.optional(), status: label.optional(), method: label.optional() })
      .prefault({})
      .describe("What the labels with the route's template, the status and the method are called."),
  })
  .superRefine((given, context) => {
    const problem = problemOf(given);
    if (problem) context.addIssue({ code: "custom", ...problem });
  });

type Own = {
  naming?: NamingName | undefined;
  requests?: string | undefined;
  duration?: string | undefined;
  inFlight?: string | undefined;
  labels: { endpoint?: string | undefined; status?: string | undefined; method?: string | undefined };
};

/** A naming's metrics have its labels; its own metrics have any. */
function problemOf({ naming, requests, duration, labels }: Own): { path: string[]; message: string } | undefined {
  if (!naming) {
    if (!duration) return { path: [], message: "the histogram's name as duration, or a naming that it is like" };
    return labels.status
      ? undefined
      : { path: ["labels"], message: "the label that holds the status: { status: code }" };
  }
  if (requests || duration) return undefined;
  const { requestLabels, duration: metric }: Naming = NAMINGS[naming];
  for (const [what, name] of Object.entries(labels)) {
    if (name !== undefined && !requestLabels.includes(name))
      return {
        path: ["labels", what],
        message: `one of the labels of ${metric}, which the naming ${naming} has: ${requestLabels.join(", ")}`,
      };
  }
  return undefined;
}

const fields = z.strictObject({
  metrics: z
    .union([known, own])
    .default("app")
    .describe("What its metrics are called: a naming by its name, or its own names of metrics and labels."),
  buckets: z
    .array(z.number().positive("a bound in seconds such as 0.25"))
    .min(1, "at least one bound in seconds")
    .optional()
    .describe(
      "Upper bounds of its histogram's buckets in seconds, where they are not the naming's: bounds of objectives are held against them.",
    ),
  histograms: z
    .enum(["classic", "native"])
    .default("classic")
    .describe(
      "`native` where its targets show native histograms and Prometheus is 3.8 or newer: their quantiles, and objectives at any bound.",
    ),
});

export type Options = z.infer<typeof fields>;

export const options = fields
  .refine(({ histograms, buckets }) => histograms === "classic" || !buckets, {
    path: ["buckets"],
    error: "no buckets with native histograms, which have bounds of their own",
  })
  .refine((given) => given.histograms === "classic" || !classicBy(given).naming.milliseconds, {
    path: ["histograms"],
    error: "classic with this naming, whose histograms are in milliseconds and never native",
  });

/** A naming with what messages call it. */
export interface Named {
  name: string;
  naming: Naming;
}

export function namedBy(given: Pick<Options, "metrics" | "histograms">): Named {
  const { name, naming } = classicBy(given);
  return given.histograms === "native"
    ? { name: `${name} (native histograms)`, naming: { ...naming, native: true } }
    : { name, naming };
}

function classicBy({ metrics }: Pick<Options, "metrics">): Named {
  if (typeof metrics === "string") return { name: metrics, naming: NAMINGS[metrics] };
  const like: Naming | undefined = metrics.naming && NAMINGS[metrics.naming];
  const { labels } = metrics;
  const duration = metrics.duration ?? like?.duration ?? "";
  const status = labels.status ?? like?.status ?? "";
  const endpoint = labels.endpoint ?? like?.endpoint;
  const all = [...new Set([labels.method, endpoint, status].flatMap((one) => one ?? []))];
  const inFlight = metrics.inFlight ?? like?.inFlight;
  const isRenamed = metrics.requests !== undefined || metrics.duration !== undefined;
  const requests = metrics.requests ?? (metrics.duration ? `${duration}_count` : like?.requests) ?? `${duration}_count`;
  return {
    name: metrics.duration ?? metrics.naming ?? "its own",
    naming: {
      ...like,
      requests,
      requestLabels: like && !isRenamed ? like.requestLabels : all,
      duration,
      durationLabels: like && !metrics.duration ? like.durationLabels : all,
      status,
      ...(endpoint && { endpoint }),
      ...(inFlight && { inFlight }),
      ...(metrics.inFlight && like?.inFlightLabels && { inFlightLabels: [] }),
    },
  };
}

/** The bounds, in seconds, that requests' durations are counted by; undefined where only the service knows them. */
export const boundsOf = (given: Options): readonly number[] | undefined => {
  if (given.histograms === "native") return undefined;
  if (given.buckets) return given.buckets;
  const { metrics } = given;
  return typeof metrics === "string" || !metrics.duration ? namedBy(given).naming.bounds : undefined;
};
