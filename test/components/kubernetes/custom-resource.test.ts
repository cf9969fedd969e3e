// Custom resources: each that an environment has fits the schema of its kind, and one that does not is never registered.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { manifestsOf, namesIn } from "../../../components/kubernetes";
import { type Manifest, metadata, ValidManifests } from "../../../components/kubernetes/content/custom-resource";
import { settingsInFile } from "../../../infra/settings";
import { CLUSTERS, type cluster, platformOf, watched } from "./clusters";

const fromFile = (environment: string) => settingsInFile(parse(readFileSync(`Pulumi.${environment}.yaml`, "utf8")));

const environments: Record<string, ReturnType<typeof cluster>> = {
  ...CLUSTERS,
  staging: fromFile("staging"),
  prod: fromFile("prod"),
};

function manifestsIn(settings: ReturnType<typeof cluster>): Manifest[] {
  const { namespace, teamRoutes } = platformOf(settings);
  return manifestsOf({ monitoring: watched(settings), namespace, teamRoutes });
}

const rule = (rules: object[]): Manifest => ({
  apiVersion: "monitoring.coreos.com/v1",
  kind: "PrometheusRule",
  metadata: metadata("bad", "monitoring", namesIn("monitoring")),
  spec: { groups: [{ name: "bad", rules: JSON.parse(JSON.stringify(rules)) }] },
});

/** A manifest of an environment with one value of its spec changed to something that its kind does not allow. */
function spoiled(kind: Manifest["kind"], path: readonly (string | number)[], value: unknown): Manifest {
  const found = Object.values(environments)
    .flatMap(manifestsIn)
    .find((one) => one.kind === kind);
  if (!found) throw new Error(`No environment has a ${kind}`);
  const copy = structuredClone(found);
  const inside = path.slice(0, -1).reduce<object>((value, key) => Reflect.get(value, key), copy.spec);
  Reflect.set(inside, path.at(-1) ?? "", value);
  return copy;
}

describe("every custom resource", () => {
  test.each(Object.entries(environments))("of %s fits the schema of its kind", async (_, settings) => {
    const manifests = manifestsIn(settings);
    expect(manifests.length).toBeGreaterThan(5);
    await expect(ValidManifests.of(manifests)).resolves.toMatchObject({ all: manifests });
  });

  test("has the label by which Prometheus knows what is its own, and a name of its own among its kind", () => {
    const manifests = manifestsIn(fromFile("prod"));
    for (const { metadata } of manifests) expect(metadata.labels).toMatchObject({ release: "tocsin" });
    const names = manifests.map(({ kind, metadata }) => `${kind}/${metadata.namespace}/${metadata.name}`);
    expect(new Set(names).size).toBe(names.length);
  });

  test("is of every kind that there is a schema for", () => {
    const kinds = new Set(
      Object.values(environments)
        .flatMap(manifestsIn)
        .map(({ kind }) => kind),
    );
    expect([...kinds].sort()).toEqual([
      "AlertmanagerConfig",
      "PodMonitor",
      "Probe",
      "PrometheusRule",
      "ScrapeConfig",
      "ServiceMonitor",
    ]);
  });
});

describe("a custom resource that is not valid", () => {
  test.each([
    ["an alert without an expression", rule([{ alert: "Bad" }]), "/spec/groups/0/rules/0 must have required property"],
    ["a duration in words", rule([{ alert: "Bad", expr: "1", for: "five minutes" }]), "/spec/groups/0/rules/0/for"],
    ["a port that is no name", spoiled("ServiceMonitor", ["endpoints", 0, "port"], 8080), "/spec/endpoints/0/port"],
    ["an interval in words", spoiled("PodMonitor", ["podMetricsEndpoints", 0, "interval"], "often"), "/interval"],
    ["a prober without a URL", spoiled("Probe", ["prober"], {}), "/spec/prober must have required property"],
    [
      "an unknown action",
      spoiled("ScrapeConfig", ["relabelings"], [{ action: "guess" }]),
      "/spec/relabelings/0/action",
    ],
    ["receivers that are no list", spoiled("AlertmanagerConfig", ["receivers"], "slack"), "/spec/receivers"],
  ])("is told by its kind, its name and the path: %s", async (_, manifest, path) => {
    const told = await ValidManifests.of([manifest]).catch((error: Error) => error.message);
    expect(told).toContain(`  ${manifest.kind} ${manifest.metadata.name}: `);
    expect(told).toContain(path);
  });

  test("is told together with all others that are not", async () => {
    const bad = [rule([{ alert: "Bad" }]), spoiled("ServiceMonitor", ["selector"], "all")];
    const told = await ValidManifests.of([rule([{ alert: "Good", expr: "1" }]), ...bad]).catch(String);
    expect(String(told).split("\n")).toHaveLength(3);
    expect(told).toContain("nothing is deployed");
  });
});
