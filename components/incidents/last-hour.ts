// The last hour of what an incident's alerts judge, as a graph.
import { z } from "zod";
import type { ContextGround } from "./context";
import { drawn, type Line } from "./graph";
import type { Notification } from "./notification";
import type { IncidentsPlan } from "./plan";

const HOUR_SECONDS = 3_600;
const STEP_SECONDS = 30;

/** More lines than these nobody tells apart. */
const MOST = 4;

const matrix = z.object({
  data: z.object({
    result: z.array(
      z.object({
        metric: z.record(z.string(), z.string()),
        values: z.array(z.tuple([z.number(), z.string()])),
      }),
    ),
  }),
});

export interface DrawnHour {
  png: Buffer;
  title: string;
}

/** Undefined where the alert has no threshold, or nothing was measured. */
export async function lastHour(
  { alerts, commonLabels }: Notification,
  graphs: IncidentsPlan["graphs"],
  { send, prometheus, now }: ContextGround,
): Promise<DrawnHour | undefined> {
  const { alertname = "", severity = "" } = commonLabels;
  const name = `${alertname} ${severity}`;
  const judged = Object.hasOwn(graphs, name) ? graphs[name] : undefined;
  if (!judged) return undefined;
  const to = Math.floor(now() / 1000);
  const from = to - HOUR_SECONDS;
  const query = new URLSearchParams({ query: judged.expr, start: `${from}`, end: `${to}`, step: `${STEP_SECONDS}` });
  const { status, body } = await send("GET", `${prometheus}/api/v1/query_range?${query}`);
  if (status >= 300) throw new Error(`Prometheus answers ${status}`);
  const own = matrix
    .parse(JSON.parse(body))
    .data.result.filter(({ metric }) =>
      alerts.some(({ labels }) =>
        Object.entries(metric).every(([name, value]) => name === "__name__" || labels[name] === value),
      ),
    );
  const lines = own.map(
    ({ values }): Line =>
      values.map(([time, value]) => [time, Number(value)] as const).filter(([, value]) => Number.isFinite(value)),
  );
  const shown = lines.filter((line) => line.length > 0).slice(0, MOST);
  if (shown.length === 0) return undefined;
  const values = shown.flat().map(([, value]) => value);
  const range = `${short(Math.min(...values))} to ${short(Math.max(...values))}`;
  return {
    png: drawn({ lines: shown, threshold: judged.threshold, from, to }),
    title: `${alertname}, the last hour: ${range}; threshold ${short(judged.threshold)}`,
  };
}

const short = (value: number) => String(Number(value.toPrecision(3)));
