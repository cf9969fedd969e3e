// Where panels lie on Grafana's grid of 24 columns. The SDK's own layout lets a panel stick out on the right.
import type { GridPos } from "@grafana/grafana-foundation-sdk/dashboard";
import { COLUMNS, type Dashboard, type Panel, type Row } from "./dashboard";

const HEIGHT: Record<Panel["kind"], number> = { timeseries: 8, stat: 4, gauge: 6, table: 8, alerts: 8 };

/** Ids count on from these, so that another panel in one row changes no id of another. */
const IDS_PER_ROW = 100;

export interface PlacedPanel {
  panel: Panel;
  id: number;
  gridPos: GridPos;
}

export interface PlacedRow {
  row: Row;
  id: number;
  gridPos: GridPos;
  panels: readonly PlacedPanel[];
}

/** Rows from top to bottom, each with its panels from left to right in as many lines as they need. */
export function positions(dashboard: Dashboard): PlacedRow[] {
  let y = 0;
  return dashboard.rows.map((row, index) => {
    const id = IDS_PER_ROW * (index + 1);
    const gridPos = { x: 0, y, w: COLUMNS, h: 1 };
    const { panels, bottom } = linesOf(row, id, y + 1);
    y = bottom;
    return { row, id, gridPos, panels };
  });
}

/** The first panel that draws an alert and is not borrowed from another dashboard, as Grafana knows it. */
export function panelOf(
  alert: string,
  dashboards: readonly Dashboard[],
): { dashboardUid: string; panelId: number } | undefined {
  for (const dashboard of dashboards) {
    const panels = positions(dashboard).flatMap((row) => row.panels);
    const found = panels.find(({ panel }) => panel.alert === alert && !panel.leadsTo);
    if (found) return { dashboardUid: dashboard.uid, panelId: found.id };
  }
  return undefined;
}

function linesOf(row: Row, rowId: number, top: number): { panels: PlacedPanel[]; bottom: number } {
  let [x, y, height] = [0, top, 0];
  const panels = row.panels.map((panel, index) => {
    if (x + panel.width > COLUMNS) [x, y, height] = [0, y + height, 0];
    const gridPos = { x, y, w: panel.width, h: HEIGHT[panel.kind] };
    x += panel.width;
    height = Math.max(height, gridPos.h);
    return { panel, id: rowId + index + 1, gridPos };
  });
  return { panels, bottom: y + height };
}
