// Labels stay bounded.
import type { Pack } from "../policy";
import { scrapeJobWithoutLimits } from "./policies/scrape-job-without-limits";
import { selectorWithoutName } from "./policies/selector-without-name";
import { unboundedLabelInRule } from "./policies/unbounded-label-in-rule";

export const labelCardinality: Pack = {
  name: "label-cardinality",
  description: "Series stay bounded: labels, selectors and scrape jobs cannot grow without end.",
  policies: [unboundedLabelInRule, scrapeJobWithoutLimits, selectorWithoutName],
};
