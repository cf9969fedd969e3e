// The series of one Grafana, as promtool reads them, at the default interval of 15 seconds.

/** The name of one of its series. */
export const of = (metric: string, labels = ""): string =>
  `${metric}{${labels && `${labels},`}job="grafana",instance="grafana-1:3000",service="dashboards",team="platform"}`;

/** The same value for an hour. */
export const steady = (value: number): string => `${value}x240`;

/** A counter that grows at a rate for an hour. */
export const growing = (perSecond: number): string => `0+${15 * perSecond}x240`;

/** A counter that grows at a rate for twenty minutes and then stands still. */
export const growingThenStill = (perSecond: number): string => `0+${15 * perSecond}x80 ${15 * perSecond * 80}x160`;
