// The namespaces of the monitoring, each with what its pods may do.
import { Namespace } from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import { LABELS, nodesNamespace } from "./names";

export interface NamespacesArgs {
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

  constructor(name: string, { namespace }: NamespacesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tocsin:kubernetes:Namespaces", name, {}, opts);
    const made = [
      { named: namespace, security: podSecurity("baseline", "restricted") },
      { named: nodesNamespace(namespace), security: podSecurity("privileged", "privileged") },
    ].map(
      ({ named, security }) =>
        new Namespace(
          `${name}-${named}`,
          { metadata: { name: named, labels: { ...LABELS, ...security } } },
          { parent: this },
        ),
    );
    this.names = made.map(({ metadata }) => metadata.name);
    this.registerOutputs({ names: this.names });
  }
}
