// The lines of pods, by the real collector with the real API server: its rights, whose a line is, and what happens to files (long: one cluster for all).
import { appendFile, mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import execa from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { cacheFolder } from "../../../../components/host/tools/cache";
import { readEnvironment } from "../../../../components/host/tools/environment";
import { podCollectorConfig } from "../../../../components/logs";
import { type ApiServer, startApiServer } from "../../../cluster/api-server";
import { isMade } from "../../../cluster/build/recipe";
import { COLLECTOR_PROGRAM, collector } from "../../../cluster/build/recipes/collector";
import { crds as definitions } from "../../../cluster/build/recipes/crds";
import { kubernetes } from "../../../cluster/build/recipes/kubernetes";
import { packages } from "../../../cluster/build/recipes/packages";
import { type AnyManifest, manifestsIn } from "../../../cluster/environments";
import { toolsOrSkip } from "../../../support/tools";
import { type Line, Running } from "../../logs/running";
import { hook, slack } from "../followers/settings";
import { deployed } from "./deployed";

const environment = readEnvironment();
const [built, cluster, debian, crds] = [collector, kubernetes, packages, definitions].map((one) =>
  isMade(one, { environment }) ? join(cacheFolder(environment, "tools", "cluster"), one.name) : undefined,
);
const tools = toolsOrSkip("victorialogs");
const made = built && cluster && debian && crds && tools ? { built, cluster, debian, crds, ...tools } : undefined;

const NODE = "node-1";

/** A container's file as a kubelet lays it. */
const fileOf = (namespace: string, pod: string, container: string) =>
  join("pods", `${namespace}_${pod}_0aa1b2c3-1111-2222-3333-444455556666`, container);

/** A line as containerd writes it; `P` where the rest of it is in the next one. */
const cri = (text: string | Uint8Array, { tag = "F", stream = "stdout" } = {}) =>
  Buffer.concat([Buffer.from(`${new Date().toISOString()} ${stream} ${tag} `), Buffer.from(text), Buffer.from("\n")]);

/** A line as containerd cuts it. */
const cut = (text: string, size = 16_384) => {
  const parts = text.match(new RegExp(`.{1,${size}}`, "gs")) ?? [];
  return Buffer.concat(parts.map((part, index) => cri(part, { tag: index === parts.length - 1 ? "F" : "P" })));
};

const numbered = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => `line ${String(from + index).padStart(5, "0")}`);

/** A pod of a workload, as its controller makes it. */
const podIn = (metadata: { name: string; namespace?: string | undefined }, spec: WorkloadSpec) => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata,
  spec: {
    ...spec.template.spec,
    volumes: [
      ...spec.template.spec.volumes,
      ...(spec.volumeClaimTemplates ?? []).map((claim) => ({ name: claim.metadata.name, emptyDir: {} })),
    ],
  },
});

interface WorkloadSpec {
  template: { spec: { volumes: object[] } };
  volumeClaimTemplates?: { metadata: { name: string } }[];
}

describe.skipIf(!made)("the collector on a node", { timeout: 120_000 }, () => {
  let server: ApiServer;
  let running: Running;
  let kubectl: (args: string[], input?: string) => Promise<string>;

  let objects: AnyManifest[];

  const podOf = (namespace: string, name: string, labels: Record<string, string>) => ({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace, labels },
    spec: { nodeName: NODE, containers: [{ name: "main", image: "example.com/main:1" }] },
  });

  async function write(content: Uint8Array, at: string, file = "0.log") {
    await mkdir(join(running.dir, at), { recursive: true });
    await appendFile(join(running.dir, at, file), content);
  }

  beforeAll(async () => {
    if (!made) return;
    server = await startApiServer({
      KUBE_APISERVER: join(made.cluster, "bin/kube-apiserver"),
      ETCD: join(made.debian, "usr/bin/etcd"),
    });
    kubectl = async (args, input) => {
      const { stdout } = await execa(
        join(made.cluster, "bin/kubectl"),
        [`--kubeconfig=${server.kubeconfig}`, ...args],
        input === undefined ? {} : { input },
      );
      return stdout;
    };
    const apply = (...all: object[]) =>
      kubectl(
        ["apply", "--server-side", "--validate=strict", "--filename=-"],
        all.map((one) => stringify(one)).join("---\n"),
      );
    await kubectl(["apply", "--server-side", `--filename=${join(made.crds, "crds")}`]);
    await kubectl(["wait", "--for=condition=Established", "crd", "--all", "--timeout=60s"]);
    const { resources } = await deployed(
      {},
      { traces: { store: "jaeger" }, notifications: { slack, remediation: [hook] } },
    );
    objects = manifestsIn(resources);
    const isNamespace = ({ kind }: { kind: string }) => kind === "Namespace";
    const shop = { apiVersion: "v1", kind: "Namespace", metadata: { name: "shop" } };
    await apply(...objects.filter(isNamespace), shop);
    await apply(...objects.filter((one) => !isNamespace(one)));
    await apply(
      podOf("shop", "checkout-7d9f-x1", { app: "checkout" }),
      podOf("shop", "mailer-0", { "app.kubernetes.io/name": "mailer", app: "else" }),
      podOf("shop", "plain", {}),
    );
    // The rights of the collectors' own account, and no more.
    const token = await kubectl(["create", "token", "tocsin-collector", "--namespace=monitoring-nodes"]);
    const config = parse(await kubectl(["config", "view", "--raw", "--output=json"]));
    running = await Running.start(
      { victorialogs: made.victorialogs, otelcol: join(made.built, COLLECTOR_PROGRAM) },
      {},
      {
        configure: ({ services, storage, ...args }) =>
          podCollectorConfig({
            ...args,
            storage,
            services: services.map(() => ({
              name: "checkout",
              team: "shop",
              pods: { namespace: "shop", labels: { app: "checkout" } },
            })),
            pods: join(storage, "../pods"),
            except: [join(storage, "../pods/monitoring-nodes_tocsin-collector-*/*/*.log")],
            nodeVariable: "NODE_NAME",
          }).replace("auth_type: serviceAccount", "auth_type: kubeConfig"),
        variables: { NODE_NAME: NODE, KUBECONFIG: `${server.kubeconfig}.collector` },
        prepare: () =>
          writeFile(
            `${server.kubeconfig}.collector`,
            stringify({ ...config, users: [{ name: "admin", user: { token: token.trim() } }] }),
          ),
      },
    );
  }, 180_000);

  afterAll(async () => {
    await running?.tearDown();
    await server?.stop();
  }, 60_000);

  const lines = (query: string, atLeast: number) => running.lines(query, atLeast);

  test("and the parts beside the charts are pods that Pod Security lets through in their namespaces, and nowhere else", async () => {
    const dryRun = (one: object) =>
      execa(
        join(made?.cluster ?? "", "bin/kubectl"),
        [`--kubeconfig=${server.kubeconfig}`, "apply", "--server-side", "--dry-run=server", "--filename=-"],
        { input: stringify(one), reject: false, all: true },
      );
    const pods = objects.flatMap(({ kind, metadata: { name, namespace }, spec }) =>
      kind === "StatefulSet" || kind === "DaemonSet" ? [podIn({ name, namespace }, Object(spec))] : [],
    );
    expect(pods).toHaveLength(7);
    for (const pod of pods) {
      const { exitCode, all } = await dryRun(pod);
      expect(exitCode, all).toBe(0);
      // Those of the monitoring are as good as `restricted` asks for.
      if (pod.metadata.namespace === "monitoring") expect(all).not.toContain("Warning");
    }
    const [onNodes] = pods.filter(({ metadata: { namespace } }) => namespace === "monitoring-nodes");
    const { all } = await dryRun({ ...onNodes, metadata: { name: "there", namespace: "monitoring" } });
    expect(all).toContain('violates PodSecurity "restricted');
  });

  test("may see pods, and nothing else", async () => {
    const can = async (verb: string, what: string, ...more: string[]) =>
      (
        await execa(
          join(made?.cluster ?? "", "bin/kubectl"),
          [`--kubeconfig=${server.kubeconfig}.collector`, "auth", "can-i", verb, what, "--all-namespaces", ...more],
          { reject: false },
        )
      ).stdout;
    expect(await can("list", "pods")).toBe("yes");
    for (const [verb, what] of [
      ["list", "secrets"],
      ["list", "configmaps"],
      ["get", "nodes"],
      ["create", "pods"],
    ] as const)
      expect(await can(verb, what), `${verb} ${what}`).toBe("no");
    expect(await can("get", "pods", "--subresource=log")).toBe("no");
  });

  test.each([
    ["a service of the settings", "shop", "checkout-7d9f-x1", { service: "checkout", team: "shop" }],
    ["what a pod's labels name", "shop", "mailer-0", { service: "mailer", team: "platform" }],
    ["its container, where no label says more", "shop", "plain", { service: "main", team: "platform" }],
    ["its container, where nobody knows the pod", "gone", "gone-1", { service: "main", team: "platform" }],
  ])("gives a line to %s", async (_, namespace, pod, labels) => {
    await write(cri(JSON.stringify({ msg: `of ${pod}`, level: "warn" })), fileOf(namespace, pod, "main"));
    expect(await lines(`_msg:="of ${pod}"`, 1)).toMatchObject([
      { ...labels, host: NODE, level: "warn", "k8s.namespace.name": namespace, "k8s.pod.name": pod },
    ]);
  });

  test("keeps no label of a pod as a field, and masks", async () => {
    await write(cri("paid by jane@example.com"), fileOf("shop", "mailer-0", "main"));
    const [line] = await lines('_msg:="paid by [e-mail]"', 1);
    expect(Object.keys(line ?? {}).filter((field) => field.startsWith("pod."))).toEqual([]);
  });

  test("joins what the runtime has cut, and bounds a line of 2 MB", async () => {
    const at = fileOf("shop", "checkout-7d9f-x1", "cut");
    await write(cut(JSON.stringify({ msg: `whole ${"y".repeat(60_000)}` })), at);
    await write(cut("x".repeat(2_000_000)), at);
    await write(cri("after"), at);
    const [whole] = await lines('_msg:~"^whole y+$"', 1);
    expect(whole?._msg).toHaveLength("whole ".length + 60_000);
    await lines('_msg:="after"', 1);
    const found = await lines('_msg:~"^x+$"', 16);
    expect(found.map(({ _msg }) => _msg).join("")).toHaveLength(2_000_000);
    for (const { _msg = "" } of found) expect(_msg.length).toBeLessThanOrEqual(128 * 1024);
  });

  test("takes what is no text, and what is no line of a runtime", async () => {
    const at = fileOf("shop", "checkout-7d9f-x1", "broken");
    await write(cri(Uint8Array.from([0xff, 0xfe, 0x80])), at);
    await write(Buffer.from("no line of a runtime\n\n"), at);
    await write(cri("behind broken ones"), at);
    await lines('_msg:="behind broken ones"', 1);
    expect(await lines('_msg:="no line of a runtime"', 1)).toMatchObject([{ service: "unknown", host: NODE }]);
  });

  test("follows a file that the kubelet rotates away", async () => {
    const at = fileOf("shop", "checkout-7d9f-x1", "rotated");
    const text = (from: number, to: number) => Buffer.concat(numbered(from, to).map((line) => cri(line)));
    const messages = (all: readonly Line[]) => all.map(({ _msg }) => _msg ?? "").sort();
    await write(text(0, 100), at);
    await lines('_msg:~"^line "', 100);
    await write(text(100, 200), at);
    await rename(join(running.dir, at, "0.log"), join(running.dir, at, "0.log.20261130-120000"));
    await write(text(200, 300), at);
    await lines('_msg:~"^line "', 300);
    await sleep(2_000);
    expect(messages(await running.query('_msg:~"^line "'))).toEqual(numbered(0, 300));
  });

  test("goes on where it was killed, and reads nothing twice", async () => {
    const at = fileOf("shop", "checkout-7d9f-x1", "killed");
    const text = (from: number, to: number) => Buffer.concat(numbered(from, to).map((line) => cri(`k${line}`)));
    await write(text(0, 500), at);
    await lines('_msg:~"^kline "', 500);
    await sleep(2_000);
    await running.killCollector();
    await write(text(500, 1000), at);
    await running.startCollector();
    await lines('_msg:~"^kline "', 1000);
    await sleep(2_000);
    expect(await running.query('_msg:~"^kline "')).toHaveLength(1000);
  });

  test("does not read its own lines", async () => {
    await write(cri("its own"), fileOf("monitoring-nodes", "tocsin-collector-abcde", "collector"));
    await write(cri("marker"), fileOf("shop", "plain", "marker"));
    await lines('_msg:="marker"', 1);
    await sleep(1_000);
    expect(await running.query('_msg:="its own"')).toEqual([]);
  });
});
