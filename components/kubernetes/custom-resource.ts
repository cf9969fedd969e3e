// Prometheus operator's custom resources: typed when they are written, checked against its schemas before they are registered.
import type { IPodMonitor } from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/PodMonitor";
import type { IProbe } from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/Probe";
import type { IPrometheusRule } from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/PrometheusRule";
import type { IServiceMonitor } from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/ServiceMonitor";
import type { IAlertmanagerConfig } from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1alpha1/AlertmanagerConfig";
import type { IScrapeConfig } from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1alpha1/ScrapeConfig";
import { CustomResource } from "@pulumi/kubernetes/apiextensions";
import type * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { LABELS } from "./names";

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

/** Throws with the path of each value that the schema of its kind does not allow. */
export async function validate(manifest: Manifest): Promise<void> {
  const Model = await MODELS[manifest.kind]();
  try {
    Object.assign(new Model(), manifest).validate();
  } catch (error) {
    const found = schemaErrors.safeParse(error);
    if (!found.success) throw error;
    const lines = found.data.errors.map(({ instancePath, message }) => `  ${instancePath || "/"} ${message}`);
    throw new Error([`${manifest.kind} ${manifest.metadata.name} is not valid:`, ...lines].join("\n"));
  }
}

/** The part of a custom resource's metadata that all have alike. */
export const metadata = (name: string, namespace: string) => ({ name, namespace, labels: { ...LABELS } });

/** Registers a custom resource once it is valid; an invalid one fails the deployment, and is never sent. */
export function customResource(name: string, manifest: Manifest, opts: pulumi.CustomResourceOptions): CustomResource {
  const { apiVersion, kind, metadata } = manifest;
  return new CustomResource(
    name,
    { apiVersion, kind, metadata, spec: validate(manifest).then(() => manifest.spec) },
    opts,
  );
}
