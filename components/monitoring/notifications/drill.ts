// What a continuous drill adds: its failure is sent to everybody, and stops what the dead-man's switch waits for.
import type { Mixin } from "../../mixins";
import type { Inhibition } from "../model/monitoring";
import type { Settings } from "../settings/schema";
import { DRILL_FAILED } from "./drill-failed";
import { is, oneOf } from "./matchers";
import { heartbeatAlerts } from "./routes";

/** While a drill fails, the dead-man's switch gets nothing: whatever else is broken, that is noticed. */
export function byDrill({ notifications }: Settings, mixins: readonly Mixin[]): Inhibition[] {
  const names = heartbeatAlerts(mixins);
  if (!notifications.drill || names.length === 0) return [];
  return [{ source: [is("alertname", DRILL_FAILED)], target: [oneOf("alertname", names)], equal: ["environment"] }];
}
