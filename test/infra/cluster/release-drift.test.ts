// What was changed by hand inside of a Helm release, by what Helm wrote down and the API server answers.
import { gzipSync } from "node:zlib";
import { afterEach, expect, test } from "vitest";
import { ApiServer } from "../../../infra/cluster/api-server";
import { reachApiServer } from "../../../infra/cluster/reach";
import { driftInReleases } from "../../../infra/cluster/release-drift";
import { deployedReleases } from "../../../infra/cluster/releases";
import { type Answering, answering, environment } from "./answering";

let server: Answering | undefined;
afterEach(async () => server?.close());

const MANIFEST = `---
# Source: a template
apiVersion: apps/v1
kind: Deployment
metadata: { name: operator }
spec: { replicas: 1 }
---
apiVersion: v1
kind: Service
metadata: { name: operator }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: operator }
`;

const pack = (text: string) => Buffer.from(gzipSync(text).toString("base64")).toString("base64");
const helm = { name: "tocsin", namespace: "monitoring", manifest: MANIFEST };
const deployment = (replicas: number, more: object = {}) => ({
  body: { metadata: { name: "operator", ...more }, spec: { replicas }, status: { replicas } },
});

const PATHS = {
  deployment: "/apis/apps/v1/namespaces/monitoring/deployments/operator",
  service: "/api/v1/namespaces/monitoring/services/operator",
  role: "/apis/rbac.authorization.k8s.io/v1/clusterroles/operator",
};

const KINDS = {
  "/apis/apps/v1": [
    { name: "deployments", kind: "Deployment", namespaced: true },
    { name: "deployments/status", kind: "Deployment", namespaced: true },
  ],
  "/api/v1": [{ name: "services", kind: "Service", namespaced: true }],
  "/apis/rbac.authorization.k8s.io/v1": [{ name: "clusterroles", kind: "ClusterRole", namespaced: false }],
};

async function drift(answers: Parameters<typeof answering>[0]) {
  server = await answering({
    "/readyz": { body: "ok" },
    "/api/v1/namespaces/monitoring/secrets": { body: { items: [{ data: { release: pack(JSON.stringify(helm)) } }] } },
    ...Object.fromEntries(Object.entries(KINDS).map(([path, resources]) => [path, { body: { resources } }])),
    [PATHS.deployment]: deployment(1),
    [PATHS.service]: { body: { metadata: { name: "operator" } } },
    [PATHS.role]: { body: { metadata: { name: "operator" } } },
    ...answers,
  });
  const api = await reachApiServer({ context: "test", kubeconfig: server.kubeconfig }, environment());
  if (!(api instanceof ApiServer)) throw new Error("no API server");
  const releases = await deployedReleases(api, "monitoring", ["tocsin", "tocsin-blackbox"]);
  return releases && (await driftInReleases(api, releases));
}

const said = (found: Awaited<ReturnType<typeof drift>>) => found?.map(({ release, what, how }) => [release, what, how]);

test("nothing is said of what is as its chart says, whatever the API server adds to it", async () => {
  const answers = {
    [PATHS.deployment]: deployment(1, { resourceVersion: "7", managedFields: [{ manager: "helm" }] }),
    [`PATCH ${PATHS.deployment}`]: deployment(1, { resourceVersion: "8", managedFields: [{ manager: "tocsin" }] }),
  };
  expect(await drift(answers)).toEqual([]);
  expect(
    server?.asked.filter(({ method }) => method === "PATCH").every(({ path }) => path.includes("dryRun=All")),
  ).toBe(true);
});

test("what was scaled or deleted by hand is named, and restored as Helm made it", async () => {
  const found = await drift({
    [PATHS.deployment]: deployment(0),
    [`PATCH ${PATHS.deployment}`]: deployment(1),
    [`GET ${PATHS.service}`]: { status: 404, body: {} },
  });
  expect(said(found)).toEqual([
    ["tocsin", "Deployment operator", "changed (spec.replicas)"],
    ["tocsin", "Service operator", "deleted"],
  ]);
  for (const one of found ?? []) await one.restore();
  const applied = server?.asked.filter(({ method, path }) => method === "PATCH" && !path.includes("dryRun"));
  expect(applied?.map(({ path }) => path.split("?")[0])).toEqual([PATHS.deployment, PATHS.service]);
});

test("what may not be compared is left out, and so is everything where Helm's records may not be read", async () => {
  expect(
    await drift({ [PATHS.deployment]: deployment(0), [`PATCH ${PATHS.deployment}`]: { status: 403, body: {} } }),
  ).toEqual([]);
  await server?.close();
  expect(await drift({ "/api/v1/namespaces/monitoring/secrets": { status: 403, body: {} } })).toBeUndefined();
});

test("what cannot be restored is an error that says why", async () => {
  const [found] =
    (await drift({
      [`GET ${PATHS.service}`]: { status: 404, body: {} },
      [`PATCH ${PATHS.service}`]: { status: 403, body: { message: "services is forbidden" } },
    })) ?? [];
  await expect(found?.restore()).rejects.toThrow("Service operator could not be restored: services is forbidden");
});
