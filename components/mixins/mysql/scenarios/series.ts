// The series of one MySQL server, as promtool reads them, at the default interval of 15 seconds.
export { growing, growingThenStill, steady } from "../../scenario-series";

const SERVER = 'job="mysql",instance="db-1:9104",service="orders-db",team="platform"';

/** The name of one of the server's series. */
export const of = (metric: string, labels = ""): string => `${metric}{${labels && `${labels},`}${SERVER}}`;
