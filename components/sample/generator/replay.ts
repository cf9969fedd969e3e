// A replay: the series of a scenario, shown as they come, to a real Prometheus. At its fault it waits until it is released.
import { z } from "zod";
import { messageOf } from "../../error-text";
import { isDuration, type Sample, type Value, valuesOf } from "../../rules";

const notation = z.string().transform((text, context): Value[] => {
  try {
    return valuesOf(text);
  } catch (error) {
    context.addIssue(messageOf(error));
    return z.NEVER;
  }
});

/** Written into Prometheus' text format as it is. */
const metricName = z.string().regex(/^[a-z_:][\w:]*$/i, "the name of a metric");
const labelName = z.string().regex(/^[a-z_]\w*$/i, "the name of a label");
/** What begins with two underscores says where Prometheus scrapes. */
const ofTarget = labelName.regex(/^(?!__)/, "a label without __ at its beginning");

/** What is replayed. Times are in seconds. */
export const replaySpec = z.strictObject({
  /** Between two values of a series. */
  interval: z.number().positive(),
  /** When the fault is to last until the release. */
  holdAt: z.number().nonnegative(),
  /** It ends after so long without a renewal, so that a drill that was killed leaves nothing behind. */
  leaseSeconds: z.number().positive().max(3_600),
  targets: z
    .array(
      z.strictObject({
        /** Of the target: job, instance, service, team, host. */
        labels: z.record(ofTarget, z.string()),
        scrapeInterval: z.string().refine(isDuration, "a duration such as 15s"),
        series: z.array(
          z.strictObject({
            name: metricName,
            labels: z.record(labelName, z.string()),
            /** In promtool's notation. */
            values: notation,
            /** Goes on growing while the fault lasts. */
            counter: z.boolean(),
            /** Its values are times, which a scenario counts from its start. */
            time: z.boolean().default(false),
          }),
        ),
      }),
    )
    .min(1),
});

/** What keeps a replay alive. */
export const replayRenewal = z.strictObject({ released: z.boolean() });

export type ReplaySpec = z.infer<typeof replaySpec>;

type Series = ReplaySpec["targets"][number]["series"][number];

/** Where a replay is: seconds into the scenario, and how long the fault has been held. */
interface Position {
  at: number;
  held: number;
}

export class Replay {
  private started?: number;
  private released?: number;

  private endsAt: number;

  constructor(
    readonly spec: ReplaySpec,
    now: number,
  ) {
    this.endsAt = now + spec.leaseSeconds;
  }

  /** Prolongs it by its lease; once released, the scenario goes on to the end of its fault. */
  renew({ released }: z.infer<typeof replayRenewal>, now: number): void {
    this.endsAt = now + this.spec.leaseSeconds;
    if (released) this.released ??= now;
  }

  isOver(now: number): boolean {
    return now > this.endsAt;
  }

  /** What a target shows, or that it does not answer; undefined where there is none. The first question starts the scenario. */
  scrape(target: number, now: number): Sample[] | "down" | undefined {
    const series = this.spec.targets[target]?.series;
    if (!series) return undefined;
    this.started ??= now;
    const position = this.positionAt(now, this.started);
    const origin = this.started + position.held;
    const shown = series.flatMap((one): Sample[] => {
      const value = this.valueOf(one, position);
      const shift = one.time ? origin : 0;
      return value === undefined ? [] : [{ name: one.name, labels: one.labels, value: value + shift }];
    });
    if (shown.some(({ name, value }) => name === "up" && value === 0)) return "down";
    return shown.filter(({ name }) => name !== "up");
  }

  private positionAt(now: number, started: number): Position {
    const { holdAt } = this.spec;
    const held = Math.max(0, (this.released ?? now) - started - holdAt);
    return { at: now - started - held, held };
  }

  private valueOf({ values, counter }: Series, { at, held }: Position): number | undefined {
    const { interval, holdAt } = this.spec;
    const index = Math.min(Math.floor(at / interval), values.length - 1);
    const value = values[index];
    if (typeof value !== "number" || !counter) return typeof value === "number" ? value : undefined;
    const rateAt = (from: number) => growth(values[from], values[from + 1]) / interval;
    const atHold = Math.max(0, Math.min(Math.floor(holdAt / interval), values.length - 1) - 1);
    return value + rateAt(index) * (at - index * interval) + rateAt(atHold) * held;
  }
}

/** How much a counter grows from one value to the next; nothing where it is reset or not there. */
function growth(from: Value | undefined, to: Value | undefined): number {
  return typeof from === "number" && typeof to === "number" ? Math.max(0, to - from) : 0;
}
