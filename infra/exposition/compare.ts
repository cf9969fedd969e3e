// A mixin's catalogue, or what an exporter showed before, held against what it shows now.
import type { Mixin } from "../../components/mixins";
import { labelNames, type Metric, seriesNames, type Unit } from "../../components/rules";
import type { Exposition } from "./read";

export interface Difference {
  /** `gone` and `changed` make rules blind, or say something else; `unseen` may only not have happened yet. */
  kind: "gone" | "changed" | "unseen";
  metric: string;
  /** What was found, what is expected. */
  message: string;
}

/** What the catalogue expects and the exposition does not show. */
export function againstCatalogue({ catalogue }: Mixin, shown: Exposition): Difference[] {
  const always = new Set(catalogue.present?.metrics);
  return catalogue.metrics.flatMap((metric) => {
    const names = seriesNames(metric).filter((name) => shown.series.has(name));
    const type = typeIn(shown, metric.name);
    if (names.length > 0 || type !== undefined) return differences(metric, names, type, shown);
    const isGone = always.has(metric.name) || seriesNames(metric).some((name) => always.has(name));
    const near = renamedTo(metric.name, shown);
    return [
      {
        kind: isGone || near ? "gone" : "unseen",
        metric: metric.name,
        message: `is not shown${near ? `; ${near} is` : ""}`,
      },
    ];
  });
}

/** What the catalogue's metrics showed before and do not show now, or show otherwise. */
export function againstEarlier({ catalogue }: Mixin, earlier: Exposition, now: Exposition): Difference[] {
  return catalogue.metrics.flatMap((metric): Difference[] => {
    const before = seriesNames(metric).filter((name) => earlier.series.has(name));
    if (before.length === 0) return [];
    const there = before.filter((name) => now.series.has(name));
    if (there.length === 0) {
      const near = renamedTo(metric.name, now);
      return [{ kind: "gone", metric: metric.name, message: `was shown and is not${near ? `; ${near} is` : ""}` }];
    }
    const [typeBefore, typeNow] = [typeIn(earlier, metric.name), typeIn(now, metric.name)];
    const labels = (of: Exposition) => labelsOf(before, of);
    const [lost, added] = [
      minus(labels(earlier), labels(now)).filter((label) => labelNames(metric).includes(label)),
      minus(labels(now), [...labels(earlier), ...(metric.unread ?? [])]),
    ];
    return [
      ...(typeBefore === typeNow ? [] : [changed(metric, `was a ${typeBefore} and is a ${typeNow}`)]),
      ...(lost.length > 0 ? [changed(metric, `has lost the label ${lost.join(", ")}`)] : []),
      ...(added.length > 0
        ? [changed(metric, `has a new label ${added.join(", ")}: what is not aggregated splits by it`)]
        : []),
    ];
  });
}

const changed = (metric: Metric, message: string): Difference => ({ kind: "changed", metric: metric.name, message });

function differences(
  metric: Metric,
  names: readonly string[],
  type: string | undefined,
  shown: Exposition,
): Difference[] {
  const unit = shown.units.get(metric.name.replace(/_total$/, ""));
  const found: Difference[] = [];
  if (type !== undefined && !isSameType(type, metric.type)) {
    found.push(changed(metric, `is a ${type}; expected is a ${metric.type}`));
  }
  if (unit !== undefined && UNITS[metric.unit]?.includes(unit) === false) {
    found.push(changed(metric, `is in ${unit}; expected are ${metric.unit}`));
  }
  if (names.length === 0) return found;
  const labels = labelsOf(names, shown);
  const missing = minus(labelNames(metric), labels);
  if (missing.length > 0) found.push(changed(metric, `lacks the label ${missing.join(", ")}`));
  const more = minus(labels, [...labelNames(metric), ...(metric.unread ?? [])]);
  if (more.length > 0) found.push(changed(metric, `has a label that is not expected: ${more.join(", ")}`));
  return [...found, ...outOfBounds(metric, names, shown)];
}

function outOfBounds(metric: Metric, names: readonly string[], shown: Exposition): Difference[] {
  return Object.entries(metric.labels).flatMap(([label, bound]) => {
    const values = [...new Set(names.flatMap((name) => [...(shown.series.get(name)?.get(label) ?? [])]))];
    if (typeof bound === "number") {
      return values.length > bound
        ? [changed(metric, `has ${values.length} values of ${label}; expected are ${bound} at most`)]
        : [];
    }
    const others = values.filter((value) => !bound.includes(value));
    return others.length > 0
      ? [changed(metric, `has ${label}="${others.join('", "')}"; expected: ${bound.join(", ")}`)]
      : [];
  });
}

/** As OpenMetrics writes units, and as OpenTelemetry does. */
const UNITS: Partial<Record<Unit, readonly string[]>> = {
  seconds: ["seconds", "s"],
  bytes: ["bytes", "By"],
  ratio: ["ratio", "1"],
};

const isSameType = (shown: string, expected: Metric["type"]) =>
  shown === expected ||
  (expected === "nativeHistogram" && shown === "histogram") ||
  (expected === "untyped" && shown === "unknown") ||
  (expected === "counter" && shown === "unknown");

/** OpenMetrics announces a counter without `_total`. */
const typeIn = ({ types }: Exposition, name: string) => types.get(name) ?? types.get(name.replace(/_total$/, ""));

const labelsOf = (names: readonly string[], { series }: Exposition) => [
  ...new Set(names.flatMap((name) => [...(series.get(name)?.keys() ?? [])])),
];

const minus = (all: readonly string[], other: readonly string[]) => all.filter((one) => !other.includes(one));

/** A series that the exposition has in its place: the same words, but for a suffix or a unit. */
function renamedTo(name: string, { series }: Exposition): string | undefined {
  const bare = (one: string) => one.replace(/_(total|seconds|bytes|ratio|count|info|milliseconds)$/g, "");
  return [...series.keys()].find((one) => one !== name && bare(one) === bare(name));
}
