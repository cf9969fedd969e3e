// The series of one host, as promtool reads them, at the default interval of 15 seconds.
export { growing, growingThenStill, steady } from "../../scenario-series";

const HOST = 'job="node",instance="web-1",host="web-1",service="node",team="platform"';

/** The name of one of the host's series. */
export const of = (metric: string, labels = ""): string => `${metric}{${labels && `${labels},`}${HOST}}`;
