// What a panel asks Prometheus: its queries with «All» chosen everywhere.
import { replaceVariables } from "../../components/pages/grafana-variables";
import type { Dashboard, Panel, Target } from "./grafana-json";
import { builtInVariables, COLUMNS, type Times, timesOf } from "./times";

interface Query {
  target: Pick<Target, "refId" | "legendFormat">;
  /** Without variables. */
  expr: string;
}

/** Over some times, or at one, in Unix seconds. */
export type Request = Query & ({ kind: "range"; times: Times } | { kind: "instant"; atSeconds: number });

export interface Asked {
  lastSeconds: number;
  nowSeconds: number;
}

/** The requests of a panel, in its order. */
export function requestsOf(panel: Panel, dashboard: Dashboard, { lastSeconds, nowSeconds }: Asked): Request[] {
  const times = timesOf(lastSeconds, nowSeconds, panel.gridPos.w);
  const values = { ...chosen(dashboard), ...builtInVariables(lastSeconds, times) };
  return panel.targets.map(({ refId, legendFormat, expr, instant }) => ({
    target: { refId, legendFormat },
    expr: replaceVariables(expr, (name) => values[name]),
    ...(instant ? { kind: "instant", atSeconds: nowSeconds } : { kind: "range", times }),
  }));
}

/** When the alerts that the dashboard draws fired: the queries of its annotations. */
export function annotationRequests(dashboard: Dashboard, { lastSeconds, nowSeconds }: Asked): Request[] {
  const times = timesOf(lastSeconds, nowSeconds, COLUMNS);
  const values = chosen(dashboard);
  return dashboard.annotations.list.flatMap(({ name, expr, titleFormat }) => {
    if (expr === undefined) return [];
    const target = { refId: name, legendFormat: titleFormat };
    return [{ target, expr: replaceVariables(expr, (variable) => values[variable]), kind: "range" as const, times }];
  });
}

/** A variable's value for «All»: what it says itself, else everything. */
function chosen({ templating }: Dashboard): Record<string, string> {
  return Object.fromEntries(templating.list.map(({ name, allValue }) => [name, allValue ?? ".+"]));
}
