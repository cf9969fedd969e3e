// A recording rule: an expression that is computed once and read by alerts and dashboards.
import { oneLine } from "../promql";
import type { Retention } from "./retention";
import type { Unit } from "./unit";

export interface Recording {
  /** `level:metric:operations`, the level being the labels that remain: `instance:node_cpu_utilisation:ratio_rate5m`. */
  record: string;
  expr: string;
  unit: Unit;
  /** The labels that the result carries. */
  labels: readonly string[];
  /** Labels that the rule adds, with their values. */
  adds?: Readonly<Record<string, string>>;
  /** Default: technical. */
  retention?: Retention;
}

const CONVENTION = /^[a-z_]+:[a-zA-Z0-9_]+:[a-z0-9_]+$/;

/** Declares a recording. Throws where the name does not follow `level:metric:operations`. */
export function recording(rule: Recording): Recording {
  if (!CONVENTION.test(rule.record)) {
    throw new Error(
      `Recording "${rule.record}" is not named level:metric:operations, as in instance:node_cpu_utilisation:ratio_rate5m`,
    );
  }
  return { ...rule, expr: oneLine(rule.expr) };
}
