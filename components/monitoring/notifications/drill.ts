// What a continuous drill adds: its failure, and that it no longer runs, is sent to everybody, and stops what the dead-man's switch waits for.
import type { Mixin } from "../../mixins";
import type { Inhibition } from "../model/monitoring";
import type { Settings } from "../settings/schema";
import { oneOf } from "./matchers";
import { drillAlerts, heartbeatAlerts } from "./routes";

/** While a drill fails, or none runs, the dead-man's switch gets nothing: whatever else is broken, that is noticed. */
export function byDrill(settings: Settings, mixins: readonly Mixin[]): Inhibition[] {
  const [names, sources] = [heartbeatAlerts(mixins), drillAlerts(settings, mixins)];
  if (sources.length === 0 || names.length === 0) return [];
  return [{ source: [oneOf("alertname", sources)], target: [oneOf("alertname", names)], equal: ["environment"] }];
}
