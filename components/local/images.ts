// The container images of the local environment, pinned; the settings can name others, for mirrors.
import type { LocalPlatform } from "../monitoring";

export type Image = keyof Required<LocalPlatform["images"]>;

export const IMAGES: Record<Image, string> = {
  prometheus: "prom/prometheus:v3.5.0",
  alertmanager: "prom/alertmanager:v0.28.1",
  "node-exporter": "prom/node-exporter:v1.9.1",
  "blackbox-exporter": "prom/blackbox-exporter:v0.27.0",
  cadvisor: "gcr.io/cadvisor/cadvisor:v0.52.1",
  grafana: "grafana/grafana:12.0.2",
};

/** Grafana's home folder in its image. */
export const GRAFANA_HOME = "/usr/share/grafana";

/** Images whose own entry point does not take a plain command line. */
export const ENTRYPOINTS: Partial<Record<Image, string>> = { grafana: `${GRAFANA_HOME}/bin/grafana` };
