// An OpenSLO objective as one of ours: events a second, and the good or the bad ones among them.
import { rewrite } from "../../promql";
import type { Service } from "../settings/schema";
import { atWindow } from "./read";
import type { Indicator, SloObjective, SloSpec } from "./schema";

export type Ratio = Extract<Service["slos"][number], { kind: "ratio" }>;
type Events = Pick<Ratio, "total" | "good" | "bad">;

/** The window that recordings of objectives are measured over. */
const WINDOW = "5m";

const COMPARISON = { lte: "<=", gte: ">=", lt: "<", gt: ">" } as const;

/** Why an objective cannot be measured; text, where it cannot. */
export function ratioOf(
  name: string,
  { budgetingMethod }: Pick<SloSpec, "budgetingMethod">,
  indicator: Indicator,
  objective: SloObjective,
): Ratio | string {
  const target = objective.target ?? Number(((objective.targetPercent ?? 0) / 100).toFixed(9));
  if (target < 0.5 || target >= 1) return `found the target ${target}; give a share from 0.5 to below 1, such as 0.999`;
  const slices = budgetingMethod === "Timeslices" ? slicesOf(objective) : undefined;
  if (typeof slices === "string") return slices;
  const events = indicator.ratioMetric
    ? ofRatio(indicator.ratioMetric, slices)
    : ofThreshold(indicator.thresholdMetric?.metricSource.spec.query ?? "", objective, slices);
  return typeof events === "string" ? events : { kind: "ratio", name, objective: target, ...events };
}

/** A slice is good where this share of it is. */
interface Slices {
  window: string;
  target: number;
}

const slicesOf = ({ timeSliceTarget, timeSliceWindow }: SloObjective): Slices | string =>
  timeSliceTarget !== undefined && timeSliceWindow !== undefined
    ? { window: timeSliceWindow, target: timeSliceTarget }
    : "found Timeslices without timeSliceTarget and timeSliceWindow; give both, or budgetingMethod: Occurrences";

function ofRatio(metric: NonNullable<Indicator["ratioMetric"]>, slices: Slices | undefined): Events {
  const { counter, good, bad, total, raw, rawType } = metric;
  const window = slices?.window ?? WINDOW;
  const queryOf = (one: typeof raw) => {
    const query = atWindow(one?.metricSource.spec.query.trim() ?? "", window);
    return counter && !raw ? perSecond(query, window) : query;
  };
  if (raw) {
    const ratio = queryOf(raw);
    const share = rawType === "success" ? `(${ratio})` : `1 - (${ratio})`;
    const all = `(${ratio}) * 0 + 1`;
    return slices ? { total: all, good: `(${share}) >= bool ${slices.target}` } : { total: all, good: share };
  }
  const all = queryOf(total);
  const part = queryOf(good ?? bad);
  if (!slices) return good ? { total: all, good: part } : { total: all, bad: part };
  const of = `(sum(${part}) / (sum(${all}) > 0))`;
  return {
    total: `(sum(${all}) > 0) * 0 + 1`,
    ...(good ? { good: `${of} >= bool ${slices.target}` } : { bad: `${of} > bool ${1 - slices.target}` }),
  };
}

function ofThreshold(query: string, { op, value }: SloObjective, slices: Slices | undefined): Events | string {
  if (!op || value === undefined)
    return "found a thresholdMetric, and no op and value to compare it with; give op: lte and a value";
  const met = `(${query}) ${COMPARISON[op]} bool ${value}`;
  return {
    total: `(${query}) * 0 + 1`,
    good: slices ? `avg_over_time((${met})[${slices.window}:30s]) >= bool ${slices.target}` : met,
  };
}

/** A query of counters as what they count a second: each selector of one becomes its rate. */
const perSecond = (query: string, window: string): string =>
  rewrite(query, (part, inside) => {
    const [around] = [...inside];
    const isNow = around?.kind !== "range" && around?.kind !== "shifted";
    return part.kind === "selector" && isNow ? `rate(${part.text}[${window}])` : undefined;
  });
