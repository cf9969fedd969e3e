// Labels stay bounded.
import type { Pack } from "../policy";
import { heavyMetricKept } from "./policies/heavy-metric-kept";
import { highCardinalityGrouping } from "./policies/high-cardinality-grouping";
import { labelmapOfEverything } from "./policies/labelmap-of-everything";
import { redundantRegexMatcher } from "./policies/redundant-regex-matcher";
import { scrapeJobWithoutLimits } from "./policies/scrape-job-without-limits";
import { selectorWithoutName } from "./policies/selector-without-name";
import { seriesOverBudget } from "./policies/series-over-budget";
import { unboundedDashboardVariable } from "./policies/unbounded-dashboard-variable";
import { unboundedLabelInRule } from "./policies/unbounded-label-in-rule";
import { unboundedRelabelTarget } from "./policies/unbounded-relabel-target";
import { unboundedSpanDimension } from "./policies/unbounded-span-dimension";
import { unboundedStreamField } from "./policies/unbounded-stream-field";

export const labelCardinality: Pack = {
  name: "label-cardinality",
  description: "Series stay bounded: labels, selectors and scrape jobs cannot grow without end.",
  policies: [
    unboundedLabelInRule,
    unboundedRelabelTarget,
    unboundedSpanDimension,
    unboundedDashboardVariable,
    unboundedStreamField,
    highCardinalityGrouping,
    scrapeJobWithoutLimits,
    seriesOverBudget,
    labelmapOfEverything,
    heavyMetricKept,
    selectorWithoutName,
    redundantRegexMatcher,
  ],
};
