// A rendered Grafana dashboard as data: rows, their panels, the panels' queries.

import { z } from "zod";

const panel = z.looseObject({
  type: z.string(),
  title: z.string().nullish(),
  description: z.string().nullish(),
  targets: z.array(z.looseObject({ expr: z.string().nullish(), legendFormat: z.string().nullish() })).nullish(),
  gridPos: z.looseObject({ x: z.number().default(0), y: z.number().default(0) }).nullish(),
});

const dashboard = z.looseObject({
  title: z.string(),
  description: z.string().nullish(),
  /** A collapsed row carries its panels; an open one is followed by them. */
  panels: z.array(panel.extend({ panels: z.array(panel).nullish() })).nullish(),
});

export type Panel = z.infer<typeof panel>;

/** A dashboard as the inbox shows it. */
export interface Dashboard {
  readonly title: string;
  readonly description: string;
  readonly rows: readonly { readonly title: string; readonly panels: readonly Panel[] }[];
}

/**
 * Reads a dashboard's JSON, its panels in the order in which Grafana lays them out.
 *
 * @throws Error when it is not a dashboard.
 */
export function readDashboard(source: string): Dashboard {
  const { title, description, panels } = dashboard.parse(JSON.parse(source));
  const rows: { title: string; panels: Panel[] }[] = [];
  for (const item of inLayoutOrder(panels ?? [])) {
    if (item.type === "row") rows.push({ title: item.title ?? "", panels: inLayoutOrder(item.panels ?? []) });
    else rowFor(rows).panels.push(item);
  }
  return { title, description: description ?? "", rows };
}

function rowFor(rows: { title: string; panels: Panel[] }[]): { title: string; panels: Panel[] } {
  const last = rows.at(-1);
  if (last !== undefined) return last;
  const first = { title: "", panels: [] };
  rows.push(first);
  return first;
}

function inLayoutOrder<P extends Panel>(panels: readonly P[]): P[] {
  return panels.toSorted(
    (a, b) => (a.gridPos?.y ?? 0) - (b.gridPos?.y ?? 0) || (a.gridPos?.x ?? 0) - (b.gridPos?.x ?? 0),
  );
}
