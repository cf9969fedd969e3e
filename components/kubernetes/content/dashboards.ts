// Dashboards as ConfigMaps, which the sidecar of Grafana reads; and the runbooks beside them, so that a message leads to one.
import { ConfigMap } from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import { DASHBOARD_LABEL, FOLDER_ANNOTATION } from "../charts/values/grafana";
import { namesIn } from "../names";

/** A prefix that no chart gives: its dashboard of Grafana must not bear the name of Grafana's own ConfigMap. */
const PREFIX = "dashboard-";

export interface DashboardsArgs {
  namespace: string;
  /** Grafana's JSON by file name. */
  dashboards: Readonly<Record<string, string>>;
  /** The folder of Grafana in which they are. */
  folder: string;
}

export class Dashboards extends pulumi.ComponentResource {
  constructor(name: string, args: DashboardsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tocsin:kubernetes:Dashboards", name, {}, opts);
    const { namespace, folder } = args;
    for (const [file, json] of Object.entries(args.dashboards)) {
      const named = file.replace(/\.json$/, "");
      new ConfigMap(
        `${name}-${named}`,
        {
          metadata: {
            name: `${PREFIX}${named}`,
            namespace,
            labels: { ...namesIn(namespace).labels, ...DASHBOARD_LABEL },
            annotations: { [FOLDER_ANNOTATION]: folder },
          },
          data: { [file]: json },
        },
        // Grafana's sidecar removes the file of what is deleted, also where another one of that name holds it by then.
        { parent: this, deleteBeforeReplace: true },
      );
    }
    this.registerOutputs();
  }
}
