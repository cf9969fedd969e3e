// Rules as they are evaluated, and what a group of them has in common.
import type { ShardBy } from "../../mixins";
import type { Where } from "../../promql";
import type { Duration, JudgedAlert, Recording, Severity } from "../../rules";

/** An alerting rule, complete: what Prometheus, a PrometheusRule or Grafana evaluates. */
export interface PlacedAlert {
  alert: JudgedAlert;
  severity: Severity;
  /** The series that it judges, where not all. */
  where?: Where;
  expr: string;
  threshold?: number;
  for: Duration;
  keepFiringFor?: Duration;
  labels: Readonly<Record<string, string>>;
  annotations: Readonly<Record<string, string>>;
  /** The longest time from the fault to the message leaving, in seconds. */
  latencySeconds: number;
  /** Where it cannot hold its detection budget, because its targets are scraped too rarely. */
  late?: LateAlert;
}

export interface LateAlert {
  budgetSeconds: number;
  /** The longest scrape interval with which the budget holds. */
  holdsAt: Duration;
}

export interface RuleGroup {
  name: string;
  /** The name of the mixin that its rules are of. */
  mixin: string;
  /** How several servers divide the targets that its rules read. */
  shardBy: ShardBy;
  interval: Duration;
  recordings: readonly Recording[];
  alerts: readonly PlacedAlert[];
  /** The file that a group of your own rules comes from, and what it says beside its rules. */
  own?: { file: string; limit?: number; queryOffset?: string };
}
