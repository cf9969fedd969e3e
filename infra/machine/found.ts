// What of this machine the program depends on: whether Docker answers, and where a Grafana is installed.
import { existsSync, realpathSync } from "node:fs";
import { request } from "node:http";
import { dirname, join } from "node:path";
import { findTool } from "../../components/host/tools";

const DOCKER_SOCKET = "/var/run/docker.sock";
const DOCKER_TIMEOUT_MS = 2_000;

/** Whether a Docker daemon answers on its socket, or at DOCKER_HOST. */
export function dockerAnswers(): Promise<boolean> {
  return new Promise((resolve) => {
    const asked = request({ ...dockerAddress(), path: "/_ping", timeout: DOCKER_TIMEOUT_MS }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    asked.once("timeout", () => asked.destroy());
    asked.once("error", () => resolve(false));
    asked.end();
  });
}

function dockerAddress(): { socketPath: string } | { host: string; port: string } {
  const { DOCKER_HOST } = process.env;
  if (!DOCKER_HOST) return { socketPath: DOCKER_SOCKET };
  if (DOCKER_HOST.startsWith("unix://")) return { socketPath: DOCKER_HOST.slice("unix://".length) };
  const { hostname, port } = new URL(DOCKER_HOST);
  return { host: hostname, port: port || "2375" };
}

/** The folder with Grafana's defaults and pages, as its packages and its archive lay them out; undefined without a Grafana. */
export async function findGrafanaHome(): Promise<string | undefined> {
  const grafana = await findTool("grafana");
  if (!grafana) return undefined;
  const archive = dirname(dirname(realpathSync(grafana.path)));
  return [archive, "/usr/share/grafana", "/usr/local/share/grafana"].find((home) =>
    existsSync(join(home, "conf", "defaults.ini")),
  );
}
