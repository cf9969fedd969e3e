// What a failed step leaves for whoever looks for its cause; the cluster itself is gone soon after.
import { mkdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { NAMESPACE } from "./settings";
import type { Site } from "./site";

const ALERTS_OF_HALF_AN_HOUR = `query?query=${encodeURIComponent("ALERTS[30m]")}`;

/** Writes messages, alerts, events and logs into a folder and returns its path. What cannot be had is replaced by the reason. */
export async function keepEvidence(site: Site, step: string): Promise<string> {
  const folder = join(tmpdir(), "tocsin-cluster-evidence", step.replace(/\W+/g, "-"));
  await mkdir(folder, { recursive: true });
  const { cluster, environment } = site;
  const kubectl = (...args: string[]) => cluster.kubectl([...args, "--namespace", NAMESPACE]);
  const logs = (name: string) => kubectl("logs", `--selector=app.kubernetes.io/name=${name}`, "--tail=-1", "--prefix");
  const kept: Record<string, () => Promise<string> | string> = {
    "messages.json": () => JSON.stringify(environment.inbox.received, null, 1),
    "alerts.json": async () => JSON.stringify(await environment.prometheus(ALERTS_OF_HALF_AN_HOUR)),
    "events.txt": () => cluster.kubectl(["get", "events", "--all-namespaces", "--sort-by=.lastTimestamp"]),
    "pods.txt": () => cluster.kubectl(["get", "pods", "--all-namespaces", "--output=wide"]),
    "alertmanager.log": () => logs("alertmanager"),
    "prometheus.log": () => logs("prometheus"),
  };
  for (const [file, of] of Object.entries(kept)) {
    const text = await Promise.resolve().then(of).catch(String);
    await writeFile(join(folder, file), text);
  }
  return folder;
}
