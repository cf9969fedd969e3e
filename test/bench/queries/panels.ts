// The queries of all panels of an estate: as they are, and as people write them by hand.
import { labelNames, seriesNames } from "../../../components/rules";
import { ruleSetOf } from "../../../infra/commands/backtest/rules";
import type { Estate } from "../estate/estate";
import { byHand, type Known } from "./by-hand";

export interface PanelQuery {
  dashboard: string;
  panel: string;
  /** A time series over the dashboard's range; stats, gauges and tables show the value at its end. */
  range: boolean;
  ours: string;
  byHand: string;
}

/** Labels of every target. */
const TARGET_LABELS = ["job", "instance", "service", "team", "host"];

/** What is recorded and what has which labels. */
export function knownOf({ monitoring, mixins }: Pick<Estate, "monitoring" | "mixins">): Known {
  const labels = new Map(
    mixins.flatMap(({ catalogue }) =>
      catalogue.metrics.flatMap((metric) => seriesNames(metric).map((name) => [name, labelNames(metric)] as const)),
    ),
  );
  return {
    recordings: ruleSetOf(monitoring).recordings,
    has: (metric, label) => TARGET_LABELS.includes(label) || (labels.get(metric) ?? []).includes(label),
  };
}

export function panelQueries(estate: Estate): PanelQuery[] {
  const known = knownOf(estate);
  return estate.monitoring.dashboards.flatMap(({ title, rows }) =>
    rows.flatMap(({ panels }) =>
      panels.flatMap(({ title: panel, kind, queries }) =>
        Object.values(queries).map((query): PanelQuery => {
          const ours = query.replace(/\$\w+/g, ".*");
          return { dashboard: title, panel, range: kind === "timeseries", ours, byHand: byHand(ours, known) };
        }),
      ),
    ),
  );
}
