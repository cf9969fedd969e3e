// The series of one cluster, as promtool reads them, at the default interval of 15 seconds.
export { steady } from "../../scenario-series";

const TARGET = 'service="events",team="platform"';

/** The name of a series of one of the cluster's targets. */
export const on = (instance: string, metric: string, labels = ""): string =>
  `${metric}{${labels && `${labels},`}job="kafka",instance="${instance}",${TARGET}}`;

/** The name of a series of kafka_exporter. */
export const exported = (metric: string, labels = ""): string => on("kafka-exporter:9308", metric, labels);

/** The name of a series of the JMX exporter in a broker. */
export const broker = (number: number, metric: string, labels = ""): string =>
  on(`kafka-${number}:9404`, metric, labels);

/** A partition's end and how much of it the group has not read. */
export const partition = (number: number, end: string, lag: string): Record<string, string> => ({
  [exported("kafka_topic_partition_current_offset", `topic="orders",partition="${number}"`)]: end,
  [exported("kafka_consumergroup_lag", `consumergroup="billing",topic="orders",partition="${number}"`)]: lag,
});

/** What grows by so much a second for an hour. */
export const growing = (perSecond: number, from = 0): string => `${from}+${15 * perSecond}x240`;
