// What the continuous drill writes into Prometheus after each run, by its remote write receiver.
import { type Catalogue, gauge } from "../../rules";

/** The label `job` of both, and the name of the mixin. */
export const JOB = "drilling";

/** When the last drill ended, in Unix seconds. */
export const DRILLED = "tocsin_drill_last_run_timestamp_seconds";

/** When every link of an alert was last proven, in Unix seconds, by the label `alert`. */
export const PROVEN = "tocsin_drill_last_proven_timestamp_seconds";

export const metrics: Catalogue = {
  exporter: "the continuous drill",
  version: "1",
  source: "components/drill/kept.ts",
  metrics: [
    gauge(DRILLED, "timestamp", "When the last drill ended, whatever it found."),
    gauge(PROVEN, "timestamp", "When every link from an alert's rule to its receivers was last proven.", {
      alert: 250,
    }),
  ],
};
