// The namespaces of the monitoring, each with what its pods may do.
import { Namespace } from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import { ENVIRONMENT_ANNOTATION, namesIn } from "../names";

export interface NamespacesArgs {
  environment: string;
  namespace: string;
}

type Level = "privileged" | "baseline" | "restricted";

/** The labels by which Kubernetes itself refuses pods, and warns of those that a stricter level would refuse. */
const podSecurity = (enforce: Level, warn: Level) => ({
  "pod-security.kubernetes.io/enforce": enforce,
  "pod-security.kubernetes.io/warn": warn,
  "pod-security.kubernetes.io/audit": warn,
});

/** One for the monitoring, and one for node exporters, which see the whole host. */
export class Namespaces extends pulumi.ComponentResource {
  readonly names: pulumi.Output<string>[];

  constructor(name: string, { environment, namespace }: NamespacesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tocsin:kubernetes:Namespaces", name, {}, opts);
    const names = namesIn(namespace);
    const made = [
      { named: namespace, security: podSecurity("restricted", "restricted"), protect: true },
      { named: names.nodesNamespace, security: podSecurity("privileged", "privileged"), protect: false },
    ].map(
      ({ named, security, protect }) =>
        new Namespace(
          `${name}-${named}`,
          {
            metadata: {
              name: named,
              labels: { ...names.labels, ...security },
              annotations: { [ENVIRONMENT_ANNOTATION]: environment },
            },
          },
          // With the namespace go its claims, and with these the series, silences and users.
          { parent: this, protect },
        ),
    );
    this.names = made.map(({ metadata }) => metadata.name);
    this.registerOutputs({ names: this.names });
  }
}
