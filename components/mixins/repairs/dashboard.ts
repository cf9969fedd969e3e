// How often hooks were called, and what came of it.
import { dashboard as declare, row, stat, timeseries } from "../../dashboards";
import { CALLS } from "./metrics";

const inADay = (outcomes: string) => ({
  "{{hook}}": `sum by (hook) (round(increase(${CALLS}{job="repairs",outcome${outcomes}}[1d])))`,
});

export const dashboard = declare({
  uid: "tocsin-repairs",
  title: "Remediation",
  description: "How often alerts had hooks called, and what came of it.",
  tags: ["monitoring"],
  variables: [],
  rows: [
    row(
      "Last day",
      stat("Calls", "count", "Calls that were answered with success.", inADay('="succeeded"')),
      stat(
        "Failed",
        "count",
        "Calls that failed, during which the caller ended, or that nobody could claim.",
        inADay('=~"failed|interrupted|unclaimed"'),
        {
          alert: "RemediationFailing",
        },
      ),
      stat("Beyond the limit", "count", "Incidents for which the hook was not called any more.", inADay('="limited"'), {
        alert: "RemediationLimited",
      }),
    ),
    row(
      "Hooks",
      timeseries("Incidents", "count", "Incidents in ten minutes, by what came of them.", {
        "{{hook}} {{outcome}}": `sum by (hook, outcome) (round(increase(${CALLS}{job="repairs"}[10m])))`,
      }),
    ),
  ],
});
