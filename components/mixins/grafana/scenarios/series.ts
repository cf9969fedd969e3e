// The series of one Grafana, as promtool reads them, at the default interval of 15 seconds.
export { growing, growingThenStill, steady } from "../../scenario-series";

/** The name of one of its series. */
export const of = (metric: string, labels = ""): string =>
  `${metric}{${labels && `${labels},`}job="grafana",instance="grafana-1:3000",service="dashboards",team="platform"}`;
