// Logs in a cluster: the collectors of the nodes, the store, what evaluates alerts on lines, and the password between them.
import { Secret } from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import { USERNAME } from "../../host/password-files";
import { existingLogStore } from "../../monitoring";
import { ACCESS } from "../content/asking";
import { namesIn } from "../names";
import { LogAlerts, type LogAlertsArgs } from "./alerts";
import { Collectors, type CollectorsArgs } from "./collectors";
import { LogStore, type LogStoreArgs } from "./store";

export interface ClusterLogsArgs extends LogStoreArgs, LogAlertsArgs, CollectorsArgs {
  /** Of the store; undefined where one that exists asks for none. */
  password: pulumi.Input<string> | undefined;
}

export class ClusterLogs extends pulumi.ComponentResource {
  constructor(name: string, args: ClusterLogsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tocsin:kubernetes:ClusterLogs", name, {}, opts);
    const { namespace, password } = args;
    const names = namesIn(namespace);
    const existing = existingLogStore({ logs: args.settings });
    const username = existing ? existing.user : USERNAME;
    const stringData =
      username === undefined || password === undefined
        ? undefined
        : { [ACCESS.username]: username, [ACCESS.password]: pulumi.secret(password) };
    const secrets =
      stringData === undefined
        ? []
        : [namespace, names.nodesNamespace].map(
            (where) =>
              new Secret(
                `${name}-logs-access-${where}`,
                { metadata: { name: names.logsAccess, namespace: where, labels: names.labels }, stringData },
                { parent: this },
              ),
          );
    const parent = { parent: this, dependsOn: secrets };
    if (!existing) {
      new LogStore(name, args, parent);
      new LogAlerts(name, args, parent);
    }
    new Collectors(name, args, parent);
    this.registerOutputs();
  }
}
