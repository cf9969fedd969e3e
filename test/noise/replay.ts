// A mixin's faults and normal traffic, played to rules: what fired of the day and of the week.
import type { Mixin } from "../../components/mixins";
import { type Played, play } from "./promtool";
import { type Fault, faultSpan, faultsOf, healthySpan, spanOf, spansOf } from "./week";

type Given = Pick<Played, "rules" | "leftOut" | "queries">;

/** `fired` as `service alertname severity`; `empty` names the queries without an answer at the end of the week. */
export async function replay(
  promtool: string,
  mixin: Mixin,
  { queries, ...given }: Given,
): Promise<{ faults: Fault[]; fired: string[]; empty: string[] }> {
  const faults = faultsOf(mixin);
  const fired = new Set<string>();
  const empty: string[] = [];
  for (const span of Object.values(spansOf(mixin))) {
    const inIt = faults.map((fault, index) => (spanOf(fault) === span.name ? faultSpan(fault, index, span) : {}));
    const series = Object.assign(healthySpan(mixin, span), ...inIt);
    const seen = await play(promtool, { ...given, span, series, queries: span.name === "week" ? queries : {} });
    for (const one of seen.fired) fired.add(one);
    empty.push(...seen.empty);
  }
  return { faults, fired: [...fired], empty };
}
