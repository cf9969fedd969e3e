// Whether one Prometheus answers everything that rules and panels ask as another one does.
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

/** The expressions that have fewer series on one Prometheus than on the other. */
export async function lostIn(all: Prometheus, kept: Prometheus, estate: Estate): Promise<string[]> {
  const at = Date.now() / 1000;
  const lost = [];
  for (const expr of expressionsOf(estate)) {
    const [before, after] = [await all.series(expr, at), await kept.series(expr, at)];
    if (after.length < before.length) lost.push(`${expr} (${before.length} → ${after.length})`);
  }
  return lost;
}
