// The words in which it is said who may speak to whom.

export type Labels = Readonly<Record<string, string>>;

/** Ports of pods, TCP unless said otherwise. */
export interface Port {
  port: number;
  protocol?: "UDP";
}

/** Pods by their labels; of this namespace where none is said. */
export interface Peer {
  pods: Labels;
  namespace?: { name: string } | "any";
}

/** Pods of this namespace or of another, or anyone in the cluster and outside of it; no ports are all ports. */
export interface Allowed {
  peers: readonly Peer[] | "anyone";
  ports: readonly Port[];
}

/** What pods take and send; DNS may be asked by all of them. */
export interface PodRules {
  name: string;
  pods: Labels;
  /** Where they are; with the rest of the monitoring where left out. */
  namespace?: string;
  ingress: readonly Allowed[];
  egress: readonly Allowed[];
}

export const ports = (...all: number[]): Port[] => all.map((port) => ({ port }));

export const DNS: Port[] = [{ port: 53 }, { port: 53, protocol: "UDP" }];

/** Where API servers listen, behind their Service: managed ones, kubeadm's and k3s', minikube's, MicroK8s'. */
export const API_SERVER: Allowed = { peers: "anyone", ports: ports(443, 6443, 8443, 16_443) };

/** Pods of this namespace. */
export const these = (...pods: Labels[]): Peer[] => pods.map((one) => ({ pods: one }));

export const ANYTHING: Allowed = { peers: "anyone", ports: [] };
