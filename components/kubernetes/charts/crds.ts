// The definitions of Prometheus operator's custom resources, in a release of their own: it goes first, and is upgraded first.
import { Release } from "@pulumi/kubernetes/helm/v3";
import * as pulumi from "@pulumi/pulumi";
import { CHARTS, chartInputs } from "./charts";
import { CRDS_RELEASE } from "./definitions";

export interface CrdsArgs {
  /** Whether the cluster has the release already: of another environment, or of this one before it was destroyed. */
  exist: boolean;
  /** Whether charts lie in the project's folder for them. */
  localCharts: boolean;
}

/** Helm never upgrades the definitions that a chart brings in its folder `crds`, so that they come from a chart of templates. */
export class Crds extends pulumi.ComponentResource {
  constructor(name: string, { exist, localCharts }: CrdsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tocsin:kubernetes:Crds", name, {}, opts);
    const release = CRDS_RELEASE;
    new Release(
      name,
      { ...release, ...chartInputs(CHARTS.crds, localCharts), values: {} },
      {
        parent: this,
        // With them every rule and monitor of the cluster would go, those of others included.
        retainOnDelete: true,
        // Read and then upgraded, instead of a second installation, which Helm refuses.
        ...(exist && { import: `${release.namespace}/${release.name}` }),
      },
    );
    this.registerOutputs();
  }
}
