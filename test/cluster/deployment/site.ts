// What every step of the suite works on: the cluster and the environment on it, with what each says of itself.
import { z } from "zod";
import type { Cluster } from "../node/start";
import type { Environment } from "./environment";
import { NAMESPACE } from "./settings";

/** Where the faults are. */
export const FAULTS_NAMESPACE = "faults";

const named = z.object({ metadata: z.object({ name: z.string() }) });

const pod = z.object({
  metadata: z.object({ name: z.string() }),
  status: z.object({
    phase: z.string(),
    containerStatuses: z.array(z.object({ ready: z.boolean() })).default([]),
  }),
});

const claim = z.object({
  metadata: z.object({ name: z.string() }),
  spec: z.object({ volumeName: z.string().optional() }),
});

const target = z.object({
  health: z.string(),
  labels: z.record(z.string(), z.string()),
  scrapeUrl: z.string(),
  lastError: z.string(),
});

const rule = z.object({ name: z.string(), health: z.string(), lastError: z.string().optional() });

const suppressed = z.object({
  labels: z.record(z.string(), z.string()),
  status: z.object({ state: z.string(), inhibitedBy: z.array(z.string()) }),
});

export class Site {
  constructor(
    readonly cluster: Cluster,
    readonly environment: Environment,
  ) {}

  /** Objects of the API, as far as they are looked at. */
  async list<T>(schema: z.ZodType<T>, ...what: string[]): Promise<T[]> {
    const text = await this.cluster.kubectl(["get", ...what, "--output=json"]);
    return z.object({ items: z.array(schema) }).parse(JSON.parse(text)).items;
  }

  async names(...what: string[]): Promise<string[]> {
    return (await this.list(named, ...what)).map(({ metadata }) => metadata.name);
  }

  /** Pods that neither are ready nor have done what they were for. */
  async notReady(...where: string[]): Promise<string[]> {
    return (await this.list(pod, "pods", ...where))
      .filter(({ status }) => status.phase !== "Succeeded")
      .filter(({ status }) => status.phase !== "Running" || status.containerStatuses.some(({ ready }) => !ready))
      .map(({ metadata }) => metadata.name);
  }

  /** Claims of the environment with the volumes that they have. */
  async volumes(): Promise<string[]> {
    return (await this.list(claim, "persistentvolumeclaims", "--namespace", NAMESPACE))
      .map(({ metadata, spec }) => `${metadata.name}: ${spec.volumeName}`)
      .sort();
  }

  async targets() {
    return z.object({ activeTargets: z.array(target) }).parse(await this.environment.prometheus("targets"))
      .activeTargets;
  }

  async rules() {
    return z
      .object({ groups: z.array(z.object({ rules: z.array(rule) })) })
      .parse(await this.environment.prometheus("rules"))
      .groups.flatMap((group) => group.rules);
  }

  /** Alerts that fire and are held back because another one does. */
  async inhibited(): Promise<Record<string, string>[]> {
    const alerts = z.array(suppressed).parse(await this.environment.alertmanager("alerts"));
    return alerts.filter(({ status }) => status.inhibitedBy.length > 0).map(({ labels }) => labels);
  }

  apply(manifest: string): Promise<string> {
    return this.cluster.kubectl(["apply", "--filename=-"], manifest);
  }

  scale(what: string, replicas: number): Promise<string> {
    return this.cluster.kubectl(["scale", what, `--replicas=${replicas}`, "--namespace", NAMESPACE]);
  }
}
