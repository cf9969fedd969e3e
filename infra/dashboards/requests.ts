// What a panel asks Prometheus: its queries with the values that are chosen, or «All».
import { replaceVariables } from "../../components/promql";
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
  /** Values of variables, by name; all where there are none. */
  chosen?: Readonly<Record<string, readonly string[]>>;
}

/** The requests of a panel, in its order. */
export function requestsOf(panel: Panel, dashboard: Dashboard, asked: Asked): Request[] {
  const { lastSeconds, nowSeconds } = asked;
  const times = timesOf(lastSeconds, nowSeconds, panel.gridPos.w);
  const values = { ...valuesOf(dashboard, asked), ...builtInVariables(lastSeconds, times) };
  return panel.targets.map(({ refId, legendFormat, expr, instant }) => ({
    target: { refId, legendFormat },
    expr: replaceVariables(expr, (name) => values[name]),
    ...(instant ? { kind: "instant", atSeconds: nowSeconds } : { kind: "range", times }),
  }));
}

/** When the alerts that the dashboard draws fired: the queries of its annotations. */
export function annotationRequests(dashboard: Dashboard, asked: Asked): Request[] {
  const { lastSeconds, nowSeconds } = asked;
  const times = timesOf(lastSeconds, nowSeconds, COLUMNS);
  const values = valuesOf(dashboard, asked);
  return dashboard.annotations.list.flatMap(({ name, expr, titleFormat }) => {
    if (expr === undefined) return [];
    const target = { refId: name, legendFormat: titleFormat };
    return [{ target, expr: replaceVariables(expr, (variable) => values[variable]), kind: "range" as const, times }];
  });
}

/** Of each variable what is chosen, as a regular expression; for «All» what it says itself, else everything. */
function valuesOf({ templating }: Dashboard, { chosen = {} }: Asked): Record<string, string> {
  return Object.fromEntries(
    templating.list.map(({ name, allValue }) => [
      name,
      (chosen[name] ?? []).map(literal).join("|") || (allValue ?? ".+"),
    ]),
  );
}

/** A value in a regular expression within double quotes, as Grafana writes it. */
const literal = (value: string) =>
  value.replace(/[\\^$.*+?()[\]{}|"]/g, (char) => (char === '"' ? '\\"' : `\\\\${char}`));
