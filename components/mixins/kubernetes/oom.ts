// Nodes on which the kernel has just killed a container: that has an alert of its own, which says which.
import { byHost, CONTAINER, each, POD } from "./objects";

/** How many containers of a node were OOM-killed in the last five minutes; no series where none was. */
export const OOM_KILLED = "node:kube_containers_oom_killed:count";

export const oomKilled = `count by (service, team, node) (
  ${each(
    CONTAINER,
    `time() - kube_pod_container_status_last_terminated_timestamp < 300
    and on (${CONTAINER}) kube_pod_container_status_last_terminated_reason{reason="OOMKilled"} == 1`,
  )} * on (${POD}) group_left (node) ${each(`${POD}, node`, 'kube_pod_info{node!=""}')})`;

/** The same by host. */
export const oomKilledByHost = byHost(OOM_KILLED);
