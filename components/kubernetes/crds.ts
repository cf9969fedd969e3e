// The definitions of Prometheus operator's custom resources, in a release of their own: it goes first, and is upgraded first.
import { Release } from "@pulumi/kubernetes/helm/v3";
import * as pulumi from "@pulumi/pulumi";
import { CHARTS } from "./charts";

export interface CrdsArgs {
  namespace: pulumi.Input<string>;
}

/** Helm never upgrades the definitions that a chart brings in its folder `crds`, so that they come from a chart of templates. */
export class Crds extends pulumi.ComponentResource {
  constructor(name: string, { namespace }: CrdsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tocsin:kubernetes:Crds", name, {}, opts);
    new Release(
      name,
      { name, ...CHARTS.crds, namespace, values: {} },
      // With them every rule and monitor of the cluster would go, those of others included.
      { parent: this, retainOnDelete: true },
    );
    this.registerOutputs();
  }
}
