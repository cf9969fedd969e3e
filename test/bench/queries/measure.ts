// What queries cost: one after the other, and as a browser sends those of a dashboard.
import type { Answer, Asked, Prometheus } from "../shared/prometheus";
import { median } from "../shared/statistics";
import type { PanelQuery } from "./panels";

export const HOUR = 3_600;

/** The ranges, with the step that Grafana takes for a panel of 1,000 pixels and a scrape interval of 15 s. */
export const RANGES = [
  { name: "1 h", seconds: HOUR, step: 15 },
  { name: "24 h", seconds: 24 * HOUR, step: 60 },
  { name: "7 d", seconds: 7 * 24 * HOUR, step: 600 },
] as const;

export type RangeName = (typeof RANGES)[number]["name"];

/** What a browser sends at a time. */
const AT_A_TIME = 6;
/** What takes longer is asked once: the disk was read in that time. */
export const ONCE_ABOVE_SECONDS = 1;

export const SIDES = ["byHand", "ours"] as const;
export type Side = (typeof SIDES)[number];

/** The costs of one query on one range, for each side. */
export type Measured = PanelQuery & { rangeName: RangeName } & { cost: Record<Side, Answer> };

/** First paints of a dashboard, in seconds, by range. */
export interface Paint {
  dashboard: string;
  row: Record<string, Record<Side, number>>;
}

export type Range = (typeof RANGES)[number];

export const askedOver = ({ range }: PanelQuery, expr: string, { seconds, step }: Range, end: number): Asked =>
  range ? { expr, from: end - seconds, to: end, step } : { expr, at: end };

/** The cost of a query on both sides: the median of so many repeats after one more. */
export async function measure(
  prometheus: Prometheus,
  query: PanelQuery,
  { range, end, repeats }: { range: Range; end: number; repeats: number },
): Promise<Measured> {
  const costOf = async (expr: string): Promise<Answer> => {
    const asked = askedOver(query, expr, range, end);
    const first = await prometheus.ask(asked);
    if (first.seconds > ONCE_ABOVE_SECONDS || repeats === 0) return first;
    const seconds = [];
    for (let repeat = 0; repeat < repeats; repeat++) seconds.push((await prometheus.ask(asked)).seconds);
    return { ...first, seconds: median(seconds) };
  };
  const byHand = await costOf(query.byHand);
  const ours = query.byHand === query.ours ? byHand : await costOf(query.ours);
  return { ...query, rangeName: range.name, cost: { byHand, ours } };
}

/** How long all queries of a dashboard take, six at a time. */
export async function paint(prometheus: Prometheus, asked: readonly Asked[]): Promise<number> {
  const waiting = [...asked];
  const begun = performance.now();
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await prometheus.ask(next);
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, worker));
  return (performance.now() - begun) / 1000;
}
