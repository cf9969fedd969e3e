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
};

/** Grafana's home folder in its image. */
export const GRAFANA_HOME = "/usr/share/grafana";

/** Images whose own entry point does not take a plain command line. */
export const ENTRYPOINTS: Partial<Record<Image, string>> = { grafana: `${GRAFANA_HOME}/bin/grafana` };

/** Where the images have the programs that check configurations. */
export const VALIDATORS: Partial<Record<ToolName, string>> = {
  promtool: "/bin/promtool",
  amtool: "/bin/amtool",
  "blackbox-exporter": "/bin/blackbox_exporter",
};
