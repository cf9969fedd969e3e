// The container images of the programs that Tocsin deploys without a chart, without their registry: Docker's own where none is said.
import { VERSIONS } from "./versions";

export const IMAGES = {
  prometheus: `prom/prometheus:v${VERSIONS.prometheus}`,
  alertmanager: `prom/alertmanager:v${VERSIONS.alertmanager}`,
  "node-exporter": `prom/node-exporter:v${VERSIONS.node_exporter}`,
  "blackbox-exporter": `prom/blackbox-exporter:v${VERSIONS.blackbox_exporter}`,
  cadvisor: `gcr.io/cadvisor/cadvisor:v${VERSIONS.cadvisor}`,
  grafana: `grafana/grafana:${VERSIONS.grafana}`,
  victorialogs: `victoriametrics/victoria-logs:v${VERSIONS.victorialogs}`,
  vmalert: `victoriametrics/vmalert:v${VERSIONS.vmalert}`,
  jaeger: `jaegertracing/jaeger:${VERSIONS.jaeger}`,
  otelcol: `otel/opentelemetry-collector-contrib:${VERSIONS.otelcol}`,
} as const;
