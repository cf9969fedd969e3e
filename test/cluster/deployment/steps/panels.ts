// What a dashboard of the cluster shows: each of its panels has data, but for those of which it is said why not.
import { expect, test } from "vitest";
import { replaceVariables } from "../../../../components/promql";
import type { Site } from "../site";
import { MINUTES } from "./limits";

/** Panels that may be without data here, with the reason. */
const EMPTY: Readonly<Record<string, string>> = {
  "Kubernetes: CPU asked for without the largest node": "the cluster has one node, without which nothing is left",
  "Kubernetes: Memory asked for without the largest node": "the cluster has one node, without which nothing is left",
  "Kubernetes: Client certificates": "most clients of the API server come with a token",
};

const BUILT_IN: Readonly<Record<string, string>> = { __rate_interval: "1m", __interval: "15s", __range: "15m" };

export function panels(site: () => Site): void {
  test("every panel about the cluster has data", { timeout: 3 * MINUTES }, async () => {
    const { dashboards } = await site().environment.monitoring();
    const ours = dashboards.filter(({ uid }) => uid.startsWith("tocsin-kubernetes"));
    expect(ours.length).toBeGreaterThanOrEqual(2);
    const empty: string[] = [];
    let shown = 0;
    for (const { title, rows } of ours) {
      for (const panel of rows.flatMap((row) => row.panels)) {
        const series = await Promise.all(
          Object.values(panel.queries).map((expr) =>
            site().environment.lastHalfHour(replaceVariables(expr, (name) => BUILT_IN[name] ?? ".+")),
          ),
        );
        shown += 1;
        if (series.every((found) => found === 0)) empty.push(`${title}: ${panel.title}`);
      }
    }
    expect(shown).toBeGreaterThan(40);
    expect(empty.filter((title) => !(title in EMPTY))).toEqual([]);
  });
}
