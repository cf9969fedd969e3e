// The dashboards that no mixin has: the overview, and one for each layer.
import type { Dashboard } from "../../dashboards";
import type { Mixin } from "../../mixins";
import type { Endpoints } from "../model/monitoring";
import { layersOf } from "./layers";
import { overview } from "./overview";

export { withProofs } from "./proofs";

/** The overview first: it is where one starts. */
export function commonDashboards(
  mixins: readonly Mixin[],
  { evaluates = "prometheus" }: Pick<Endpoints, "evaluates">,
): Dashboard[] {
  const layers = layersOf(mixins);
  return [overview(mixins, layers, evaluates === "prometheus"), ...layers.map(({ dashboard }) => dashboard)];
}
