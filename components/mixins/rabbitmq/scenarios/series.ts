// The series of RabbitMQ nodes, as promtool reads them, at the default interval of 15 seconds.

/** The name of one of a node's series. */
export const of = (metric: string, labels = "", node = "mq-1"): string =>
  `${metric}{${labels && `${labels},`}job="rabbitmq",instance="${node}:15692",service="orders-mq",team="data"}`;

/** The same value for half an hour. */
export const steady = (value: number): string => `${value}x120`;

/** One value for five minutes, another for ten, and the first again for twenty. */
export const between = (usual: number, meanwhile: number): string => `${usual}x19 ${meanwhile}x39 ${usual}x80`;

/** A counter that grows at a rate for 15 minutes and then at another. */
export const growing = (perSecond: number, after = perSecond): string =>
  `0+${15 * perSecond}x60 ${900 * perSecond}+${15 * after}x80`;
