// The series of one interview worker, as promtool reads them, at the default interval of 15 seconds.
export { growing, steady } from "tocsin";

/** The name of one of the worker's series, as the job of this mixin stores it. */
export const of = (metric: string, labels = ""): string =>
  `${metric}{${labels && `${labels},`}job="interviews",instance="10.0.0.7:3000",service="interview-worker",team="hiring"}`;

/** A counter that stands still for five minutes, grows at a rate for fifteen, and stands still again. */
export const passing = (perSecond: number): string => `0x20 0+${15 * perSecond}x60 ${15 * perSecond * 60}x160`;

/** What ends well and what fails of some work, by the counter's name; `labels` are those beside the status. */
export const ending = (metric: string, success: string, error: string, labels = "") => ({
  [of(metric, `${labels && `${labels},`}status="success"`)]: success,
  [of(metric, `${labels && `${labels},`}status="error"`)]: error,
});
