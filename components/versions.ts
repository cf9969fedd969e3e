// The programs that Tocsin deploys, each with its version and the repository of its releases, which renovate.json5 reads. On
// Kubernetes they come with charts: `kubernetes/charts/charts.ts`. The exporters of services stand with their mixins:
// `mixins/*/exporter.ts`.

/** A release of each program: on this machine, on EC2, in containers, and built from source where no release can be had. */
export const VERSIONS = {
  /** The long-term release. */
  prometheus: "3.13.5", // prometheus/prometheus
  alertmanager: "0.34.2", // prometheus/alertmanager
  grafana: "13.2.2", // grafana/grafana
  node_exporter: "1.12.1", // prometheus/node_exporter
  blackbox_exporter: "0.28.0", // prometheus/blackbox_exporter
  cadvisor: "0.52.1", // google/cadvisor
  /** On machines of EC2: a release whose sums are known for both architectures. */
  cadvisor_program: "0.57.0", // google/cadvisor
  /** Asks CloudWatch, on a server of EC2. */
  yace: "0.67.0", // prometheus-community/yet-another-cloudwatch-exporter
  /** Of VictoriaMetrics' makers the last release of each kind that Debian's Go builds. Their long-term ones are for customers only. */
  victorialogs: "1.52.0", // VictoriaMetrics/VictoriaLogs
  vmalert: "1.151.0", // VictoriaMetrics/VictoriaMetrics
  otelcol: "0.149.0", // open-telemetry/opentelemetry-collector-releases
  /** Its module, where it is built from source, ends with this. */
  jaeger: "2.13.0", // jaegertracing/jaeger
  /** Deployed by nobody here: the store beyond one server that tests write to. */
  thanos: "0.42.4", // thanos-io/thanos
} as const;

/** The oldest that understand what Tocsin writes; one on PATH or in a distribution's package has to be as new. */
export const OLDEST = {
  prometheus: "2.42.0",
  alertmanager: "0.25.0",
  grafana: "10.0.0",
  node_exporter: "1.5.0",
  blackbox_exporter: "0.23.0",
  victorialogs: "1.52.0",
  vmalert: "1.148.0",
  otelcol: "0.149.0",
  jaeger: "2.13.0",
  thanos: "0.42.0",
  yace: "0.67.0",
} as const;
