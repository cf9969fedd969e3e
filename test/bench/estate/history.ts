// The history of an estate as a block of Prometheus' database.
import { around } from "../../../components/rules";
import { type BlockSeries, type BlockSize, writeBlock } from "../tsdb/block";
import { type EstateTarget, shownBy } from "./estate";

/** When all processes started: two weeks before the history ends. */
const RUNNING_SECONDS = 14 * 86_400;

export const startOf = (endSeconds: number) => endSeconds - RUNNING_SECONDS;

/** What Prometheus makes for every target that answers. */
const SYNTHETIC: Readonly<Record<string, number>> = {
  up: 1,
  scrape_duration_seconds: 0.02,
  scrape_samples_scraped: 800,
  scrape_samples_post_metric_relabeling: 800,
  scrape_series_added: 0,
};

export interface Span {
  startSeconds: number;
  endSeconds: number;
  stepSeconds: number;
}

/** A series that a rule recorded, with its value at the end; a time goes on, anything else follows the traffic. */
export interface Recorded {
  labels: Readonly<Record<string, string>>;
  value: number;
  isTime: boolean;
}

/** Values are computed every so many samples and lie on a line between: a wave of seven minutes is not seen finer. */
const COMPUTED_EVERY = 4;

/** The values over a span of time, each computed once for all estates. */
export class Courses {
  readonly all: Float64Array[] = [];
  private readonly places = new Map<string, number>();
  private readonly length: number;

  constructor(readonly span: Span) {
    this.length = Math.floor((span.endSeconds - span.startSeconds) / span.stepSeconds) + 1;
  }

  /** Where the courses of a target begin: one for each series, in the order in which it shows them. */
  ofTarget(target: EstateTarget): number {
    const start = startOf(this.span.endSeconds);
    return this.place(`${target.mixin.name} ${target.like}`, (now) =>
      shownBy(target, { now, start }).map(({ value }) => value),
    );
  }

  /** A value that follows the traffic, or does not. */
  around(value: number, swing: number): number {
    const course = around(Number(value.toPrecision(4)), swing);
    return this.place(`${value.toPrecision(4)} ${swing}`, (now) => [course({ now, start: 0 })]);
  }

  /** A time so many seconds before each sample's own. */
  before(seconds: number): number {
    return this.place(`${seconds.toFixed(0)} s before`, (now) => [now - seconds]);
  }

  private place(key: string, valuesAt: (now: number) => number[]): number {
    const known = this.places.get(key);
    if (known !== undefined) return known;
    const { startSeconds, stepSeconds } = this.span;
    const at = (row: number) => valuesAt(startSeconds + row * stepSeconds);
    const first = this.all.length;
    let from = at(0);
    const columns = from.map(() => new Float64Array(this.length));
    for (let row = 0; row < this.length; row += COMPUTED_EVERY) {
      const to = at(row + COMPUTED_EVERY);
      columns.forEach((column, index) => {
        const [low = 0, high = 0] = [from[index], to[index]];
        const whole = Number.isInteger(low) && Number.isInteger(high);
        for (let step = 0; step < COMPUTED_EVERY && row + step < this.length; step++) {
          const value = low + ((high - low) * step) / COMPUTED_EVERY;
          column[row + step] = whole ? Math.floor(value) : value;
        }
      });
      from = to;
    }
    this.all.push(...columns);
    this.places.set(key, first);
    return first;
  }
}

/**
 * Writes what all targets showed, and what was recorded of it, into a database. Targets that are alike have the same values.
 * Recorded series are around the value that they have at the end.
 */
export function writeHistory(
  data: string,
  courses: Courses,
  targets: readonly EstateTarget[],
  recorded: readonly Recorded[] = [],
): BlockSize {
  const { startSeconds, endSeconds, stepSeconds } = courses.span;
  const series = [
    ...targets.flatMap((target): BlockSeries[] => {
      const first = courses.ofTarget(target);
      return [
        ...shownBy(target, { now: endSeconds, start: startOf(endSeconds) }).map(({ name, labels }, index) => ({
          labels: { ...target.labels, ...labels, __name__: name },
          course: first + index,
        })),
        ...Object.entries(SYNTHETIC).map(([name, value]) => ({
          labels: { ...target.labels, __name__: name },
          course: courses.around(value, 0),
        })),
      ];
    }),
    ...recorded.map(({ labels, value, isTime }) => ({
      labels,
      course: isTime ? courses.before(endSeconds - value) : courses.around(value, 0.3),
    })),
  ];
  return writeBlock({ data, startSeconds, stepSeconds, courses: courses.all, series });
}
