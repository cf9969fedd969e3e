// When the chain of alerting, and each alert, was last proven.
import { dashboard as declare, row, stat, table } from "../../dashboards";
import { DRILLED, JOB, PROVEN } from "./metrics";

/** Twice the rarest schedule. */
const KEPT = "2d";

/** When alerts were last proven: those of these names, or all. */
export function lastProven(alerts: readonly string[] = []): string {
  const named = alerts.length > 0 ? `,alert${alerts.length > 1 ? "=~" : "="}"${alerts.join("|")}"` : "";
  return `max by (alert) (last_over_time(${PROVEN}{job="${JOB}"${named}}[${KEPT}]))`;
}

const LAST_DRILL = `max(last_over_time(${DRILLED}{job="${JOB}"}[${KEPT}]))`;

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
        { drill: `time() - ${LAST_DRILL}` },
        { alert: "DrillNotRunning" },
      ),
      stat("Alerts proven", "count", "Alerts of which the last drill proved every link.", {
        alerts: `count(${lastProven()} >= on () group_left () ${LAST_DRILL})`,
      }),
      stat("Alerts not proven", "count", "Alerts that were proven before, and not by the last drill.", {
        alerts: `count(${lastProven()} < on () group_left () ${LAST_DRILL}) or vector(0)`,
      }),
    ),
    row(
      "Alerts",
      table(
        "Last proven",
        "timestamp",
        "When every link from the alert's rule to its receivers was last proven, in the last two days.",
        {
          "last proven": lastProven(),
        },
      ),
    ),
  ],
});
