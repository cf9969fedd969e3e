// Ratios of a part to its whole, where the text tells.
import {
  type Aggregation,
  type Expression,
  type Matcher,
  type Selector,
  selectorsIn,
  unwrapped,
} from "./syntax/expression";

/** Metrics that are a part of another, and the other. */
const WHOLES: readonly (readonly [RegExp, string])[] = [
  [/^node_memory_(?!MemTotal|Swap)\w+_bytes$/, "node_memory_MemTotal_bytes"],
  [/^node_memory_SwapFree_bytes$/, "node_memory_SwapTotal_bytes"],
  [/^node_filesystem_(avail|free)_bytes$/, "node_filesystem_size_bytes"],
  [/^node_filesystem_files_free$/, "node_filesystem_files"],
  [/^kubelet_volume_stats_(available|used)_bytes$/, "kubelet_volume_stats_capacity_bytes"],
  [/^windows_logical_disk_free_bytes$/, "windows_logical_disk_size_bytes"],
];

/** Whether the left side counts some of what the right side counts: their ratio is from 0 to 1. */
export function isPartOfWhole(left: Expression, right: Expression): boolean {
  const [part, ...others] = selectorsIn(left);
  const [whole, ...more] = selectorsIn(right);
  if (!part?.name || !whole?.name || others.length > 0 || more.length > 0) return false;
  if (WHOLES.some(([of, name]) => whole.name === name && of.test(part.name ?? "")))
    return isPlain(left) && isPlain(right);
  const [a, b] = [summed(left), summed(right)];
  return (
    part.name === whole.name &&
    a !== undefined &&
    a === b &&
    difference(part, whole).length > 0 &&
    difference(whole, part).length === 0
  );
}

const isPlain = (side: Expression) => unwrapped(side).kind === "selector";

/** What is summed: the rate of a counter over some time, or its value. */
function summed(side: Expression): string | undefined {
  const of = unwrapped(side);
  if (of.kind !== "aggregation" || of.operator !== "sum") return undefined;
  const inner = unwrapped(of.of);
  if (inner.kind === "selector") return "value";
  if (inner.kind !== "call" || !["rate", "increase"].includes(inner.name)) return undefined;
  const [range] = inner.args;
  return range?.kind === "range" ? `${inner.name} ${range.seconds}` : undefined;
}

/** Matchers of one that the other has not. */
export const difference = (a: Selector, b: Selector): Matcher[] =>
  a.matchers.filter(
    (one) =>
      !b.matchers.some(
        (other) => other.label === one.label && other.operator === one.operator && other.value === one.value,
      ),
  );

/** Labels that tell a part from its whole and are kept on both sides: each part is then divided by itself. */
export function keptLabels(left: Expression, right: Expression): Matcher[] {
  const [a, b] = [unwrapped(left), unwrapped(right)];
  const [part, ...others] = selectorsIn(left);
  const [whole, ...more] = selectorsIn(right);
  if (a.kind !== "aggregation" || b.kind !== "aggregation" || a.operator !== b.operator) return [];
  if (!part?.name || part.name !== whole?.name || others.length > 0 || more.length > 0) return [];
  if (difference(whole, part).length > 0) return [];
  const keeps = ({ grouping }: Aggregation, label: string) =>
    grouping !== undefined && grouping.labels.includes(label) === grouping.by;
  return difference(part, whole).filter(({ label }) => keeps(a, label) && keeps(b, label));
}
