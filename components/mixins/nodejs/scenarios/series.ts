// The series of one Node.js process, as promtool reads them, at the default interval of 15 seconds.
export { steady } from "../../scenario-series";

const TARGET = 'job="nodejs",instance="worker-1:3000",service="worker",team="platform",host="web-1"';

/** The name of one of the process's series. */
export const of = (metric: string, labels = ""): string => `${metric}{${labels && `${labels},`}${TARGET}}`;

/** A value after five minutes, for so many samples, and a low one before and after. */
export const raised = (low: number, high: number, samples = 40): string =>
  `${low}x19 ${high}x${samples - 1} ${low}x120`;
