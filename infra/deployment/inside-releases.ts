// What was changed by hand inside of the environment's Helm releases: shown by `preview`, restored by `up`.
import { exporterName } from "../../components/kubernetes/charts/exporter-charts";
import { namesIn } from "../../components/kubernetes/names";
import { definitionOf } from "../../components/monitoring";
import { type Drifted, driftInReleases } from "../cluster/release-drift";
import { deployedReleases } from "../cluster/releases";
import type { Prepared } from "./prepare";

/** Nothing where there is no cluster to ask, as where a proxy is in between, or it may not be asked. */
export async function changedInReleases({
  settings,
  cluster,
}: Pick<Prepared, "settings" | "cluster">): Promise<Drifted[]> {
  const platform = definitionOf(settings.platform).onCluster(settings.platform);
  if (!platform || !cluster) return [];
  const { release, blackbox } = namesIn(platform.namespace);
  const exporters = settings.services.filter(({ exporter }) => exporter).map(({ name }) => exporterName(name));
  const releases = await deployedReleases(cluster.api, platform.namespace, [release, blackbox, ...exporters]);
  return releases ? await driftInReleases(cluster.api, releases) : [];
}

/** Lines, with a line break at the end; empty where nothing was changed. */
export function changedText(drifted: readonly Drifted[]): string {
  if (drifted.length === 0) return "";
  const lines = drifted.map(({ release, what, how }) => `  ${release}: ${what} ${how}`);
  return ["Changed inside of Helm releases, and restored by the next deployment:", ...lines, ""].join("\n");
}
