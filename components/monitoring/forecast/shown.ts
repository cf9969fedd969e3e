// The series that a mixin's healthy targets show: what is typical where nothing was counted.
import type { Mixin } from "../../mixins";
import { type Catalogue, type Normal, type Sample, samplesOf } from "../../rules";

/** An hour in the life of a process; which series there are does not depend on it. */
const MOMENT = { start: 0, now: 3_600 };

/** Every series of one healthy target. */
export const seriesShown = (catalogue: Catalogue, normal: Normal): Sample[] =>
  catalogue.metrics.flatMap((metric) => samplesOf(metric, normal, MOMENT));

/** How many series of each metric a healthy target shows: the mean of the mixin's targets, as they may be of several kinds. */
export function typicalOf({ catalogue, normal }: Mixin): Map<string, number> {
  return new Map(
    catalogue.metrics.map((metric) => {
      const shown = normal.reduce((sum, target) => sum + samplesOf(metric, target, MOMENT).length, 0);
      return [metric.name, normal.length === 0 ? 0 : shown / normal.length];
    }),
  );
}
