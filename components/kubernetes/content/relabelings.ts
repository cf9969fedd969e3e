// The labels of targets that are found in the cluster: those that mixins know, and no others.
//
// Prometheus operator gives every target namespace, pod, container, endpoint, node and the Service's name as `service`. They
// would stand in the way of labels that series have themselves (`endpoint`, `namespace`), and make aggregations that leave
// out only `instance` and `host` fall apart.
import type { IServiceMonitor } from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/ServiceMonitor";
import { SHOWN_AS_SYNTHETIC } from "../../monitoring/scraping/synthetic";
import { OF_SPANS } from "../../prometheus";

type Endpoint = IServiceMonitor["spec"]["endpoints"][number];
export type Relabeling = NonNullable<Endpoint["relabelings"]>[number];

/** What `instance` is called by; `named` for an exporter of something elsewhere. */
type Instance = "pod" | "node" | "address" | "replica" | { named: string };

export interface Labelling {
  job: string;
  service: string;
  team: string;
  /** The part of Kubernetes that it is. */
  component?: string;
  /**
   * `pod`: its name; `node`: that of the node it runs on or is; both have the node as `host`. What speaks about others has none,
   * so that no node explains what it says: `replica` is a pod's name, which tells several of them apart and which rules
   * aggregate away.
   */
  instance: Instance;
  /** A target is left out where its port has another name. */
  port?: string;
  /** The Service that a target belongs to: others with the same labels are left out. */
  of?: string;
}

const NODE_OF_POD = "__meta_kubernetes_pod_node_name";

/** Set by the operator where a target is a node itself, such as a kubelet. */
const NODE = "node";

const OF_THE_OPERATOR = "namespace|pod|container|endpoint|node";

/** In place of what is empty the label stays as it was. */
const copy = (from: string, to: string): Relabeling => ({
  action: "replace",
  sourceLabels: [from],
  regex: "(.+)",
  targetLabel: to,
  replacement: "$1",
});

const set = (label: string, value: string): Relabeling => ({
  action: "replace",
  targetLabel: label,
  replacement: value,
});

const POD_NAME = copy("__meta_kubernetes_pod_name", "instance");

const INSTANCES: Record<Extract<Instance, string>, readonly Relabeling[]> = {
  pod: [POD_NAME, copy(NODE_OF_POD, "host")],
  replica: [POD_NAME],
  node: [NODE_OF_POD, NODE].flatMap((from) => [copy(from, "instance"), copy(from, "host")]),
  address: [],
};

/** Relabelings after those of the operator. */
export function relabelings({ job, service, team, component, instance, port, of }: Labelling): Relabeling[] {
  return [
    ...(port ? [{ action: "keep", sourceLabels: ["endpoint"], regex: port } satisfies Relabeling] : []),
    ...(of ? [{ action: "keep", sourceLabels: ["service"], regex: of } satisfies Relabeling] : []),
    ...(typeof instance === "string" ? INSTANCES[instance] : [set("instance", instance.named)]),
    set("job", job),
    set("service", service),
    set("team", team),
    ...(component ? [set("component", component)] : []),
    { action: "labeldrop", regex: OF_THE_OPERATOR },
  ];
}

/** Drops what targets show under the names of what Prometheus writes of them itself. */
export const NOT_SYNTHETIC: Relabeling = { action: "drop", sourceLabels: ["__name__"], regex: SHOWN_AS_SYNTHETIC };

/** Keeps some metrics and drops all others; nothing to do where none are named. */
export const keeping = (names: readonly string[] | undefined): Relabeling[] =>
  names ? [{ action: "keep", sourceLabels: ["__name__"], regex: names.join("|") }] : [];

/** Of the metrics that spans become, those of one service. */
export const ofSpans = (service: string): Relabeling[] => [
  { action: "drop", sourceLabels: ["__name__"], regex: OF_SPANS.dropped },
  { action: "keep", sourceLabels: [OF_SPANS.service], regex: service },
  { action: "labeldrop", regex: OF_SPANS.labels },
];
