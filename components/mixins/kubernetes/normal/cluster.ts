// The healthy cluster that all its targets speak of: three nodes, and what runs on them.

export const GIB = 1024 ** 3;

export interface Pod {
  namespace: string;
  pod: string;
  node: string;
  owner: readonly [kind: string, name: string];
  /** CPUs asked for, allowed and used; bytes of memory asked for, allowed and used. */
  cpu: readonly [request: number, limit: number, used: number];
  memory: readonly [request: number, limit: number, used: number];
}

export const NODES = ["node-1", "node-2", "node-3"] as const;
export const NAMESPACES = ["data", "kube-system", "shop"] as const;

/** One pod on each node. */
const onEach = (pod: Omit<Pod, "node" | "pod">): Pod[] =>
  NODES.map((node, index) => ({ ...pod, node, pod: `${pod.owner[1]}-${index}` }));

export const PODS: readonly Pod[] = [
  ...onEach({
    namespace: "shop",
    owner: ["ReplicaSet", "orders"],
    cpu: [0.5, 1, 0.3],
    memory: [0.5 * GIB, GIB, 0.45 * GIB],
  }),
  ...onEach({
    namespace: "data",
    owner: ["StatefulSet", "queue"],
    cpu: [0.5, 2, 0.25],
    memory: [2 * GIB, 3 * GIB, 1.4 * GIB],
  }),
  ...onEach({
    namespace: "kube-system",
    owner: ["DaemonSet", "logs"],
    cpu: [0.1, 0.5, 0.05],
    memory: [0.125 * GIB, 0.25 * GIB, 0.1 * GIB],
  }),
];

/** A claim for each pod of the stateful set, on the same node. */
export const CLAIMS = NODES.map((node, index) => ({ node, namespace: "data", claim: `data-queue-${index}` }));

/** Of every container in it; what is recreated has another uid. */
export const podLabels = ({ namespace, pod }: Pod) => ({ namespace, pod, uid: `${pod}-7f9c` });
export const containerLabels = (pod: Pod) => ({ ...podLabels(pod), container: "app" });

/** Which version all parts run, in the labels of kubernetes_build_info. */
export const buildInfo = (component: string) => ({
  component,
  git_version: "v1.34.1",
  major: "1",
  minor: "34",
  platform: "linux/amd64",
});
