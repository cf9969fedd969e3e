// The settings of traces: which are kept, where, and for how long.
import { z } from "zod";
import { mask } from "../logs/settings";
import { durationText, retentionText } from "../settings/fields";
import { traceStore } from "../stores/existing";

const gigabytes = z.number().min(0.1, "gigabytes such as 0.5 or 10");

export const traces = z
  .strictObject({
    store: traceStore,
    retention: retentionText.default("14d").describe("How long traces are kept."),
    sharePercent: z
      .number()
      .min(0, "percent such as 10")
      .max(100, "percent such as 10")
      .default(10)
      .describe("Percent of all traces that are kept, whatever they show."),
    alwaysKeep: z
      .strictObject({
        errors: z.boolean().default(true).describe("Each trace in which a span has failed."),
        slowerThan: durationText
          .default("1s")
          .describe(
            "Each trace of a request that takes longer, to services without an objective for latency; else that one's bound counts.",
          ),
      })
      .prefault({})
      .describe("Traces that are kept beside the share."),
    maxSpansPerSecond: z
      .int()
      .min(1, "spans a second such as 1000")
      .default(1000)
      .describe(
        "Spans a second that the share may come to, and as many again of what is always kept; further traces are dropped.",
      ),
    mask,
    volume: gigabytes
      .default(20)
      .describe(
        "In a cluster and on EC2: gigabytes of the store's volume. The store itself has no limit but `retention`.",
      ),
    queue: gigabytes
      .default(0.5)
      .describe(
        "Gigabytes that wait on disk while the store is down, on EC2 also on each host while a server is down; beyond that, what comes is dropped.",
      ),
  })
  .optional()
  .describe("Traces next to the metrics; none are taken without.");

export const spanMetrics = z
  .boolean()
  .optional()
  .describe("Whether its request metrics are made of its spans: it needs no targets then.");

export const spansPerSecond = z
  .number()
  .min(0)
  .optional()
  .describe("Spans a second that it is expected to send, before sampling; a preview shows what a change adds.");

export type Traces = NonNullable<z.infer<typeof traces>>;
