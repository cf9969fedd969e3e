// What NetworkPolicies let through, as Kubernetes defines it: https://kubernetes.io/docs/concepts/services-networking/network-policies

type Labels = Readonly<Record<string, string>>;

interface Peer {
  podSelector: { matchLabels?: Labels };
  namespaceSelector?: { matchLabels?: Labels };
}

interface Rule {
  from?: readonly Peer[];
  to?: readonly Peer[];
  ports?: readonly { port: number; protocol: string }[];
}

/** Of one namespace: peers are selected by labels of its pods, or of those of others. */
export interface Policy {
  namespace?: string;
  podSelector: { matchLabels?: Labels };
  policyTypes: readonly string[];
  ingress?: readonly Rule[];
  egress?: readonly Rule[];
}

/** A pod by its labels, with its namespace among them where that is another than the monitoring's; or somebody who is no pod. */
export type Party = Labels | "outside";

export const NAMESPACE = "kubernetes.io/metadata.name";
const MONITORING = "monitoring";
const namespaceOf = (labels: Labels) => labels[NAMESPACE] ?? MONITORING;

const selects = ({ matchLabels = {} }: Peer["podSelector"], labels: Labels) =>
  Object.entries(matchLabels).every(([name, value]) => labels[name] === value);

/** Whether a connection is let through: by the rules of who opens it, and by those of who takes it. */
export function isAllowed(
  policies: readonly Policy[],
  { from, to, port, protocol = "TCP" }: { from: Party; to: Party; port: number; protocol?: string },
): boolean {
  const passes = (own: Party, other: Party, type: "Ingress" | "Egress") => {
    if (own === "outside") return true;
    const ofPod = policies.filter(
      ({ namespace = MONITORING, policyTypes, podSelector }) =>
        policyTypes.includes(type) && namespace === namespaceOf(own) && selects(podSelector, own),
    );
    const isOf = ({ podSelector, namespaceSelector }: Peer, labels: Labels) =>
      selects(podSelector, labels) &&
      (namespaceSelector
        ? selects(namespaceSelector, { [NAMESPACE]: namespaceOf(labels) })
        : namespaceOf(labels) === namespaceOf(own));
    // A pod that no policy selects is open.
    if (ofPod.length === 0) return true;
    const rules = ofPod.flatMap((one) => (type === "Ingress" ? one.ingress : one.egress) ?? []);
    return rules.some((rule) => {
      const peers = type === "Ingress" ? rule.from : rule.to;
      const isPeer = !peers || (other !== "outside" && peers.some((one) => isOf(one, other)));
      const isPort = !rule.ports || rule.ports.some((one) => one.port === port && one.protocol === protocol);
      return isPeer && isPort;
    });
  };
  return passes(from, to, "Egress") && passes(to, from, "Ingress");
}
