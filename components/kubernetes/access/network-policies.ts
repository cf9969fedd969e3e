// The rules of who may speak to whom, as NetworkPolicies: all is denied first, and each pod has what it needs.
import { NetworkPolicy } from "@pulumi/kubernetes/networking/v1";
import * as pulumi from "@pulumi/pulumi";
import { NAMESPACE_NAME, type Names, namesIn } from "../names";
import { type NetworkRulesArgs, networkRules } from "./network-rules";
import { type Allowed, DNS, type Peer } from "./network-words";

export interface NetworkPoliciesArgs extends NetworkRulesArgs {
  namespace: string;
}

/** The specifications by name; `namespace` is that of the pods where they are not with the rest of the monitoring. */
export function networkPolicies(names: Names, args: NetworkRulesArgs) {
  const both = ["Ingress", "Egress"];
  const everyPod = { podSelector: {}, policyTypes: both };
  return [
    {
      name: `${names.release}-default-deny`,
      namespace: undefined,
      spec: { ...everyPod, egress: [peersAndPorts("to", { peers: "anyone", ports: DNS })] },
    },
    ...networkRules(names, args).map(({ name, namespace, pods, ingress, egress }) => ({
      name,
      namespace,
      spec: {
        podSelector: { matchLabels: pods },
        policyTypes: both,
        ingress: ingress.map((one) => peersAndPorts("from", one)),
        egress: egress.map((one) => peersAndPorts("to", one)),
      },
    })),
  ];
}

export class NetworkPolicies extends pulumi.ComponentResource {
  constructor(name: string, args: NetworkPoliciesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tocsin:kubernetes:NetworkPolicies", name, {}, opts);
    const names = namesIn(args.namespace);
    for (const { name: named, namespace = args.namespace, spec } of networkPolicies(names, args)) {
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
  ...(peers !== "anyone" && { [direction]: peers.map(selecting) }),
  ...(ports.length > 0 && { ports: ports.map(({ port, protocol = "TCP" }) => ({ port, protocol })) }),
});

const selecting = ({ pods, namespace }: Peer) => ({
  ...(namespace !== undefined && {
    namespaceSelector: namespace === "any" ? {} : { matchLabels: { [NAMESPACE_NAME]: namespace.name } },
  }),
  podSelector: Object.keys(pods).length > 0 ? { matchLabels: pods } : {},
});
