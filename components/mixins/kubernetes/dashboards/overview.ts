// A cluster at a glance: what is broken, then its nodes and what is left of them, its API server, its control plane.
import { type Dashboard, dashboard, type Row, row, stat, table, timeseries, variable } from "../../../dashboards";
import type { ControlPlane } from "../control-plane";
import { LEAVING } from "../leaving";
import { each, NODE, POD, QUOTA } from "../objects";
import { OOM_KILLED } from "../oom";

const on = 'service=~"$service"';
const READY = `kube_node_status_condition{condition="Ready",status="true",${on}}`;
const NODE_READY = each(NODE, READY);

const state: Row = row(
  "State",
  stat(
    "Nodes ready",
    "ratio",
    "Share of the nodes that can run pods.",
    { ready: `sum(${NODE_READY}) / count(${NODE_READY})` },
    { alert: "KubeNodeNotReady" },
  ),
  stat(
    "Targets up",
    "ratio",
    "Share of what is asked for metrics that answers: kubelets, API server, kube-state-metrics.",
    { up: `avg(up{job="kubernetes",${on}})` },
  ),
  stat("Pods not ready", "count", "Pods that should serve and do not; those of jobs do not count.", {
    waiting: `count(${each(POD, `kube_pod_status_phase{phase=~"Pending|Running|Unknown",${on}}`)} == 1
      unless on (${POD}) (kube_pod_status_ready{condition="true",${on}} == 1)
      unless on (${POD}) kube_pod_owner{owner_kind="Job",${on}}) or vector(0)`,
  }),
  stat("API errors", "ratio", "Share of the requests to the API server that it failed; more than 0.1% is too much.", {
    errors: `max(service:apiserver_errors:ratio_rate5m{${on}})`,
  }),
  timeseries(
    "What answers",
    "ratio",
    "Share of the targets of each kind that answer.",
    { "{{service}} {{component}}": `avg by (service, component) (up{job="kubernetes",${on}})` },
    { max: 1 },
  ),
  timeseries(
    "Versions",
    "count",
    "Minor versions of Kubernetes that run; several only during an upgrade.",
    {
      "{{service}}": `service:kubernetes_versions:count{${on}}`,
    },
    { alert: "KubeVersionMismatch" },
  ),
);

const nodes: Row = row(
  "Nodes",
  timeseries("Nodes", "count", "Nodes that are ready, and those that are cordoned or about to be removed.", {
    "{{service}} ready": `sum by (service) (${NODE_READY})`,
    "{{service}} leaving": `sum by (service) (${LEAVING}{${on}})`,
  }),
  timeseries(
    "Places for pods taken",
    "ratio",
    "Share of the pods that a node may have; at 100% it takes no more.",
    { "{{node}}": `node:kube_pods:ratio{${on}}` },
    { alert: "KubeletTooManyPods", max: 1 },
  ),
  timeseries(
    "Nodes that come and go",
    "count",
    "Changes between ready and not ready in a quarter of an hour.",
    { "{{node}}": each(NODE, `changes(${READY}[15m])`) },
    { alert: "KubeNodeReadinessFlapping" },
  ),
  timeseries("Containers killed", "count", "Containers of each node that were OOM-killed in five minutes.", {
    // None was killed is a nought, not a gap.
    "{{node}}": `${OOM_KILLED}{${on}} or 0 * ${each(NODE, READY)}`,
  }),
  timeseries("Nodes under pressure", "count", "Nodes that are short of memory, disk or process ids.", {
    "{{service}} {{condition}}": `sum by (service, condition) (${each(
      `${NODE}, condition`,
      `kube_node_status_condition{condition=~".*Pressure",status="true",${on}}`,
    )})`,
  }),
);

const capacity: Row = row(
  "Capacity",
  timeseries(
    "CPU asked for without the largest node",
    "ratio",
    "What pods ask for as a share of what would be left; above 100% the loss of a node leaves pods without a place.",
    { "{{service}}": `service:kube_cpu_requests_without_largest_node:ratio{${on}}` },
    { alert: "KubeCPUOvercommit" },
  ),
  timeseries(
    "Memory asked for without the largest node",
    "ratio",
    "What pods ask for as a share of what would be left; above 100% the loss of a node leaves pods without a place.",
    { "{{service}}": `service:kube_memory_requests_without_largest_node:ratio{${on}}` },
    { alert: "KubeMemoryOvercommit" },
  ),
  timeseries("CPU", "count", "CPUs that there are, that pods ask for, and that they use.", {
    "{{service}} there": `sum by (service) (${each(NODE, `kube_node_status_allocatable{resource="cpu",${on}}`)})`,
    "{{service}} asked for": `sum by (service) (namespace:kube_cpu_requests:sum{${on}})`,
    "{{service}} used": `sum by (service) (namespace:container_cpu_usage_seconds:rate5m{${on}})`,
  }),
  timeseries("Memory", "bytes", "Memory that there is, that pods ask for, and that they use.", {
    "{{service}} there": `sum by (service) (${each(NODE, `kube_node_status_allocatable{resource="memory",${on}}`)})`,
    "{{service}} asked for": `sum by (service) (namespace:kube_memory_requests:sum{${on}})`,
    "{{service}} used": `sum by (service) (namespace:container_memory_working_set_bytes:sum{${on}})`,
  }),
  table(
    "Quotas",
    "ratio",
    "Share of each quota that its namespace has used; at 100% more is refused.",
    {
      used: `${each(QUOTA, `kube_resourcequota{type="used",${on}}`)} / (${each(QUOTA, `kube_resourcequota{type="hard",${on}}`)} > 0)`,
    },
    { alert: "KubeQuotaFullyUsed" },
  ),
);

const apiServer: Row = row(
  "API server",
  timeseries("Requests", "requestsPerSecond", "Requests answered.", {
    "{{service}} {{verb}}": `service_verb:apiserver_requests:rate5m{${on}}`,
  }),
  timeseries("Errors", "ratio", "Share of the requests that failed, over five minutes and over six hours.", {
    "{{service}} 5m": `service:apiserver_errors:ratio_rate5m{${on}}`,
    "{{service}} 6h": `service:apiserver_errors:ratio_rate6h{${on}}`,
  }),
  timeseries(
    "Duration",
    "seconds",
    "The 99th percentile of the time to answer, without webhooks, lists and watches.",
    { "{{service}} {{verb}}": `service_verb:apiserver_request_duration_seconds:p99_rate5m{${on}}` },
    { alert: "KubeAPILatencyHigh" },
  ),
  timeseries(
    "Client certificates",
    "seconds",
    "How long the one that ends first is valid, of a hundred requests; absent where no client comes with one.",
    { "{{service}}": `service:apiserver_client_certificate_expiration_seconds:p1_rate5m{${on}}` },
    { alert: "KubeClientCertificateExpiration" },
  ),
);

const controlPlaneRow: Row = row(
  "Control plane",
  timeseries("Scheduling", "perSecond", "Attempts to find a node for a pod, by what came of them.", {
    "{{service}} {{result}}": `service_result:scheduler_attempts:rate5m{${on}}`,
  }),
  timeseries(
    "Scheduling errors",
    "ratio",
    "Share of the attempts that failed by the scheduler's own fault.",
    { "{{service}}": `service:scheduler_errors:ratio_rate5m{${on}}` },
    { alert: "KubeSchedulerErrors", max: 1 },
  ),
  timeseries("Pods without a node", "count", "Pods that wait for one; unschedulable ones fit nowhere.", {
    "{{service}} {{queue}}": `max by (service, queue) (scheduler_pending_pods{${on}})`,
  }),
  timeseries(
    "Queues of the controllers",
    "count",
    "Objects that each controller has still to look at.",
    { "{{service}} {{name}}": `topk(10, service_name:workqueue_depth:sum{${on}})` },
    { alert: "KubeControllerQueueLong" },
  ),
);

export const overviewOf = (controlPlane: ControlPlane): Dashboard =>
  dashboard({
    uid: "tocsin-kubernetes",
    title: "Kubernetes",
    description: "Nodes, capacity and control plane of each cluster.",
    tags: ["kubernetes"],
    variables: [variable("service", 'up{job="kubernetes"}')],
    rows: [state, nodes, capacity, apiServer, ...(controlPlane === "own" ? [controlPlaneRow] : [])],
  });
