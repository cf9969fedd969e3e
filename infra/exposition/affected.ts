// What of a mixin reads a metric, directly or through recordings.
import type { Mixin } from "../../components/mixins";
import { metricsIn } from "../../components/promql";
import { expressionsOf, type Metric, seriesNames } from "../../components/rules";

export interface Affected {
  alerts: readonly string[];
  recordings: readonly string[];
  /** `dashboard: panel`. */
  panels: readonly string[];
}

export function affectedBy({ catalogue, recordings, alerts, dashboards }: Mixin, metric: Metric["name"]): Affected {
  const own = catalogue.metrics.find(({ name }) => name === metric);
  const read = new Set(own ? seriesNames(own) : [metric]);
  const reads = (expr: string) => metricsIn(expr).some((name) => read.has(name));
  for (let before = -1; before !== read.size; ) {
    before = read.size;
    for (const { record, expr } of recordings) if (reads(expr)) read.add(record);
  }
  return {
    alerts: alerts.filter((alert) => expressionsOf(alert).some(reads)).map(({ name }) => name),
    recordings: [...new Set(recordings.map(({ record }) => record))].filter((record) => read.has(record)),
    panels: dashboards.flatMap(({ title: dashboard, rows }) =>
      rows.flatMap(({ panels }) =>
        panels.filter(({ queries }) => Object.values(queries).some(reads)).map(({ title }) => `${dashboard}: ${title}`),
      ),
    ),
  };
}
