// Prometheus operator's custom resources: typed when they are written, checked against its schemas before they are registered.
import type { IPodMonitor } from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/PodMonitor";
import type { IProbe } from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/Probe";
import type { IPrometheusRule } from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/PrometheusRule";
import type { IServiceMonitor } from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/ServiceMonitor";
import type { IAlertmanagerConfig } from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1alpha1/AlertmanagerConfig";
import type { IScrapeConfig } from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1alpha1/ScrapeConfig";
import { z } from "zod";
import type { Names } from "../names";

type Kinds = IPrometheusRule | IServiceMonitor | IPodMonitor | IProbe | IScrapeConfig | IAlertmanagerConfig;

/** A custom resource in a namespace. */
export type Manifest = Kinds & { metadata: { name: string; namespace: string; labels: Record<string, string> } };

/** The schemas are an ES module, which this program, being none, can only load later. */
const MODELS = {
  PrometheusRule: async () =>
    (await import("@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/PrometheusRule")).PrometheusRule,
  ServiceMonitor: async () =>
    (await import("@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/ServiceMonitor")).ServiceMonitor,
  PodMonitor: async () =>
    (await import("@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/PodMonitor")).PodMonitor,
  Probe: async () => (await import("@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/Probe")).Probe,
  ScrapeConfig: async () =>
    (await import("@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1alpha1/ScrapeConfig")).ScrapeConfig,
  AlertmanagerConfig: async () =>
    (await import("@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1alpha1/AlertmanagerConfig"))
      .AlertmanagerConfig,
} satisfies Record<Manifest["kind"], unknown>;

const schemaErrors = z.object({
  errors: z.array(z.object({ instancePath: z.string(), message: z.string().optional() })),
});

/** Custom resources that fit the schemas of their kinds: there is no other way to one of these than through the schemas. */
export class ValidManifests {
  private constructor(readonly all: readonly Manifest[]) {}

  /** Throws with the path of each value that the schema of its kind does not allow, in all of them at once. */
  static async of(manifests: readonly Manifest[]): Promise<ValidManifests> {
    const problems = (await Promise.all(manifests.map(problemsOf))).flat();
    if (problems.length > 0)
      throw new Error(["Custom resources are not valid; nothing is deployed.", ...problems].join("\n"));
    return new ValidManifests(manifests);
  }
}

async function problemsOf(manifest: Manifest): Promise<string[]> {
  const Model = await MODELS[manifest.kind]();
  try {
    Object.assign(new Model(), manifest).validate();
    return [];
  } catch (error) {
    const found = schemaErrors.safeParse(error);
    if (!found.success) throw error;
    const { kind, metadata } = manifest;
    return found.data.errors.map(
      ({ instancePath, message }) => `  ${kind} ${metadata.name}: ${instancePath || "/"} ${message}`,
    );
  }
}

/** The part of a custom resource's metadata that all have alike. */
export const metadata = (name: string, namespace: string, { labels }: Pick<Names, "labels">) => ({
  name,
  namespace,
  labels: { ...labels },
});
