// What the parts of a cluster show of themselves, as files that tests read: of each series' name three samples at most.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { KUBERNETES, STACK } from "../build/versions";
import { NAME } from "./layout";
import type { Cluster } from "./start";

const NODE = `/api/v1/nodes/${NAME}/proxy`;
const OBJECTS = "/api/v1/namespaces/monitoring/services/tocsin-kube-state-metrics:8080/proxy";

/** The files, and where the API server has what they hold. */
const PARTS: Readonly<Record<string, string>> = {
  [`kube-state-metrics-${STACK.kubeStateMetrics}`]: `${OBJECTS}/metrics`,
  [`kubelet-${KUBERNETES}`]: `${NODE}/metrics`,
  [`kubelet-cadvisor-${KUBERNETES}`]: `${NODE}/metrics/cadvisor`,
  [`kube-apiserver-${KUBERNETES}`]: "/metrics",
};

const MOST = 3;

/** Writes a file for each part. */
export async function record({ kubectl }: Pick<Cluster, "kubectl">, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [file, path] of Object.entries(PARTS))
    await writeFile(join(folder, `${file}.prom`), shortened(await kubectl(["get", "--raw", path])));
}

/** The exposition with three samples of each name. */
export function shortened(exposition: string): string {
  const seen = new Map<string, number>();
  const lines = exposition.split("\n").filter((line) => {
    const [, name] = /^([a-zA-Z_:][\w:]*)/.exec(line) ?? [];
    if (!name) return true;
    seen.set(name, (seen.get(name) ?? 0) + 1);
    return (seen.get(name) ?? 0) <= MOST;
  });
  return lines.join("\n");
}
