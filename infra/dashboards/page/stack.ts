// Series on top of each other.
import type { ChartSeries } from "./chart";

/** Each with all before it added; what is missing adds nothing. */
export function stacked(series: readonly ChartSeries[]): (number | null)[][] {
  const sums: number[] = [];
  return series.map(({ values }) =>
    values.map((value, index) => {
      sums[index] = (sums[index] ?? 0) + (value ?? 0);
      return value === null ? null : sums[index];
    }),
  );
}
