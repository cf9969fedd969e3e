// The series of one service's Qdrant nodes, as promtool reads them, at the default interval of 15 seconds.
export { growing, growingThenStill } from "../../scenario-series";

/** The name of a series of one of the service's nodes. */
export const on = (node: string, metric: string, labels = ""): string =>
  `${metric}{${labels && `${labels},`}job="qdrant",instance="${node}:6333",service="vectors",team="data"}`;

/** The name of a series of its first node. */
export const of = (metric: string, labels = ""): string => on("qdrant-1", metric, labels);

/** The same value for an hour and a half. */
export const steady = (value: number): string => `${value}x360`;
