import { walk } from "../../../components/promql";
import type { Policy } from "../../policy";

/** Functions and aggregations behind --enable-feature=promql-experimental-functions. */
const EXPERIMENTAL = new Set([
  ...["mad_over_time", "ts_of_min_over_time", "ts_of_max_over_time", "ts_of_last_over_time", "ts_of_first_over_time"],
  ...["histogram_quantiles", "start_timestamp", "min_of", "max_of", "step", "range", "start", "end"],
  ...["sort_by_label", "sort_by_label_desc", "info", "double_exponential_smoothing", "limitk", "limit_ratio"],
]);

export const experimentalPromql: Policy = {
  name: "experimental-promql",
  level: "advisory",
  description: "No rule needs an experimental part of PromQL.",
  judges: "query",
  *check({ parsed }) {
    if ("error" in parsed) return;
    for (const { part } of walk(parsed.expression)) {
      const name = part.kind === "call" ? part.name : part.kind === "aggregation" ? part.operator : "";
      if (!EXPERIMENTAL.has(name)) continue;
      yield {
        found: `"${part.text}" uses ${name}, which is experimental`,
        why: "A server without --enable-feature=promql-experimental-functions refuses the whole file",
        fix: "Start every server that evaluates it with that flag, or write it otherwise",
      };
    }
  },
  examples: {
    bad: "- record: job:up:limited\n  expr: limitk by (job) (3, up)",
    good: "- record: job:up:sum\n  expr: sum by (job) (up)",
  },
};
