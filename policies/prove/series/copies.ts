// Series that are several times there, as what counts them asks for.
import { type Aggregation, unwrapped } from "../../../components/promql";
import { Unsolved } from "./labels";
import type { Series } from "./shapes";

/** More would take promtool long. */
const MOST = 120;

export const copies = (series: readonly Series[], count: number, label: string, name = "copy"): Series[] => {
  if (count < 0 || count > MOST) throw new Unsolved(`a count of ${count}`);
  return Array.from({ length: count }, (_, i) =>
    series.map((one) => ({ ...one, labels: { ...one.labels, [label]: `${name}-${i}` } })),
  ).flat();
};

/** A label that what is counted has, and the count has not. */
export function toldApartBy({ of, grouping }: Aggregation): string {
  const { by = true, labels = [] } = grouping ?? {};
  const isLost = (label: string) => labels.includes(label) !== by;
  const counted = unwrapped(of);
  const own = counted.kind === "aggregation" && counted.grouping?.by ? counted.grouping.labels : undefined;
  const label = (own ?? [...(by ? [] : labels), "instance", "copy"]).find(isLost);
  if (label === undefined) throw new Unsolved("it counts what cannot be more than one");
  return label;
}
