// The exporters of the community's charts: what each mixin says of its own, and what all have alike.
import { EXPORTERS } from "../../mixins";
import type { ClusterSelector, Exporter } from "../../monitoring";
import { community } from "./charts";

/** The name of a service's exporter, and of its release. */
export const exporterName = (service: string) => `${service}-exporter`;

/** Throws where there is no exporter for the mixin. */
export function exporterChart(mixin: string, service: string, exporter: Exporter) {
  const found = EXPORTERS[mixin]?.inCluster;
  if (!found) throw new Error(`There is no exporter for the mixin "${mixin}"; there are for ${Object.keys(EXPORTERS)}`);
  const { host, port } = exporter.address;
  const labels = { [found.releaseLabel]: exporterName(service) };
  return {
    chart: community(found.chart, found.version),
    labels,
    port: found.port,
    asks: found.asksAnyone ? ("anyone" as const) : port,
    values: {
      // The same name for all that the chart makes.
      fullnameOverride: exporterName(service),
      resources: { requests: { cpu: "10m", memory: "32Mi" }, limits: { memory: "128Mi" } },
      ...found.values({ ...exporter, host, port }),
    },
  };
}

/** What finds the metrics of a service's exporter. */
export function exporterSelector(mixin: string, service: string, exporter: Exporter, namespace: string) {
  const { labels, port } = exporterChart(mixin, service, exporter);
  return { by: "service", namespace, labels, port } satisfies ClusterSelector;
}
