// Does a real API server take what the environments on Kubernetes are made of? Needs what README.md of this folder says.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { type ApiServer, type Said, startApiServer } from "./api-server";
import { type AnyManifest, ENVIRONMENTS, manifest, manifestsIn, registeredIn, releasesIn } from "./environments";
import { render } from "./helm";
import { needed } from "./needs";

const paths = needed("KUBE_APISERVER", "ETCD", "CRDS", "HELM", "CHARTS");

const resourceList = z.looseObject({
  resources: z.array(z.object({ name: z.string(), kind: z.string(), namespaced: z.boolean() })),
});

let server: ApiServer;
/** Where objects of a kind are, by apiVersion and kind. */
const places = new Map<string, { name: string; namespaced: boolean }>();

async function pathOf({ apiVersion, kind, metadata }: AnyManifest): Promise<string> {
  const base = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const key = `${apiVersion} ${kind}`;
  if (!places.has(key)) {
    const { status, body } = await server.get(base);
    const { data } = resourceList.safeParse(body);
    if (!data) throw new Error(`The API server says ${status} to ${base}: ${JSON.stringify(body)}`);
    const { resources } = data;
    const found = resources.find((one) => one.kind === kind && !one.name.includes("/"));
    if (!found) throw new Error(`The API server has no ${key}`);
    places.set(key, found);
  }
  const place = places.get(key);
  const inside = place?.namespaced ? `/namespaces/${metadata.namespace ?? "default"}` : "";
  return `${base}${inside}/${place?.name}/${metadata.name}`;
}

const apply = async (one: AnyManifest, dryRun = false): Promise<Said> => server.apply(await pathOf(one), one, dryRun);

/** Applies all, and tells of each that is refused why. */
async function refused(all: readonly AnyManifest[]): Promise<string[]> {
  const problems: string[] = [];
  for (const one of all) {
    const { status, body } = await apply(one);
    if (status !== 200 && status !== 201) problems.push(`${one.kind} ${one.metadata.name}: ${status} ${body.message}`);
  }
  return problems;
}

const namespace = (name: string): AnyManifest => ({ apiVersion: "v1", kind: "Namespace", metadata: { name } });

/** A server that knows the definitions of the custom resources. */
async function serverWithDefinitions(): Promise<void> {
  server = await startApiServer(paths);
  places.clear();
  const definitions = readdirSync(paths.CRDS).filter((file) => /^(crd-|monitoring\.coreos\.com_).*\.yaml$/.test(file));
  expect(definitions.length).toBeGreaterThan(9);
  for (const file of definitions) {
    const { status, body } = await apply(manifest.parse(parse(readFileSync(join(paths.CRDS, file), "utf8"))));
    expect(status, `${file}: ${body.message}`).toBeLessThan(300);
  }
  // Definitions are served a moment after they are taken.
  for (let tries = 0; tries < 100; tries++) {
    const served = await Promise.all(
      ["v1", "v1alpha1"].map((version) => server.get(`/apis/monitoring.coreos.com/${version}`)),
    );
    const kinds = served.flatMap(({ body }) => resourceList.safeParse(body).data?.resources ?? []);
    if (["PrometheusRule", "Probe", "ScrapeConfig"].every((kind) => kinds.some((one) => one.kind === kind))) break;
    await sleep(200);
  }
}

const rule = (rules: object[]): AnyManifest => ({
  apiVersion: "monitoring.coreos.com/v1",
  kind: "PrometheusRule",
  metadata: { name: "bad", namespace: "default" },
  spec: { groups: [{ name: "bad", rules }] },
});

// Each has a server of its own: the webhooks of an operator that does not run would refuse the next one's rules.
describe.each(ENVIRONMENTS)("the environment %s", (environment) => {
  let manifests: AnyManifest[];
  let charts: AnyManifest[];
  beforeAll(async () => {
    await serverWithDefinitions();
    const resources = await registeredIn(environment);
    manifests = manifestsIn(resources);
    const releases = releasesIn(resources).filter(({ chart }) => chart !== "prometheus-operator-crds");
    charts = (await Promise.all(releases.map((release) => render(paths, release)))).flat();
    const used = new Set([...manifests, ...charts].flatMap(({ metadata }) => metadata.namespace ?? []));
    const own = manifests.filter(({ kind }) => kind === "Namespace").map(({ metadata }) => metadata.name);
    expect(await refused([...used].filter((name) => !own.includes(name)).map(namespace))).toEqual([]);
  }, 180_000);

  afterAll(async () => {
    await server?.stop();
  });

  test.each([
    ["an alert without an expression", rule([{ alert: "Bad" }])],
    ["a duration in words", rule([{ alert: "Bad", expr: "1", for: "five minutes" }])],
    ["a field that rules do not have", rule([{ alert: "Bad", expr: "1", forr: "5m" }])],
  ])("has none taken that is not valid: %s", async (_, bad) => {
    const { status } = await apply(bad);
    expect(status).toBeGreaterThanOrEqual(400);
  });

  test("is taken whole, each field of each resource", async () => {
    const kinds = new Set(manifests.map(({ kind }) => kind));
    for (const kind of ["PrometheusRule", "ServiceMonitor", "PodMonitor", "Probe", "ScrapeConfig", "NetworkPolicy"])
      expect(kinds).toContain(kind);
    expect(await refused(manifests)).toEqual([]);
    console.log(`${environment}: ${manifests.length} resources taken`);
  }, 120_000);

  test("has no inhibition rule of a team taken, which would hold for the alerts of all", async () => {
    const taken = manifests.filter(({ kind }) => kind === "AlertmanagerConfig");
    expect(taken.length).toBe(environment === "prod" ? 1 : 0);
    for (const routes of taken) {
      const { spec, metadata } = z.looseObject({ spec: z.looseObject({}), metadata: z.looseObject({}) }).parse(routes);
      const inhibitRules = [
        { sourceMatch: [{ name: "team", value: "a" }], targetMatch: [{ name: "team", value: "b" }] },
      ];
      const hurting = manifest.parse({ ...routes, spec: { ...spec, inhibitRules } });
      // A policy holds a moment after it is taken.
      await expect
        .poll(async () => (await apply(hurting, true)).body.message, { timeout: 20_000, interval: 500 })
        .toContain("they would suppress the alerts of all teams");
      expect((await apply(routes, true)).status).toBe(200);
      const elsewhere = { ...hurting, metadata: { ...metadata, name: "own", labels: {} } };
      expect((await apply(manifest.parse(elsewhere), true)).status).toBe(201);
    }
  }, 60_000);

  test("and so is what its charts render with our values", async () => {
    expect(charts.length).toBeGreaterThan(40);
    expect(await refused(charts)).toEqual([]);
    console.log(`${environment}: ${charts.length} rendered resources taken`);
  }, 120_000);

  test("has no pod that Pod Security would refuse in its namespace", async () => {
    const workloads = [...manifests, ...charts].filter(({ kind }) => ["Deployment", "DaemonSet", "Job"].includes(kind));
    expect(workloads.length).toBeGreaterThan(4);
    const refusedPods: string[] = [];
    for (const workload of workloads) {
      const { template } = z.looseObject({ template: z.looseObject({}) }).parse(workload.spec);
      const { name, namespace } = workload.metadata;
      const pod = { apiVersion: "v1", kind: "Pod", ...template, metadata: { name, namespace } };
      const { status, body } = await apply(manifest.parse(pod), true);
      if (status >= 300) refusedPods.push(`${workload.kind} ${name}: ${body.message}`);
    }
    expect(refusedPods).toEqual([]);
  }, 60_000);
});
