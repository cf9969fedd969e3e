// Traces in a cluster: the gateway that samples them, the store that keeps them, and the password between the two.
import { Secret } from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import { USERNAME } from "../../host/password-files";
import { existingTraceStore } from "../../monitoring";
import { ACCESS } from "../content/asking";
import { namesIn } from "../names";
import { TraceGateway, type TraceGatewayArgs } from "./gateway";
import { TraceStore, type TraceStoreArgs } from "./store";

export interface ClusterTracesArgs extends TraceStoreArgs, TraceGatewayArgs {
  /** Of the store; undefined where one that exists asks for none. */
  password: pulumi.Input<string> | undefined;
}

export class ClusterTraces extends pulumi.ComponentResource {
  constructor(name: string, args: ClusterTracesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tocsin:kubernetes:ClusterTraces", name, {}, opts);
    const { namespace, password } = args;
    const names = namesIn(namespace);
    const existing = existingTraceStore({ traces: args.settings });
    const username = existing ? existing.user : USERNAME;
    const access =
      username !== undefined && password !== undefined
        ? [
            new Secret(
              `${name}-traces-access`,
              {
                metadata: { name: names.tracesAccess, namespace, labels: names.labels },
                stringData: { [ACCESS.username]: username, [ACCESS.password]: pulumi.secret(password) },
              },
              { parent: this },
            ),
          ]
        : [];
    const parent = { parent: this, dependsOn: access };
    if (!existing) new TraceStore(name, args, parent);
    new TraceGateway(name, args, parent);
    this.registerOutputs();
  }
}
