// The charts that are deployed, each with the version that its values were rendered with and checked against.
import { EXPORTERS } from "../../mixins";
import type { Settings } from "../../monitoring";

/** A chart as Helm finds it. */
export interface Chart {
  chart: string;
  version: string;
  repositoryOpts: { repo: string };
}

/** One of the community's charts. */
export const community = (chart: string, version: string): Chart => ({
  chart,
  version,
  repositoryOpts: { repo: "https://prometheus-community.github.io/helm-charts" },
});

/** Of the stack's chart and of the definitions. */
export const OPERATOR_VERSION = "0.93.1";

/** Operator 0.93.1, Prometheus 3.14.0, Grafana 13.2.0; CRDs of the same operator. */
export const CHARTS = {
  crds: community("prometheus-operator-crds", "31.0.1"),
  stack: community("kube-prometheus-stack", "88.5.3"),
  blackbox: community("prometheus-blackbox-exporter", "11.17.2"),
} as const;

/** The project's folder in which charts lie that were fetched beforehand; relative, so that the state is the same everywhere. */
export const LOCAL_CHARTS = ".tocsin/charts";

/** What a release is given to find its chart: as it lies in the project, else by name and repository. */
export const chartInputs = (chart: Chart, isLocal: boolean) =>
  isLocal ? { chart: `./${LOCAL_CHARTS}/${chart.chart}`, version: chart.version } : { ...chart };

/** The charts of an environment. */
export function chartsOf({ platform, services }: Pick<Settings, "platform" | "services">): Chart[] {
  if (platform.kind !== "kubernetes") return [];
  const probes = platform.sample || services.some((service) => service.probes.length > 0);
  const exporters = new Set(services.flatMap(({ exporter, mixin }) => (exporter ? [mixin] : [])));
  return [
    ...(platform.crds ? [CHARTS.crds] : []),
    CHARTS.stack,
    ...(probes ? [CHARTS.blackbox] : []),
    ...Object.entries(EXPORTERS).flatMap(([mixin, { inCluster }]) =>
      exporters.has(mixin) ? [community(inCluster.chart, inCluster.version)] : [],
    ),
  ];
}
