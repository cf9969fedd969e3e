// Nodes that are being taken away on purpose, so that their end is nobody's alarm.
import { byHost, each, NODE } from "./objects";

/**
 * Taints of nodes whose end was decided: by Cluster Autoscaler, Karpenter (since 1.0, and before), GKE for spot and maintenance,
 * AWS Node Termination Handler for spot interruptions and scheduled events.
 */
const TAINTS = [
  "ToBeDeletedByClusterAutoscaler",
  "karpenter[.]sh/(disrupted|disruption)",
  "cloud[.]google[.]com/impending-node-termination",
  "aws-node-termination-handler/.*",
];

const TAINTED = `kube_node_spec_taint{key=~"${TAINTS.join("|")}"}`;

/** 1 for each node that is cordoned or has such a taint. */
export const LEAVING = "node:kube_node_leaving:max";

/**
 * A node that is gone from the API server before its targets are is remembered for five minutes; one that is still there counts
 * by what is said of it now, so that it is missed again as soon as it is uncordoned.
 */
export const leaving = `${each(NODE, `kube_node_spec_unschedulable == 1 or ${TAINTED}`)}
  or ${each(NODE, `last_over_time(kube_node_spec_unschedulable[5m]) == 1 or last_over_time(${TAINTED}[5m])`)}
    unless on (${NODE}) kube_node_spec_unschedulable`;

/** Leaves out what is on such a node, of series that name it by the label. */
export const unlessLeaving = (label: "node" | "host"): string => `unless ${onLeaving(label)}`;

/** What `unlessLeaving` leaves out, with how series are matched to it. */
export const onLeaving = (label: "node" | "host"): string =>
  label === "node" ? `on (${NODE}) ${LEAVING}` : `on (host) ${byHost(LEAVING)}`;
