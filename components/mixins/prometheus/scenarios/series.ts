// The series of one Prometheus, as promtool reads them, at the default interval of 15 seconds.

const SERVER = 'job="prometheus",instance="127.0.0.1:9090",service="prometheus",team="platform"';

/** The name of one of its series. */
export const of = (metric: string, labels = ""): string => `${metric}{${labels && `${labels},`}${SERVER}}`;

/** The same value for half an hour. */
export const steady = (value: number): string => `${value}x120`;

/** A counter that grows at a rate for half an hour. */
export const growing = (perSecond: number): string => `0+${15 * perSecond}x120`;

/** A counter that stands still, grows at a rate from the second to the tenth minute, and stands still again. */
export const growingForAWhile = (perSecond: number): string => `0x7 0+${15 * perSecond}x32 ${15 * perSecond * 32}x120`;

/** A counter of something that happens every so many seconds. */
export const every = (seconds: number): string =>
  Array.from({ length: 80 }, (_, sample) => Math.floor((15 * sample) / seconds)).join(" ");
