// The series of one MySQL server, as promtool reads them, at the default interval of 15 seconds.

const SERVER = 'job="mysql",instance="db-1:9104",service="orders-db",team="platform"';

/** The name of one of the server's series. */
export const of = (metric: string, labels = ""): string => `${metric}{${labels && `${labels},`}${SERVER}}`;

/** The same value for an hour. */
export const steady = (value: number): string => `${value}x240`;

/** A counter that grows at a rate for an hour. */
export const growing = (perSecond: number): string => `0+${15 * perSecond}x240`;

/** A counter that grows at a rate for twenty minutes and then stands still. */
export const growingThenStill = (perSecond: number): string => `0+${15 * perSecond}x80 ${15 * perSecond * 80}x160`;
