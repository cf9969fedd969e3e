// The rules of who may speak to whom, as NetworkPolicies: all is denied first, and each pod has what it needs.
import { NetworkPolicy } from "@pulumi/kubernetes/networking/v1";
import * as pulumi from "@pulumi/pulumi";
import { type Names, namesIn } from "../names";
import { type Allowed, DNS, type NetworkRulesArgs, networkRules } from "./network-rules";

export interface NetworkPoliciesArgs extends NetworkRulesArgs {
  namespace: string;
}

/** The specifications by name. */
export function networkPolicies(names: Names, args: NetworkRulesArgs) {
  const both = ["Ingress", "Egress"];
  const everyPod = { podSelector: {}, policyTypes: both };
  return {
    [`${names.release}-default-deny`]: { ...everyPod, egress: [peersAndPorts("to", { peers: "anyone", ports: DNS })] },
    ...Object.fromEntries(
      networkRules(names, args).map(({ name, pods, ingress, egress }) => [
        name,
        {
          podSelector: { matchLabels: pods },
          policyTypes: both,
          ingress: ingress.map((one) => peersAndPorts("from", one)),
          egress: egress.map((one) => peersAndPorts("to", one)),
        },
      ]),
    ),
  };
}

export class NetworkPolicies extends pulumi.ComponentResource {
  constructor(name: string, args: NetworkPoliciesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tocsin:kubernetes:NetworkPolicies", name, {}, opts);
    const { namespace } = args;
    const names = namesIn(namespace);
    for (const [named, spec] of Object.entries(networkPolicies(names, args))) {
      new NetworkPolicy(
        `${name}-${named}`,
        { metadata: { name: named, namespace, labels: names.labels }, spec },
        { parent: this },
      );
    }
    this.registerOutputs();
  }
}

/** No peers are all peers, and no ports all ports. */
const peersAndPorts = (direction: "from" | "to", { peers, ports }: Allowed) => ({
  ...(peers !== "anyone" && { [direction]: peers.map((matchLabels) => ({ podSelector: { matchLabels } })) }),
  ...(ports.length > 0 && { ports: ports.map(({ port, protocol = "TCP" }) => ({ port, protocol })) }),
});
