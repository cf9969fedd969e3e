// When the chain of alerting, and each alert, was last proven.
import { dashboard as declare, row, stat, table } from "../../dashboards";
import { DRILLED, PROVEN } from "./metrics";

/** Longer than three times the rarest schedule. */
const KEPT = "7d";

/** When alerts were last proven; all of them where no matchers are given. */
export const lastProven = (matchers = ""): string => `max by (alert) (last_over_time(${PROVEN}{${matchers}}[${KEPT}]))`;

export const dashboard = declare({
  uid: "tocsin-drilling",
  title: "Drills of the alerting chain",
  description: "Whether the continuous drill runs, and when it last proved each alert.",
  tags: ["monitoring"],
  variables: [],
  rows: [
    row(
      "State",
      stat(
        "Since the last drill",
        "seconds",
        "Since a drill ended, whatever it found.",
        { drill: `time() - max(last_over_time(${DRILLED}[${KEPT}]))` },
        { alert: "DrillNotRunning" },
      ),
      stat("Alerts proven", "count", "Alerts of which the last drill proved every link.", {
        alerts: `count(${lastProven()} >= on () group_left () max(last_over_time(${DRILLED}[${KEPT}])))`,
      }),
      stat("Alerts not proven", "count", "Alerts that were proven before, and not by the last drill.", {
        alerts: `count(${lastProven()} < on () group_left () max(last_over_time(${DRILLED}[${KEPT}]))) or vector(0)`,
      }),
    ),
    row(
      "Alerts",
      table("Last proven", "timestamp", "When every link from the alert's rule to its receivers was last proven.", {
        "last proven": lastProven(),
      }),
    ),
  ],
});
