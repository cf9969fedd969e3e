// The series of Alertmanagers, as promtool reads them, at the default interval of 15 seconds.

/** The name of one of an instance's series. */
export const of = (metric: string, labels = "", instance = "a"): string =>
  `${metric}{${labels && `${labels},`}job="alertmanager",instance="${instance}",service="alertmanager",team="platform"}`;

/** A metric of each of a cluster's instances: a, b, c … */
export const ofEach = (metric: string, ...values: string[]): Record<string, string> =>
  Object.fromEntries(values.map((value, index) => [of(metric, "", "abc".charAt(index)), value]));

/** The same value for twenty minutes. */
export const steady = (value: number): string => `${value}x80`;
