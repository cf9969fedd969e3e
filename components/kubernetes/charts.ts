// The charts that are deployed, each with the version that its values were rendered with and checked against.

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

/** Operator 0.93.1, Prometheus 3.14.0, Alertmanager 0.34.0, Grafana 13.2.0; CRDs of the same operator. */
export const CHARTS = {
  crds: community("prometheus-operator-crds", "31.0.1"),
  stack: community("kube-prometheus-stack", "88.5.3"),
  blackbox: community("prometheus-blackbox-exporter", "11.17.2"),
} as const;
