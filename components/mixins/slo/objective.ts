// A service level objective, as the settings give it, and how it is measured: events, and the bad ones among them.
import { z } from "zod";
import { type Duration, isDuration, parse, seconds } from "../../promql";

const TOO_LARGE = "a share below 1, such as 0.999: an objective of 1 leaves no error budget";

/** `99.9%` as 0.999, without the noise of a binary division. */
const percentToShare = (value: unknown) =>
  typeof value === "string" && /^\d+(\.\d+)?%$/.test(value)
    ? Number((Number.parseFloat(value) / 100).toFixed(9))
    : value;

/** A share, or text in percent: `99.9%`. */
const share = z.preprocess(
  percentToShare,
  z
    .number('a share such as 0.999, or "99.9%"')
    .min(0.5, "a share such as 0.999")
    .lt(1, {
      error: ({ input }) =>
        typeof input === "number" && input > 1 && input < 100
          ? `${TOO_LARGE}; ${input}% is ${percentToShare(`${input}%`)}`
          : TOO_LARGE,
    }),
);

const duration = z.custom<Duration>(
  (value) => typeof value === "string" && isDuration(value) && seconds(value) > 0,
  "a duration such as 500ms, 1s or 5m",
);

const shadow = z
  .boolean()
  .optional()
  .describe("Records and draws the objective, and notifies nobody: to see whether it can be kept.");

const query = z.string().refine(isPromql, "PromQL that counts events a second: sum(rate(orders_total[5m]))");

function isPromql(text: string): boolean {
  return "expression" in parse(text);
}

/** Objectives hold over 30 days. */
export const objectiveSchema = z.discriminatedUnion("kind", [
  /** Requests that are not answered with a 5xx status. */
  z.strictObject({ kind: z.literal("availability"), objective: share, shadow }),
  /** Requests that are answered within `below`, which is one of the bounds of the duration histogram's buckets. */
  z.strictObject({ kind: z.literal("latency"), objective: share, below: duration, shadow }),
  /** The time in which the newest value of `metric`, a timestamp in seconds, is not older than `below`. */
  z.strictObject({
    kind: z.literal("freshness"),
    objective: share,
    below: duration,
    shadow,
    metric: z.string().regex(/^[a-zA-Z_:][\w:]*$/, "the name of a metric that holds a timestamp in seconds"),
  }),
  /** Events of any kind: those of `total` that are among `good`, or not among `bad`. */
  z
    .strictObject({
      kind: z.literal("ratio"),
      name: z.string().regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/, "a name of lower-case letters, digits and dashes"),
      objective: share,
      shadow,
      total: query.describe("PromQL: all events a second. All its series are added up."),
      good: query.optional().describe("PromQL: the good ones among them."),
      bad: query.optional().describe("PromQL: the bad ones among them."),
    })
    .refine(({ good, bad }) => (good === undefined) !== (bad === undefined), "good or bad, one of them"),
]);

/** An objective of one service. */
export type Objective = z.infer<typeof objectiveSchema> & {
  service: string;
  team: string;
  /** Whether the durations of its requests are a native histogram. */
  native?: true;
};

/** The name that series and messages know an objective by, unique in its service. */
export function nameOf(objective: Objective): string {
  if (objective.kind === "ratio") return objective.name;
  return objective.kind === "availability" ? "availability" : `${objective.kind}-${objective.below}`;
}

/**
 * Events a second that count for an objective, and the bad ones among them: PromQL by service and team, but without labels for a
 * ratio, whose queries are of any metrics.
 */
export function measured(objective: Objective): { events: string; errors: string } {
  const of = `service="${objective.service}"`;
  switch (objective.kind) {
    case "availability":
      return { events: `service:http_requests:rate5m{${of}}`, errors: `service:http_errors:rate5m{${of}}` };
    case "latency": {
      if (objective.native) return ofNative(of, seconds(objective.below));
      const upTo = (bound: string) =>
        `sum by (service, team) (avg_over_time(service_le:http_request_duration_seconds_bucket:irate30s{${of},le=~"${bound}"}[295s]))`;
      return { events: upTo("[+]Inf"), errors: `${upTo("[+]Inf")} - ${upTo(bucketOf(objective.below))}` };
    }
    case "freshness": {
      // Each second counts as an event.
      const newest = `max by (service, team) (${objective.metric}{${of}})`;
      return {
        events: `${newest} * 0 + 1`,
        errors: `(time() - ${newest}) > bool ${seconds(objective.below)}`,
      };
    }
    case "ratio":
      return ofRatio(objective);
  }
}

/** A native histogram knows the share below any bound, between those of its buckets by interpolation. Without events it is NaN. */
function ofNative(of: string, below: number) {
  const seen = `avg_over_time(service:http_request_duration_seconds:irate30s{${of}}[295s])`;
  const events = `histogram_count(${seen})`;
  return { events, errors: `(${events} * (1 - histogram_fraction(0, ${below}, ${seen})) >= 0 or 0 * ${events})` };
}

/** What is counted from its first event on is 0 until then; but a bound that no bucket has is not measured. */
function ofRatio({ total, good, bad }: { total: string; good?: string | undefined; bad?: string | undefined }) {
  const events = `sum(${total})`;
  const counted = (part: string) => (BY_BUCKET.test(part) ? `sum(${part})` : `(sum(${part}) or 0 * ${events})`);
  return { events, errors: good === undefined ? counted(bad ?? "") : `${events} - ${counted(good)}` };
}

const BY_BUCKET = /\ble=~?"/;

/** A bucket's bound as client libraries write it: Python's has `1.0` where others have `1`. */
function bucketOf(below: Duration): string {
  const bound = String(seconds(below));
  return bound.includes(".") ? bound.replace(".", "[.]") : `${bound}|${bound}[.]0`;
}
