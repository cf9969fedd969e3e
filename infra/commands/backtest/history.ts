// A Prometheus' history: what is in it, how far it reaches, and when an expression had a result.
import { z } from "zod";
import type { Address } from "../../running/address";
import { ask } from "../../running/prometheus-query";
import { chunksOf, type Grid } from "./grid";

const names = z.array(z.string());

const matrix = z.object({
  result: z.array(
    z.object({
      metric: z.record(z.string(), z.string()),
      values: z.array(z.tuple([z.number(), z.string()])),
    }),
  ),
});

/** The times at which each series had a value, by its labels. */
export type Presence = ReadonlyMap<string, readonly number[]>;

/** The history is searched for its beginning in so many steps, and then within the first step found. */
const SEARCH_STEPS = 500;

const SHORTEST_STEP_SECONDS = 15;

export class History {
  constructor(private readonly prometheus: string | Address) {}

  /** The names of all metrics in the blocks that overlap with the grid. */
  async metrics({ startSeconds, endSeconds }: Grid): Promise<ReadonlySet<string>> {
    const range = { start: String(startSeconds), end: String(endSeconds) };
    return new Set(names.parse(await ask(this.prometheus, "label/__name__/values", range, "GET")));
  }

  /** When each series of an expression had a value; asks one chunk of the grid after the other. */
  async presence(expr: string, grid: Grid): Promise<Presence> {
    const all = new Map<string, number[]>();
    for (const chunk of chunksOf(grid)) {
      for (const { metric, values } of await this.range(expr, chunk)) {
        const { __name__: _, ...labels } = metric;
        const key = JSON.stringify(Object.entries(labels).sort());
        const times = all.get(key) ?? [];
        for (const [at] of values) times.push(at);
        all.set(key, times);
      }
    }
    return all;
  }

  /**
   * Since when there are samples of each of these metrics, in Unix seconds, exact to the 500th part of the grid's length;
   * the earliest of all is exact to the 500th part of that. Metrics without any sample are left out.
   */
  async since(metrics: readonly string[], grid: Grid): Promise<ReadonlyMap<string, number>> {
    const coarse = await this.firstSamples(metrics, grid);
    const [first, at] = [...coarse].sort(([, a], [, b]) => a - b)[0] ?? [];
    if (first === undefined || at === undefined) return coarse;
    const before = { ...grid, startSeconds: Math.max(grid.startSeconds, at - searchStep(grid)), endSeconds: at };
    return new Map([...coarse, ...(await this.firstSamples([first], before))]);
  }

  private async firstSamples(metrics: readonly string[], grid: Grid): Promise<ReadonlyMap<string, number>> {
    const stepSeconds = searchStep(grid);
    // The last step ends now, so that a history of a few minutes is seen.
    const steps = Math.floor((grid.endSeconds - grid.startSeconds) / stepSeconds);
    const startSeconds = grid.endSeconds - steps * stepSeconds;
    const expr = `count by (__name__) ({__name__=~"${metrics.join("|")}"})`;
    const series = await this.range(expr, { ...grid, startSeconds, stepSeconds });
    return new Map(series.flatMap(({ metric, values: [first] }) => (first ? [[metric.__name__ ?? "", first[0]]] : [])));
  }

  private async range(query: string, { startSeconds, endSeconds, stepSeconds }: Grid) {
    const parameters = { query, start: String(startSeconds), end: String(endSeconds), step: String(stepSeconds) };
    return matrix.parse(await ask(this.prometheus, "query_range", parameters, "POST")).result;
  }
}

const searchStep = ({ startSeconds, endSeconds }: Grid) =>
  Math.max(SHORTEST_STEP_SECONDS, Math.ceil((endSeconds - startSeconds) / SEARCH_STEPS));
