// What an environment watches, as custom resources of Prometheus operator.
import * as pulumi from "@pulumi/pulumi";
import type { KubernetesPlatform, Monitoring } from "../monitoring";
import { customResource, type Manifest } from "./custom-resource";
import { prometheusRule } from "./rules";
import { scraping } from "./scraping";
import { alertmanagerConfig } from "./team-routes";

export interface ContentArgs {
  monitoring: Monitoring;
  namespace: string;
  teamRoutes: KubernetesPlatform["teamRoutes"];
}

/** Rules, monitors, probes, scrape configurations and teams' routes, in the order of the settings. */
export function manifestsOf({ monitoring, namespace, teamRoutes }: ContentArgs): Manifest[] {
  return [
    ...monitoring.groups.map((group) => prometheusRule(group, namespace)),
    ...scraping(monitoring.jobs, namespace),
    ...teamRoutes.map(alertmanagerConfig),
  ];
}

/** Registers them, each checked against the schema of its kind before. */
export class Content extends pulumi.ComponentResource {
  constructor(name: string, args: ContentArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tocsin:kubernetes:Content", name, {}, opts);
    for (const manifest of manifestsOf(args)) {
      const { kind, metadata } = manifest;
      customResource(`${name}-${kind.toLowerCase()}-${metadata.name}`, manifest, { parent: this });
    }
    this.registerOutputs();
  }
}
