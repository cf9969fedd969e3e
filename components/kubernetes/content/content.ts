// What an environment watches, as custom resources of Prometheus operator.
import { CustomResource } from "@pulumi/kubernetes/apiextensions";
import * as pulumi from "@pulumi/pulumi";
import type { KubernetesPlatform, Monitoring } from "../../monitoring";
import { namesIn } from "../names";
import type { Manifest, ValidManifests } from "./custom-resource";
import { prometheusRule } from "./rules";
import { scraping } from "./scraping";
import { alertmanagerConfig } from "./team-routes";

interface Watched {
  monitoring: Monitoring;
  namespace: string;
  teamRoutes: KubernetesPlatform["teamRoutes"];
}

/** Rules, monitors, probes, scrape configurations and teams' routes, in the order of the settings. */
export function manifestsOf({ monitoring, namespace, teamRoutes }: Watched): Manifest[] {
  return [
    ...monitoring.groups.map((group) => prometheusRule(group, namespace)),
    ...scraping(monitoring.jobs, namespace),
    ...teamRoutes.map((routes) => alertmanagerConfig(routes, namesIn(namespace))),
  ];
}

export interface ContentArgs {
  manifests: ValidManifests;
}

/** Custom resources that are known to be valid. */
export class Content extends pulumi.ComponentResource {
  constructor(name: string, { manifests }: ContentArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tocsin:kubernetes:Content", name, {}, opts);
    for (const { apiVersion, kind, metadata, spec } of manifests.all) {
      new CustomResource(
        `${name}-${kind.toLowerCase()}-${metadata.name}`,
        { apiVersion, kind, metadata, spec },
        { parent: this },
      );
    }
    this.registerOutputs();
  }
}
