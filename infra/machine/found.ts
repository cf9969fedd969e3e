// What of this machine the program depends on: where a Grafana is installed.
import { existsSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { findTool } from "../../components/host/tools";

/** The folder with Grafana's defaults and pages, as its packages and its archive lay them out; undefined without a Grafana. */
export async function findGrafanaHome(): Promise<string | undefined> {
  const grafana = await findTool("grafana");
  if (!grafana) return undefined;
  const archive = dirname(dirname(realpathSync(grafana.path)));
  return [archive, "/usr/share/grafana", "/usr/local/share/grafana"].find((home) =>
    existsSync(join(home, "conf", "defaults.ini")),
  );
}
