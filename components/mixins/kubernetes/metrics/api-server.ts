// What the API server and, where they can be reached, the rest of the control plane give of themselves.
import { counter, gauge, histogram } from "../../../rules";

/** What a target is: a label of the target, on all of its series. */
const COMPONENTS = ["kube-state-metrics", "kubelet", "cadvisor", "apiserver", "scheduler", "controller-manager"];

/** The API server has a label `component` of its own, which gives way to the target's. */
const request = {
  verb: ["GET", "LIST", "WATCH", "POST", "PUT", "PATCH", "DELETE", "DELETECOLLECTION", "APPLY", "CONNECT"],
  group: 1,
  version: 1,
  resource: 100,
  subresource: 2,
  scope: 1,
  exported_component: 1,
};

export const apiServerMetrics = [
  counter("apiserver_request_total", "count", "Requests answered.", { ...request, dry_run: 1, code: 3 }),
  histogram("apiserver_request_sli_duration_seconds", "seconds", "Time to answer, without webhooks.", request, 21),
  histogram(
    "apiserver_client_certificate_expiration_seconds",
    "seconds",
    "How long the certificate with which a request came is still valid.",
    {},
    14,
  ),
  gauge("kubernetes_build_info", "boolean", "Always 1; the version of a part of Kubernetes.", {
    component: COMPONENTS,
    major: 1,
    minor: 1,
    git_version: 1,
    git_commit: 1,
    git_tree_state: 1,
    build_date: 1,
    go_version: 1,
    compiler: 1,
    platform: 1,
  }),
];

export const controlPlaneMetrics = [
  counter("scheduler_schedule_attempts_total", "count", "Attempts to find a node for a pod.", {
    profile: 2,
    result: ["scheduled", "unschedulable", "error"],
  }),
  gauge("scheduler_pending_pods", "count", "Pods that wait for a node.", {
    queue: ["active", "backoff", "unschedulable", "gated"],
  }),
  gauge("workqueue_depth", "count", "Objects that a controller has still to look at.", {
    component: COMPONENTS,
    name: 60,
  }),
];
