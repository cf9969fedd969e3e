import { secondsOf } from "../../../components/promql";
import type { Policy } from "../../policy";

export const groupInterval: Policy = {
  name: "group-interval",
  level: "advisory",
  isStyle: true,
  description: "Rules are evaluated more often than their results are forgotten.",
  judges: "rule",
  settings: { lookback: { default: 300, description: "Seconds that Prometheus looks back for a sample" } },
  *check({ interval, keepFiringFor }, settings) {
    const seconds = secondsOf(interval ?? "") ?? 0;
    const lookback = settings.number("lookback");
    // An alert that is kept firing as long stays as it was on purpose.
    if (seconds <= lookback || (secondsOf(keepFiringFor ?? "") ?? 0) >= seconds) return;
    yield {
      found: `its group is evaluated every ${interval}, and a sample is found for ${lookback} s`,
      why: "Between two evaluations the recording is not there, and an alert stays as it was",
      fix: `Set the group's interval to ${lookback / 60}m or less`,
    };
  },
  examples: {
    bad: "groups:\n  - name: shop\n    interval: 10m\n    rules: [{ record: 'job:up:sum', expr: sum by (job) (up) }]",
    good: "groups:\n  - name: shop\n    interval: 1m\n    rules: [{ record: 'job:up:sum', expr: sum by (job) (up) }]",
  },
};
