// Languages that look like PromQL and are not: LogQL of Loki, MetricsQL of VictoriaMetrics.
import { isKnownFunction, parse, selectorsIn } from "../../../components/promql";

export type Language = "PromQL" | "MetricsQL" | "LogQL" | "LogsQL" | "Graphite's language" | "a Helm template";

const words = (text: string): readonly string[] => text.split(/\s+/).filter((word) => word !== "");

/** Functions of MetricsQL beyond those of Prometheus (github.com/VictoriaMetrics/metricsql: rollup.go, transform.go, aggr.go). */
const OF_METRICSQL = new Set(
  words(`
  aggr_over_time ascent_over_time changes_prometheus count_eq_over_time count_gt_over_time count_le_over_time
  count_ne_over_time count_values_over_time decreases_over_time default_rollup delta_prometheus deriv_fast
  descent_over_time distinct_over_time duration_over_time geomean_over_time histogram_over_time hoeffding_bound_lower
  hoeffding_bound_upper ideriv increase_prometheus increase_pure increases_over_time integrate lag lifetime
  median_over_time mode_over_time outlier_iqr_over_time quantiles_over_time range_over_time rate_over_sum
  rate_prometheus rollup rollup_candlestick rollup_delta rollup_deriv rollup_increase rollup_rate rollup_scrape_interval
  scrape_interval share_eq_over_time share_gt_over_time share_le_over_time stale_samples_over_time sum_eq_over_time
  sum_gt_over_time sum_le_over_time sum_lt_over_time sum2_over_time tfirst_over_time timestamp_with_name
  tlast_change_over_time tlast_over_time tmax_over_time tmin_over_time zscore_over_time bitmap_and bitmap_or bitmap_xor
  buckets_limit drop_common_labels drop_empty_series histogram_share interpolate keep_last_value keep_next_value
  label_copy label_del label_graphite_group label_keep label_lowercase label_map label_match label_mismatch label_move
  label_set label_transform label_uppercase label_value labels_equal limit_offset now prometheus_buckets rand
  rand_exponential rand_normal range_avg range_first range_last range_linear_regression range_mad range_max range_median
  range_min range_normalize range_quantile range_stddev range_stdvar range_sum range_trim_outliers range_trim_spikes
  range_trim_zscore range_zscore remove_resets running_avg running_max running_min running_sum smooth_exponential
  sort_by_label_numeric sort_by_label_numeric_desc timezone_offset union any bottomk_avg bottomk_last bottomk_max
  bottomk_median bottomk_min distinct geomean histogram mad median mode outliers_iqr outliers_mad outliersk quantiles
  share sum2 topk_avg topk_last topk_max topk_median topk_min utilization zscore`).filter(
    (name) => !isKnownFunction(name),
  ),
);

/** What PromQL has no words for. */
const SIGNS: readonly (readonly [Language, RegExp])[] = [
  ["a Helm template", /\{\{-?\s*(if|else|end|range|with|include|template|[.$]\w)/],
  // A bar stands in PromQL in quotes only.
  ["LogQL", /\{[^{}]*\}[^|]*\||^\s*\|/],
  ["LogQL", /\{[^{}]*\}\s*(!=|!~|!>)\s*""/],
  ["LogQL", /\b(bytes_rate|bytes_over_time|rate_counter)\s*\(/],
  ["MetricsQL", /^\s*WITH\s*\(/i],
  // Its histograms have ranges where Prometheus' have bounds.
  ["MetricsQL", /\b(keep_metric_names|vmrange)\b/],
  ["MetricsQL", /[\w)\]}]\s+(default|if|ifnot)\s+[\w({-]/],
  ["MetricsQL", /""\s+or\s/],
  ["MetricsQL", /\[\d+i(:|\])/],
];

const QUOTED = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`/g;

/** An expression without what is quoted, and without comments. */
const bare = (expr: string) => expr.replace(QUOTED, '""').replace(/#[^\n]*/g, "");

/** The language of an expression that shows it; undefined where it may be PromQL. */
export function otherLanguage(expr: string): Language | undefined {
  const text = bare(expr);
  const shown = SIGNS.find(([, sign]) => sign.test(text))?.[0];
  if (shown) return shown;
  return [...text.matchAll(/\b([a-z_]\w*)\s*(?=\()/g)].some(([, name = ""]) => OF_METRICSQL.has(name))
    ? "MetricsQL"
    : undefined;
}

/** Whether it chooses by labels alone, as a log stream of Loki's is chosen. */
export function isWithoutNames(expr: string): boolean {
  const parsed = parse(expr);
  const selectors = "error" in parsed ? [] : selectorsIn(parsed.expression);
  return selectors.length > 0 && selectors.every(({ name }) => name === undefined);
}

/** Whether it chooses nothing at all, as `1 > 0`, which Loki takes and Prometheus does not. */
export function isWithoutSelectors(expr: string): boolean {
  const parsed = parse(expr);
  return "error" in parsed ? /^[\d\s<>=!+*/-]+$/.test(expr) : selectorsIn(parsed.expression).length === 0;
}
