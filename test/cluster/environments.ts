// What the environments on Kubernetes deploy, as manifests: from the program under mocks, and from the charts by Helm.
import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";
import { z } from "zod";
import { settingsInFile } from "../../infra/settings";
import { stackOf } from "../../stacks";
import { NOW, plainValue, type Registered, underMocks } from "../support/mocks";

export const ENVIRONMENTS = ["staging", "prod"] as const;

export const manifest = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string(), namespace: z.string().optional() }),
});

export type AnyManifest = z.infer<typeof manifest>;

/** Every resource that the environment registers. */
export async function registeredIn(environment: string): Promise<Registered[]> {
  const settings = settingsInFile(parse(readFileSync(`Pulumi.${environment}.yaml`, "utf8")));
  const receivers = { "slack-token": pulumi.secret("xoxb-test"), "pagerduty-routing-key": pulumi.secret("key") };
  const { resources } = await underMocks(environment, async () =>
    (await stackOf(settings)).deploy(settings, {
      environment,
      projectDir: "/project",
      packageDir: "/project",
      runtime: "native",
      now: NOW,
      credentials: { receivers },
    }),
  );
  return resources;
}

/** Those of Kubernetes, but the releases of charts. */
export const manifestsIn = (resources: readonly Registered[]): AnyManifest[] =>
  resources.flatMap(({ type, inputs }) => {
    if (!type.startsWith("kubernetes:") || type.startsWith("kubernetes:helm")) return [];
    const plain = Object.fromEntries(Object.entries(inputs).map(([key, value]) => [key, plainValue(value)]));
    return [manifest.parse(plain)];
  });

const release = z.object({
  name: z.string(),
  chart: z.string(),
  version: z.string(),
  namespace: z.string(),
  values: z.record(z.string(), z.unknown()),
});

/** The releases of charts. */
export const releasesIn = (resources: readonly Registered[]) =>
  resources.flatMap(({ type, inputs }) => (type === "kubernetes:helm.sh/v3:Release" ? [release.parse(inputs)] : []));

export type ChartRelease = ReturnType<typeof releasesIn>[number];
