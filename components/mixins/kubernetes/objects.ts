// What kube-state-metrics says of the cluster's objects, by the labels that name an object: whichever of its pods says it, and
// whether one or two of them do. A roll of that pod then neither resolves an alert nor counts anything twice.

const NAMESPACED = "service, team, namespace";

/** The labels that tell objects of a kind apart, as a grouping. */
export const NODE = "service, team, node";
export const VOLUME = "service, team, persistentvolume";
export const POD = `${NAMESPACED}, pod`;
export const CONTAINER = `${POD}, container`;
export const CLAIM = `${NAMESPACED}, persistentvolumeclaim`;
export const DEPLOYMENT = `${NAMESPACED}, deployment`;
export const STATEFUL_SET = `${NAMESPACED}, statefulset`;
export const DAEMON_SET = `${NAMESPACED}, daemonset`;
export const JOB = `${NAMESPACED}, job_name`;
export const AUTOSCALER = `${NAMESPACED}, horizontalpodautoscaler`;
export const BUDGET = `${NAMESPACED}, poddisruptionbudget`;
export const QUOTA = `${NAMESPACED}, resourcequota, resource`;

/** The expression's value for each object. */
export const each = (object: string, expr: string): string => `max by (${object}) (${expr})`;

/** Series of nodes, by the label that targets on a node have its name in. */
export const byHost = (expr: string): string => `label_replace(${expr}, "host", "$1", "node", "(.+)")`;
