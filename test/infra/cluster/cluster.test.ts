// What a cluster has already, and whether a deployment to it can succeed: known before the first resource.
import { afterEach, describe, expect, test } from "vitest";
import { NEEDED_CRDS } from "../../../components/kubernetes/charts/definitions";
import { adviceText, lookAtCluster } from "../../../infra/cluster/cluster";
import { type Answering, answering, environment } from "./answering";

let server: Answering | undefined;
afterEach(async () => server?.close());

/** A definition's metadata as an API server answers it. */
const crd = (plural: string, more: object = {}, version = "0.93.1") => ({
  metadata: {
    name: `${plural}.monitoring.coreos.com`,
    annotations: { "operator.prometheus.io/version": version, ...Object(Reflect.get(more, "annotations")) },
    labels: Reflect.get(more, "labels"),
    managedFields: [
      { manager: Reflect.get(more, "manager") ?? "helm", operation: "Apply" },
      { manager: "kube-apiserver", operation: "Update", subresource: "status" },
    ],
  },
});
const all = (more: object = {}, version?: string) => NEEDED_CRDS.map((plural) => crd(plural, more, version));
const ofRelease = (name: string, namespace: string) => ({
  labels: { "app.kubernetes.io/managed-by": "Helm" },
  annotations: { "meta.helm.sh/release-name": name, "meta.helm.sh/release-namespace": namespace },
});
const OURS = ofRelease("tocsin-crds", "default");

const storageClass = (name: string, provisioner: string, isDefault = true) => ({
  metadata: { name, annotations: { "storageclass.kubernetes.io/is-default-class": String(isDefault) } },
  provisioner,
});
const EBS = [storageClass("gp3", "ebs.csi.aws.com")];

interface Given {
  definitions?: object[];
  classes?: object[];
  /** Helm's records of the release. */
  releases?: object[];
  wanted?: object;
  deploys?: boolean;
  /** The environment that the namespace says it is of; none where it is not there. */
  namespaceOf?: string;
  daemonSets?: object[];
}

async function looked({
  definitions = [],
  classes = EBS,
  releases = [],
  wanted = {},
  deploys = true,
  ...more
}: Given = {}) {
  server = await answering({
    "/readyz": { body: "ok" },
    "/apis/apiextensions.k8s.io/v1/customresourcedefinitions": { body: { items: definitions } },
    "/apis/storage.k8s.io/v1/storageclasses": { body: { items: classes } },
    "/api/v1/namespaces/default/secrets": { body: { items: releases } },
    "/apis/apps/v1/daemonsets": { body: { items: more.daemonSets ?? [] } },
    ...(more.namespaceOf !== undefined && {
      "/api/v1/namespaces/monitoring": {
        body: { metadata: { name: "monitoring", annotations: { "tocsin/environment": more.namespaceOf } } },
      },
    }),
  });
  const cluster = { context: "test", kubeconfig: server.kubeconfig };
  const settings = { cluster, crds: true, namespace: "monitoring", nodeExporterPort: 9100, ...wanted };
  return lookAtCluster(settings, { environment: "prod", deploys }, environment());
}

describe("custom resource definitions", () => {
  test("that are not there are deployed; those of other operators are nobody's business", async () => {
    expect(await looked({ definitions: [{ metadata: { name: "certificates.cert-manager.io" } }] })).toMatchObject({
      crdsExist: false,
      advice: [],
    });
  });

  test("are none where the API server answers a list of nothing as null", async () => {
    const nothing = null as unknown as object[];
    expect(await looked({ definitions: nothing, releases: nothing })).toMatchObject({ crdsExist: false });
  });

  test("of another environment's Tocsin are taken over, so that a second environment can be deployed", async () => {
    expect(await looked({ definitions: all(OURS), releases: [{}] })).toMatchObject({ crdsExist: true });
    const secrets = server?.asked.find(({ path }) => path.includes("/secrets"));
    expect(decodeURIComponent(secrets?.path ?? "")).toContain(
      "owner=helm,name=tocsin-crds,status notin (uninstalled,uninstalling)",
    );
    // Never what is in them.
    expect(secrets?.accept).toContain("PartialObjectMetadataList");
  });

  test.each([
    ["kubectl", { manager: "kubectl-client-side-apply" }],
    ["kubectl", { manager: "kubectl" }],
    ["the Helm release monitoring in the namespace observability", ofRelease("monitoring", "observability")],
    ["the Helm release staging-crds in the namespace monitoring", ofRelease("staging-crds", "monitoring")],
    ["Helm, from the folder crds of a chart such as kube-prometheus-stack", { manager: "helm" }],
    [
      "the Argo CD application platform-crds",
      {
        annotations: {
          "argocd.argoproj.io/tracking-id": "platform-crds:apiextensions.k8s.io/CustomResourceDefinition:/x",
        },
      },
    ],
    ["the Argo CD application crds", { labels: { "argocd.argoproj.io/instance": "crds" } }],
    ["Argo CD", { manager: "argocd-controller" }],
    [
      "the Flux Kustomization flux-system/crds",
      {
        labels: { "kustomize.toolkit.fluxcd.io/name": "crds", "kustomize.toolkit.fluxcd.io/namespace": "flux-system" },
      },
    ],
    [
      "the Flux HelmRelease monitoring/stack",
      {
        ...ofRelease("stack", "monitoring"),
        labels: { "helm.toolkit.fluxcd.io/name": "stack", "helm.toolkit.fluxcd.io/namespace": "monitoring" },
      },
    ],
    ["the Operator Lifecycle Manager", { labels: { "operators.coreos.com/prometheus.operators": "" } }],
    ["Terraform", { manager: "Terraform" }],
    ["some-tool", { manager: "some-tool" }],
  ])("of %s are refused beforehand, with the way out", async (owner, more) => {
    const problem = looked({ definitions: all(more, "0.80.0") });
    await expect(problem).rejects.toThrow(`  ${owner}: ${NEEDED_CRDS.join(", ")}\n`);
    await expect(problem).rejects.toThrow(
      "Set platform.crds: false to use them as they are (of operator 0.80.0; this environment deploys 0.93.1).",
    );
    expect(server?.asked.every(({ method }) => method === "GET")).toBe(true);
  });

  test("of others are used where crds is false, and older ones are said to be so", async () => {
    const wanted = { crds: false };
    expect(await looked({ definitions: all({ manager: "kubectl" }), wanted })).toMatchObject({ advice: [] });
    await server?.close();
    const older = await looked({ definitions: all({ manager: "kubectl" }, "0.80.0"), wanted });
    expect(adviceText(older)).toMatch(
      /^ {2}! .* of Prometheus operator 0\.80\.0, and kubectl keeps them; .*0\.93\.1.*\n$/,
    );
  });

  test("that are missing where crds is false are named", async () => {
    await expect(looked({ definitions: all().slice(1), wanted: { crds: false } })).rejects.toThrow(
      "platform.crds is false, but the cluster lacks alertmanagerconfigs.monitoring.coreos.com. Install",
    );
  });

  test("of a newer Tocsin are not put back to older ones", async () => {
    await expect(looked({ definitions: all(OURS, "0.95.0"), releases: [{}] })).rejects.toThrow(
      "are of Prometheus operator 0.95.0, deployed by a newer Tocsin; this one would put back 0.93.1",
    );
    await server?.close();
    expect(await looked({ definitions: all(OURS, "0.90.0"), releases: [{}] })).toMatchObject({ crdsExist: true });
  });

  test("are nobody's business when an environment is destroyed", async () => {
    expect(await looked({ definitions: all({ manager: "kubectl" }), deploys: false })).toBeDefined();
    expect(server?.asked.map(({ path }) => path)).toEqual(["/readyz"]);
  });
});

describe("volumes", () => {
  test("that nothing would make are found beforehand", async () => {
    await expect(looked({ classes: [storageClass("slow", "x", false)] })).rejects.toThrow(
      "no default StorageClass, so that volumes would wait forever; set platform.storageClass: the cluster has slow",
    );
    await server?.close();
    await expect(looked({ wanted: { storageClass: "fast" } })).rejects.toThrow(
      'platform.storageClass: found "fast", which is no StorageClass of the cluster; the cluster has gp3',
    );
  });

  test.each(["rancher.io/local-path", "k8s.io/minikube-hostpath", "docker.io/hostpath"])(
    "that are folders of a node have alerts that cannot fire, which is said: %s",
    async (provisioner) => {
      const found = await looked({
        classes: [...EBS.map((one) => ({ ...one, metadata: { name: "gp3" } })), storageClass("here", provisioner)],
      });
      expect(found?.advice).toHaveLength(1);
      expect(found?.advice[0]).toContain(`(StorageClass here, ${provisioner})`);
      expect(found?.advice[0]).toContain("KubePersistentVolumeFillingUp");
      await server?.close();
      expect(
        (await looked({ classes: [storageClass("here", provisioner)], wanted: { storageClass: "here" } }))?.advice,
      ).toHaveLength(1);
    },
  );

  test("of a cloud need no advice", async () => {
    expect((await looked())?.advice).toEqual([]);
  });
});

describe("a second environment of a cluster", () => {
  const nodeExporter = (namespace: string, name: string) => ({
    metadata: { namespace, name },
    spec: { template: { spec: { containers: [{ ports: [{ containerPort: 9100, hostPort: 9100 }] }, {}] } } },
  });

  test("does not come into the first one's namespace; the first one does again", async () => {
    await expect(looked({ namespaceOf: "staging" })).rejects.toThrow(
      'platform.namespace: found "monitoring", which is the environment "staging"\'s; give this environment another one',
    );
    await server?.close();
    expect(await looked({ namespaceOf: "prod" })).toBeDefined();
  });

  test("has node exporters at a port of its own", async () => {
    const daemonSets = [nodeExporter("monitoring-nodes", "tocsin-node-exporter")];
    expect(await looked({ daemonSets })).toBeDefined();
    await server?.close();
    await expect(looked({ daemonSets, wanted: { namespace: "second" } })).rejects.toThrow(
      "found 9100, which the DaemonSet monitoring-nodes/tocsin-node-exporter has on every node; give another port, such as 9101",
    );
    await server?.close();
    expect(await looked({ daemonSets, wanted: { namespace: "second", nodeExporterPort: 9101 } })).toBeDefined();
  });
});
