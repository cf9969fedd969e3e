// The container images of the local environment, pinned; the settings can name others, for mirrors.
import type { ToolName } from "../host";
import { IMAGES as ALL } from "../images";
import type { LocalPlatform } from "../monitoring";

export type Image = keyof Required<LocalPlatform["images"]>;

export const IMAGES: Record<Image, string> = ALL;

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
