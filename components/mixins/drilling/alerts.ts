// That drills no longer run, which no drill can say.
import { type Alert, alert, type Duration, duration, seconds } from "../../rules";
import { DRILLED, JOB } from "./metrics";
import { PLANNED } from "./recordings";

/** So many drills in a row may be missing. */
export const MISSED = 3;

/** @param every From one drill to the next. */
export const alertsFor = (every: Duration): readonly Alert[] => {
  const ago = (turns: number) => duration(turns * seconds(every));
  // Each of these times was planned, so that neither the first drill of a deployment is missed nor one while Prometheus was off.
  const planned = Array.from({ length: MISSED }, (_, index) => `${PLANNED} offset ${ago(index + 1)}`);
  return [
    alert({
      name: "DrillNotRunning",
      expr: `${planned.join(" and ")} unless on () count_over_time(${DRILLED}{job="${JOB}"}[${ago(MISSED)}])`,
      severity: "warning",
      for: "1m",
      onMissing: "fires",
      route: "everyone",
      summary: "The continuous drill of the alerting chain no longer runs",
      description: `For ${ago(MISSED)} no drill has ended, of which there is one every ${every}: nobody knows whether alerts still arrive.`,
    }),
  ];
};
