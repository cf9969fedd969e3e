// A cluster on this machine: its node is ready, pods reach each other by name, volumes are there, and nothing stays behind.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { stringify } from "yaml";
import { SHELL_IMAGE } from "../build/images";
import { KUBERNETES } from "../build/versions";
import { type Cluster, runningCluster, startCluster, stopCluster } from "./start";

const onProgress = (line: string) => console.log(line);

const shell = (command: string) => ({ name: "shell", image: SHELL_IMAGE, command: ["sh", "-c", command] });

const pod = (name: string, command: string, claim?: string) => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name, labels: { app: name } },
  spec: {
    restartPolicy: "Never",
    terminationGracePeriodSeconds: 0,
    containers: [{ ...shell(command), ...(claim && { volumeMounts: [{ name: "data", mountPath: "/data" }] }) }],
    ...(claim && { volumes: [{ name: "data", persistentVolumeClaim: { claimName: claim } }] }),
  },
});

const answering = "while true; do echo -e 'HTTP/1.0 200 OK\\r\\n\\r\\nhello' | nc -l -p 8080; done";

describe.skipIf(inject("nodeLacks") !== undefined)("a cluster on this machine", () => {
  let cluster: Cluster;
  let ranBefore = false;

  beforeAll(async () => {
    ranBefore = (await runningCluster(onProgress)) !== undefined;
    cluster = await startCluster(onProgress);
  });

  afterAll(async () => {
    if (ranBefore) return;
    await stopCluster();
    expect(existsSync("/sys/class/net/tocsin0")).toBe(false);
    expect(readFileSync("/proc/mounts", "utf8")).not.toContain("tocsin/cluster");
    for (const controller of readdirSync("/sys/fs/cgroup")) {
      expect(existsSync(`/sys/fs/cgroup/${controller}/tocsin-node`)).toBe(false);
    }
  });

  const apply = (manifest: unknown) => cluster.kubectl(["apply", "--filename=-"], stringify(manifest));

  const logsOf = async (name: string): Promise<string> => {
    for (;;) {
      const phase = await cluster.kubectl(["get", "pod", name, "--output=jsonpath={.status.phase}"]);
      if (phase === "Succeeded" || phase === "Failed") return await cluster.kubectl(["logs", name]);
      await sleep(500);
    }
  };

  test("runs the release that was built", async () => {
    expect(await cluster.kubectl(["version"])).toContain(`Server Version: v${KUBERNETES}`);
  });

  test("a pod reaches a service by its name", async () => {
    await apply(pod("server", answering));
    await apply({
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "server" },
      spec: { selector: { app: "server" }, ports: [{ port: 80, targetPort: 8080 }] },
    });
    // The static busybox looks names, of ports too, up with nslookup alone, and its wget -T crashes.
    await apply(
      pod(
        "client",
        "until nslookup server.default.svc.cluster.local && wget -qO- http://$SERVER_SERVICE_HOST:80; do sleep 1; done",
      ),
    );
    const address = await cluster.kubectl(["get", "service/server", "--output=jsonpath={.spec.clusterIP}"]);
    const said = await logsOf("client");
    expect(said).toContain(`Address: ${address}`);
    expect(said).toContain("hello");
    await cluster.kubectl(["delete", "pod/server", "pod/client", "service/server"]);
  });

  test("a claim without a class gets a volume", async () => {
    await apply({
      apiVersion: "v1",
      kind: "PersistentVolumeClaim",
      metadata: { name: "data" },
      spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Mi" } } },
    });
    await apply(pod("writer", "echo kept > /data/file && cat /data/file", "data"));
    expect(await logsOf("writer")).toBe("kept");
    await cluster.kubectl(["delete", "pod/writer", "pvc/data"]);
  });
});
