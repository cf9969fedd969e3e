// The metrics that rules and panels read, where a scrape job is to keep no others.
import type { Mixin } from "../../mixins";
import { wordsIn } from "../../promql";
import { expressionsOf, seriesNames } from "../../rules";
import type { Settings } from "../settings/schema";

/** The series names of a mixin's catalogue that its rules and dashboards read, and those that go into the archive. */
function readBy({ catalogue, recordings, alerts, dashboards }: Mixin): string[] {
  const panels = dashboards.flatMap(({ rows }) => rows.flatMap((row) => row.panels));
  const texts = [
    ...recordings.map(({ expr }) => expr),
    ...alerts.flatMap(expressionsOf),
    ...panels.flatMap(({ queries }) => Object.values(queries)),
    ...dashboards.flatMap(({ variables }) => variables.map(({ from }) => from)),
  ];
  // Any word counts: what merely looks like a metric is kept, and nothing that is read can be lost.
  const words = new Set(texts.flatMap((text) => [...wordsIn(text)]));
  return catalogue.metrics.flatMap((metric) =>
    seriesNames(metric).filter((name) => metric.retention === "business" || words.has(name)),
  );
}

/**
 * Names and patterns of the metrics that scrape jobs of what mixins read keep; undefined where they keep all. What mixins without
 * targets read, such as the times that objectives are about, may be shown by any target.
 */
export function keptMetrics(
  readers: readonly Mixin[],
  mixins: readonly Mixin[],
  { scrape }: Settings,
): string[] | undefined {
  if (scrape.keep === "all") return undefined;
  const anywhere = mixins.filter(({ normal }) => normal.length === 0);
  return [...new Set([...[...readers, ...anywhere].flatMap(readBy), ...scrape.extraMetrics])].sort();
}
