// The series of one PostgreSQL server, as promtool reads them, at the default interval of 15 seconds.
export { steady } from "../../scenario-series";

const TARGET = 'job="postgres",instance="db-1:9187",service="orders-db",team="data"';

/** What the exporter of Debian adds to most of its series. */
export const SERVER = 'server="db-1:5432"';

/** The name of one of the server's series. */
export const of = (metric: string, labels = ""): string => `${metric}{${labels && `${labels},`}${TARGET}}`;

/** One value for ten minutes, then another for the rest of an hour. */
export const changing = (value: number, after: number): string => `${value}x40 ${after}x200`;

/** A counter that grows at a rate for twenty minutes and then at another. */
export const growing = (perSecond: number, after = perSecond): string =>
  `0+${15 * perSecond}x80 ${15 * perSecond * 80}+${15 * after}x160`;

/** A counter that grows at a rate and starts from 0 again after twenty minutes. */
export const growingThroughRestart = (perSecond: number): string => `1000+${15 * perSecond}x80 0+${15 * perSecond}x160`;
