// A replay: the series of a scenario, shown as they come, to a real Prometheus. At its fault it waits until it is released.
import { z } from "zod";
import { type Sample, type Value, valuesOf } from "../../rules";

/** What is replayed. Times are in seconds. */
export const replaySpec = z.strictObject({
  /** Between two values of a series. */
  interval: z.number().positive(),
  /** When the fault is to last until the release. */
  holdAt: z.number().nonnegative(),
  /** It ends by itself after so long, so that a drill that was killed leaves nothing behind. */
  endsAfter: z.number().positive(),
  targets: z
    .array(
      z.strictObject({
        /** Of the target: job, instance, service, team, host. */
        labels: z.record(z.string(), z.string()),
        scrapeInterval: z.string(),
        series: z.array(
          z.strictObject({
            name: z.string(),
            labels: z.record(z.string(), z.string()),
            /** In promtool's notation. */
            values: z.string(),
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

export type ReplaySpec = z.infer<typeof replaySpec>;

interface Series {
  name: string;
  labels: Sample["labels"];
  values: Value[];
  counter: boolean;
  time: boolean;
}

/** Where a replay is: seconds into the scenario, and how long the fault has been held. */
interface Position {
  at: number;
  held: number;
}

export class Replay {
  private readonly series: readonly (readonly Series[])[];
  private started?: number;
  private released?: number;

  /** Throws where values are not in promtool's notation. */
  constructor(
    readonly spec: ReplaySpec,
    private readonly madeAt: number,
  ) {
    this.series = spec.targets.map((target) => target.series.map((one) => ({ ...one, values: valuesOf(one.values) })));
  }

  /** Lets the scenario go on to the end of its fault. */
  release(now: number): void {
    this.released ??= now;
  }

  isOver(now: number): boolean {
    return now > this.madeAt + this.spec.endsAfter;
  }

  /** What a target shows, or that it does not answer. The first question starts the scenario. */
  scrape(target: number, now: number): Sample[] | "down" {
    this.started ??= now;
    const position = this.positionAt(now, this.started);
    const shown = (this.series[target] ?? []).flatMap((series): Sample[] => {
      const value = this.valueOf(series, position);
      const shift = series.time ? (this.started ?? now) + position.held : 0;
      return value === undefined ? [] : [{ name: series.name, labels: series.labels, value: value + shift }];
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
