// The series of one service's Qdrant nodes, as promtool reads them, at the default interval of 15 seconds.

/** The name of a series of one of the service's nodes. */
export const on = (node: string, metric: string, labels = ""): string =>
  `${metric}{${labels && `${labels},`}job="qdrant",instance="${node}:6333",service="vectors",team="data"}`;

/** The name of a series of its first node. */
export const of = (metric: string, labels = ""): string => on("qdrant-1", metric, labels);

/** The same value for an hour and a half. */
export const steady = (value: number): string => `${value}x360`;

/** A counter that grows at a rate for an hour. */
export const growing = (perSecond: number): string => `0+${15 * perSecond}x240`;

/** A counter that grows at a rate for twenty minutes and then stands still. */
export const growingThenStill = (perSecond: number): string => `0+${15 * perSecond}x80 ${15 * perSecond * 80}x160`;
