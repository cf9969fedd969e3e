// What the program that calls the hooks of remediation counts.
import { type Catalogue, counter } from "../../rules";

export const CALLS = "tocsin_remediation_calls_total";

/** What can come of an incident whose alert has a hook. */
export const OUTCOMES = ["succeeded", "failed", "limited", "interrupted", "unclaimed"] as const;

export const metrics: Catalogue = {
  exporter: "what calls hooks",
  version: "1",
  source: "components/remediation/metrics.ts",
  metrics: [
    counter(CALLS, "count", "Incidents for which a hook was to be called, by what came of it.", {
      hook: 20,
      outcome: OUTCOMES,
    }),
  ],
};
