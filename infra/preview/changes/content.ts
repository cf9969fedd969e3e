// Recordings, dashboards and their panels as items.

import { readableDuration } from "../../../components/rules/readable";
import type { Item } from "./difference";
import type { Watched } from "./watched";

/** A recorded series is the same by its name and the labels that the rule adds. */
export const RECORDING_IDENTITIES = [({ name }: Item) => name];

export function recordingsIn({ groups = [] }: Watched): Item[] {
  return groups.flatMap((group) =>
    group.recordings.map(({ record, expr, unit, labels, adds = {}, retention }) => ({
      name: record + selector(adds),
      of: group.mixin ?? group.name,
      facts: {
        expression: expr,
        labels,
        unit,
        retention: retention ?? null,
        "evaluated every": group.interval && readableDuration(group.interval),
      },
    })),
  );
}

const selector = (labels: Readonly<Record<string, string>>) => {
  const pairs = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
  return pairs.length > 0 ? `{${pairs.map(([name, value]) => `${name}="${value}"`).join(",")}}` : "";
};

/** Links point to a dashboard's uid: another one is another dashboard. */
export const DASHBOARD_IDENTITIES = [({ of = "" }: Item) => of];

export function dashboardsIn({ dashboards = [] }: Watched): Item[] {
  return dashboards.map(({ uid, title, description, tags, variables, rows }) => ({
    name: title ?? uid,
    of: uid,
    facts: {
      title,
      description,
      tags,
      variables: variables?.map(({ label, from }) => `${label} from ${from}`),
      panels: `${rows.flatMap(({ panels }) => panels).length}`,
    },
  }));
}

export const PANEL_IDENTITIES = [({ name, of = "" }: Item) => `${of} ${name}`];

export function panelsIn({ dashboards = [] }: Watched): Item[] {
  return dashboards.flatMap(({ uid, rows }) =>
    rows.flatMap((row) =>
      row.panels.map(({ title, kind, description, unit, queries, alert, width, max, stack }) => ({
        name: title,
        of: uid,
        facts: {
          row: row.title,
          kind,
          description,
          unit,
          queries: queries && Object.entries(queries).map(([legend, query]) => `${legend}: ${query}`),
          "line of alert": alert ?? null,
          width: width?.toString(),
          max: max?.toString() ?? null,
          stacked: stack ? "yes" : null,
        },
      })),
    ),
  );
}
