// The exporters of services that show no metrics themselves, and the blackbox exporter, through which others are probed.
import { Release } from "@pulumi/kubernetes/helm/v3";
import * as pulumi from "@pulumi/pulumi";
import type { Exporter, ScrapeJob } from "../../monitoring";
import { blackboxSettings } from "../../prometheus";
import { type Names, namesIn } from "../names";
import { CHARTS, type Chart, chartInputs } from "./charts";
import { exporterChart, exporterName } from "./exporter-charts";

export interface ExportersArgs {
  namespace: string;
  /** Whether anything is probed. */
  /** What it probes; nothing without. */
  blackbox?: readonly ScrapeJob[];
  services: readonly { name: string; mixin: string; exporter: Exporter }[];
  /** Whether charts lie in the project's folder for them. */
  localCharts: boolean;
}

/** Each in a release of its own, so that a service can come and go without the others. */
export class Exporters extends pulumi.ComponentResource {
  constructor(
    name: string,
    { namespace, blackbox, services, localCharts }: ExportersArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("tocsin:kubernetes:Exporters", name, {}, opts);
    const release = (named: string, chart: Chart, values: Record<string, unknown>) =>
      new Release(
        `${name}-${named}`,
        { name: named, ...chartInputs(chart, localCharts), namespace, atomic: true, values },
        { parent: this },
      );
    const names = namesIn(namespace);
    if (blackbox) release(names.blackbox, CHARTS.blackbox, blackboxValues(names, blackbox));
    for (const service of services) {
      const { chart, values } = exporterChart(service.mixin, service.name, service.exporter);
      release(exporterName(service.name), chart, values);
    }
    this.registerOutputs();
  }
}

/** Two of them, because an outage that only probes see stays unseen without one. */
export const blackboxValues = (names: Names, jobs: readonly ScrapeJob[]): Record<string, unknown> => ({
  fullnameOverride: names.blackbox,
  replicas: 2,
  podDisruptionBudget: { minAvailable: 1 },
  config: blackboxSettings(jobs),
  resources: { requests: { cpu: "10m", memory: "32Mi" }, limits: { memory: "128Mi" } },
  securityContext: { seccompProfile: { type: "RuntimeDefault" } },
});
