// Histograms and quantiles.
import type { Policy } from "../../policy";
import { bucketsSummed } from "./buckets-summed";
import { histogramQuantilePerSeries } from "./histogram-quantile-per-series";
import { histogramQuantileWithoutLe } from "./histogram-quantile-without-le";
import { quantileOutOfRange } from "./quantile-out-of-range";
import { quantilesAveraged } from "./quantiles-averaged";

export const histograms: readonly Policy[] = [
  histogramQuantileWithoutLe,
  histogramQuantilePerSeries,
  bucketsSummed,
  quantilesAveraged,
  quantileOutOfRange,
];
