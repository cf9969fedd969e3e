// A team's own rules, as their files say them.
import type { Duration, Recording, Severity } from "../../rules";

export interface OwnAlert {
  name: string;
  expr: string;
  severity: Severity;
  for: Duration;
  keepFiringFor?: Duration;
  labels: Readonly<Record<string, string>>;
  annotations: Readonly<Record<string, string>>;
}

export interface OwnGroup {
  /** Relative to the project's folder. */
  file: string;
  name: string;
  /** How often it is evaluated; left out where the file leaves that to Prometheus. */
  interval?: Duration;
  /** How many series a rule may return. */
  limit?: number;
  queryOffset?: string;
  recordings: readonly Recording[];
  alerts: readonly OwnAlert[];
}
