// The stack's images on the node: the operator makes Prometheus and Alertmanager, and every exporter is scraped.
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { stringify } from "yaml";
import { z } from "zod";
import { stackManifests } from "./stack";
import { type Cluster, runningCluster, startCluster, stopCluster } from "./start";

const onProgress = (line: string) => console.log(line);

const NAMESPACE = "stack-test";

const targets = z.object({
  data: z.object({ activeTargets: z.array(z.object({ labels: z.object({ job: z.string() }), health: z.string() })) }),
});

describe.skipIf(inject("nodeLacks") !== undefined)("the stack's images on the node", () => {
  let cluster: Cluster;
  let ranBefore = false;

  beforeAll(async () => {
    ranBefore = (await runningCluster(onProgress)) !== undefined;
    cluster = await startCluster(onProgress);
    await cluster.kubectl(["apply", "--server-side", `--filename=${cluster.crds}`]);
    await cluster.kubectl(["wait", "--for=condition=Established", "crd", "--all", "--timeout=60s"]);
    for (const manifest of stackManifests(NAMESPACE)) {
      await cluster.kubectl(["apply", "--filename=-"], stringify(manifest, { aliasDuplicateObjects: false }));
    }
  });

  afterAll(async () => {
    if (!ranBefore) return await stopCluster();
    await cluster.kubectl(["delete", "namespace", NAMESPACE]);
    await cluster.kubectl(["delete", "clusterrolebinding", NAMESPACE]);
  });

  test("every target is up", { timeout: 240_000 }, async () => {
    const expected = ["alertmanager", "blackbox", "kube-state-metrics", "node-exporter", "prometheus"];
    const path = `/api/v1/namespaces/${NAMESPACE}/services/prometheus-operated:9090/proxy/api/v1/targets`;
    for (;;) {
      const said = await cluster.kubectl(["get", "--raw", path]).catch(() => undefined);
      const seen = said === undefined ? [] : targets.parse(JSON.parse(said)).data.activeTargets;
      const up = seen.filter(({ health }) => health === "up").map(({ labels }) => labels.job);
      if (expected.every((job) => up.includes(job))) return expect([...new Set(up)].sort()).toEqual(expected);
      await sleep(1000);
    }
  });
});
