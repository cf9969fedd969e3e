// The units that metrics, recordings, thresholds and panels are given in.

/** Base units, as Prometheus recommends; a ratio is 0 to 1 and drawn as percent. */
export type Unit =
  | "seconds"
  | "bytes"
  | "bytesPerSecond"
  | "ratio"
  | "count"
  | "requestsPerSecond"
  | "perSecond"
  | "timestamp"
  | "dollars"
  | "boolean";

/** How a value of each unit is printed in a message: a Prometheus template over the variable given. */
export const TEMPLATE_OF_UNIT: Record<Unit, (value: string) => string> = {
  seconds: (v) => `{{ ${v} | humanizeDuration }}`,
  bytes: (v) => `{{ ${v} | humanize1024 }}B`,
  bytesPerSecond: (v) => `{{ ${v} | humanize1024 }}B/s`,
  ratio: (v) => `{{ ${v} | humanizePercentage }}`,
  count: (v) => `{{ ${v} | humanize }}`,
  requestsPerSecond: (v) => `{{ ${v} | humanize }} req/s`,
  perSecond: (v) => `{{ ${v} | humanize }}/s`,
  timestamp: (v) => `{{ ${v} | humanizeTimestamp }}`,
  dollars: (v) => `\${{ ${v} | humanize }}`,
  boolean: (v) => `{{ ${v} }}`,
};
