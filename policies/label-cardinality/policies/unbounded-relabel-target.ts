import type { Relabeling } from "../../content";
import type { Policy } from "../../policy";
import { isUnbounded, UNBOUNDED_SETTING } from "../unbounded-labels";

export const unboundedRelabelTarget: Policy = {
  name: "unbounded-relabel-target",
  level: "mandatory",
  description: "Relabeling writes no label whose values never end.",
  judges: "scrape job",
  settings: UNBOUNDED_SETTING,
  *check({ relabelings }, settings) {
    for (const { target, stage, action, sources, replacement } of relabelings) {
      if (target === undefined || !writes({ action, replacement, sources })) continue;
      if (!isUnbounded(target, [], settings)) continue;
      yield {
        found: `relabeling ${stage === "target" ? "of targets" : "of samples"} writes the label ${target}${sources.length > 0 ? ` from ${sources.join(", ")}` : ""}`,
        why: `Every new ${target} makes series of its own, for as long as they are kept`,
        fix: `Leave it out, or write a label with few values; drop one that is scraped with action: labeldrop, regex: ${target}`,
      };
    }
  },
  examples: {
    bad: "scrape_configs:\n  - job_name: shop\n    metric_relabel_configs:\n      - { source_labels: [customer], target_label: user_id }",
    good: "scrape_configs:\n  - job_name: shop\n    metric_relabel_configs:\n      - { source_labels: [customer_tier], target_label: tier }",
  },
};

/** A fixed text is one value; an empty one takes the label away. */
const writes = ({ action, replacement, sources }: Pick<Relabeling, "action" | "replacement" | "sources">) =>
  ["replace", "lowercase", "uppercase"].includes(action) &&
  (replacement === undefined ? sources.length > 0 : replacement.includes("$"));
