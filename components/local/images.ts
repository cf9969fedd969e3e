// The container images of the local environment, pinned; the settings can name others, for mirrors.
import type { ToolName } from "../host";
import type { LocalPlatform } from "../monitoring";
import { VERSIONS } from "../versions";

export type Image = keyof Required<LocalPlatform["images"]>;

export const IMAGES: Record<Image, string> = {
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
};

/** Grafana's home folder in its image. */
export const GRAFANA_HOME = "/usr/share/grafana";

/** Images whose own entry point does not take a plain command line. */
export const ENTRYPOINTS: Partial<Record<Image, string>> = { grafana: `${GRAFANA_HOME}/bin/grafana` };

const VALIDATORS: Partial<Record<ToolName, string>> = {
  promtool: "/bin/promtool",
  amtool: "/bin/amtool",
  "blackbox-exporter": "/bin/blackbox_exporter",
  vmalert: "/vmalert-prod",
  otelcol: "/otelcol-contrib",
  jaeger: "/cmd/jaeger/jaeger-linux",
};

/** Where a part's own image has the program that checks its configuration. */
export function validatorOf(tool: ToolName): string {
  const program = VALIDATORS[tool];
  if (program === undefined) throw new Error(`No image is known to hold ${tool}`);
  return program;
}
