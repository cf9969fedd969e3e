// The worst detection latency of each severity, before and after.
import type { AlertItem } from "./alerts";

export interface Worst {
  /** The longest time from a fault to its message leaving. */
  seconds: number;
  /** The alert that takes it; the first by name where several do. */
  alert: string;
}

/** A side without alerts of the severity, or that does not know their latency, is left out. */
export interface LatencyChange {
  severity: string;
  before?: Worst;
  after?: Worst;
}

const MOST_URGENT_FIRST = ["critical", "warning", "info"];

export function latencyChanges(base: readonly AlertItem[], head: readonly AlertItem[]): LatencyChange[] {
  const found = new Set([...base, ...head].map(({ severity }) => severity));
  const severities = [...new Set([...MOST_URGENT_FIRST, ...found])].filter((severity) => found.has(severity));
  return severities.map((severity) => {
    const [before, after] = [worst(base, severity), worst(head, severity)];
    return { severity, ...(before && { before }), ...(after && { after }) };
  });
}

function worst(alerts: readonly AlertItem[], severity: string): Worst | undefined {
  return alerts
    .flatMap((one) =>
      one.severity === severity && one.latencySeconds !== undefined
        ? [{ seconds: one.latencySeconds, alert: one.name }]
        : [],
    )
    .sort((a, b) => b.seconds - a.seconds || (a.alert < b.alert ? -1 : 1))[0];
}
