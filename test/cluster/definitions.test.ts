// The definitions' one release for all environments, on a real API server, by the real engine and provider with the real chart.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Provider } from "@pulumi/kubernetes/provider";
import { LocalWorkspace } from "@pulumi/pulumi/automation";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readEnvironment } from "../../components/host/tools/environment";
import { Crds } from "../../components/kubernetes";
import { CHARTS } from "../../components/kubernetes/charts/charts";
import { layCharts } from "../../infra/charts/charts";
import { lookAtCluster } from "../../infra/cluster/cluster";
import { pulumiCommand } from "../../infra/deployment/operate";
import { ensureEngine } from "../../infra/engine";
import { type ApiServer, startApiServer } from "./api-server";
import { needed } from "./needs";

const paths = needed("KUBE_APISERVER", "ETCD", "CHARTS");

let server: ApiServer;
let project: string;

beforeAll(async () => {
  server = await startApiServer(paths);
  project = mkdtempSync(join(tmpdir(), "tocsin-definitions-"));
  writeFileSync(join(project, "Pulumi.yaml"), "name: definitions\nruntime: nodejs\n");
  await layCharts({ charts: [CHARTS.crds], source: { from: paths.CHARTS }, projectDir: project }, readEnvironment());
  const storage = { apiVersion: "storage.k8s.io/v1", kind: "StorageClass", provisioner: "ebs.csi.aws.com" };
  const annotations = { "storageclass.kubernetes.io/is-default-class": "true" };
  await server.apply("/apis/storage.k8s.io/v1/storageclasses/gp3", {
    ...storage,
    metadata: { name: "gp3", annotations },
  });
});

afterAll(async () => {
  await server?.stop();
  rmSync(project, { recursive: true, force: true });
});

async function stackOf(environment: string, exist: boolean) {
  return LocalWorkspace.createOrSelectStack(
    {
      stackName: environment,
      projectName: "definitions",
      program: async () => {
        const provider = new Provider(environment, { kubeconfig: server.kubeconfig, context: "test" });
        new Crds(`${environment}-crds`, { exist, localCharts: true }, { providers: [provider] });
      },
    },
    {
      workDir: project,
      pulumiCommand: await pulumiCommand(await ensureEngine({ onProgress: () => undefined })),
      envVars: { PULUMI_BACKEND_URL: pathToFileURL(project).href, PULUMI_CONFIG_PASSPHRASE: "for a test" },
    },
  );
}

const look = () =>
  lookAtCluster(
    {
      cluster: { context: "test", kubeconfig: server.kubeconfig },
      crds: true,
      namespace: "monitoring",
      nodeExporterPort: 9100,
    },
    { environment: "prod", deploys: true },
  );

const PROBES = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/probes.monitoring.coreos.com";
const uid = async () => Object((await server.get(PROBES)).body.metadata).uid;

test("a first environment deploys them, and a second one takes them over", { timeout: 300_000 }, async () => {
  expect(await look()).toMatchObject({ crdsExist: false, advice: [] });
  await (await stackOf("staging", false)).up();
  const first = await uid();
  expect(first).toMatch(/-/);
  expect(await look()).toMatchObject({ crdsExist: true, advice: [] });
  await expect((await stackOf("prod", false)).up()).rejects.toThrow("cannot re-use a name that is still in use");
  const prod = await stackOf("prod", true);
  await prod.up();
  expect((await prod.up()).summary.resourceChanges).not.toHaveProperty("update");
  expect(await uid()).toBe(first);
});

test("an environment that was destroyed takes them up again", { timeout: 300_000 }, async () => {
  const first = await uid();
  const staging = await stackOf("staging", true);
  await staging.destroy();
  expect(await uid()).toBe(first);
  await staging.up();
  expect(await uid()).toBe(first);
});

test("those of somebody else are refused beforehand, with the name", async () => {
  const { body } = await server.get(PROBES);
  const spec = { apiVersion: "apiextensions.k8s.io/v1", kind: "CustomResourceDefinition", spec: body.spec };
  const name = "somebodys.monitoring.coreos.com";
  const names = { plural: "somebodys", singular: "somebody", kind: "Somebody", listKind: "SomebodyList" };
  const own = { ...spec, metadata: { name }, spec: { ...Object(body.spec), names } };
  const { status } = await server.apply(`/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${name}`, own);
  expect(status).toBe(201);
  await expect(look()).rejects.toThrow("  tocsin: somebodys\n");
});
