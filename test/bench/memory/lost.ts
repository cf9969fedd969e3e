// Whether one Prometheus answers everything that rules and panels ask as another one does.
import { setTimeout as sleep } from "node:timers/promises";
import { CALM_INTERVAL } from "../../../components/monitoring";
import { seconds } from "../../../components/rules";
import type { Estate } from "../estate/estate";
import { panelQueries } from "../queries/panels";
import type { Prometheus } from "../shared/prometheus";

/** Every expression of a rule or a panel. */
export function expressionsOf(estate: Estate): string[] {
  const rules = estate.monitoring.groups.flatMap(({ recordings, alerts }) => [
    ...recordings.map(({ expr }) => expr),
    // What an alert compares, not whether it fires.
    ...alerts.map(({ alert }) => alert.expr),
  ]);
  return [...new Set([...rules, ...panelQueries(estate).map(({ ours }) => ours)])];
}

/**
 * The expressions that have fewer series on one Prometheus than on the other. A series that rules have only just begun to
 * record is there on one of them first: what is missing is asked for once more, after every group has been evaluated.
 */
export async function lostIn(all: Prometheus, kept: Prometheus, estate: Estate): Promise<string[]> {
  const lost = await fewerIn(all, kept, expressionsOf(estate));
  if (lost.size === 0) return [];
  await sleep(1.5 * seconds(CALM_INTERVAL) * 1000);
  return [...(await fewerIn(all, kept, [...lost.keys()]))].map(([expr, counts]) => `${expr} (${counts})`);
}

async function fewerIn(all: Prometheus, kept: Prometheus, exprs: readonly string[]): Promise<Map<string, string>> {
  const at = Date.now() / 1000;
  const fewer = new Map<string, string>();
  for (const expr of exprs) {
    const [before, after] = [await all.series(expr, at), await kept.series(expr, at)];
    if (after.length < before.length) fewer.set(expr, `${before.length} → ${after.length}`);
  }
  return fewer;
}
