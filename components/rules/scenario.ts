// A scenario: series that go in, and what an alert says of them at given times. It runs through promtool.
import type { Duration } from "../promql";
import type { Severity } from "./severity";

export interface Scenario {
  /** The alert that is proven. */
  alert: string;
  /** What happens, as a sentence: "fires when the disk fills up". */
  title: string;
  /** Series by selector, values in promtool's notation: `{ 'up{job="node"}': "1x10 0x20" }`. */
  given: Readonly<Record<string, string>>;
  /** Time between two samples. Default: `15s`. */
  interval?: Duration;
  /** Which severities fire at which time after the start (`90s`, `3m30s`); `quiet` means none. */
  expect: Readonly<Record<string, "quiet" | readonly Severity[]>>;
}

/** Several scenarios of one alert, a sentence each. */
export function scenarios(alert: string, byTitle: Record<string, Omit<Scenario, "alert" | "title">>): Scenario[] {
  return Object.entries(byTitle).map(([title, scenario]) => ({ alert, title, ...scenario }));
}
