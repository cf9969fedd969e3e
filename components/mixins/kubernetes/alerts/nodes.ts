// What can go wrong with nodes, and when there is too little of them.
import { type Alert, alert } from "../../../rules";
import { unlessLeaving } from "../leaving";
import { each, NODE, QUOTA } from "../objects";

const CONDITION = `${NODE}, condition`;

export const nodeAlerts: readonly Alert[] = [
  alert({
    name: "KubeletDown",
    // Says nothing of the containers, which run on: so it inhibits nothing but what is said of single kubelets.
    expr: 'max by (service, team, component) (up{job="kubernetes",component="kubelet"}) == 0',
    severity: "critical",
    for: "30s",
    down: "component",
    summary: "No kubelet of {{ $labels.service }} answers",
    description: "None of its nodes can be asked: they are down or cut off, or the way to them is closed.",
  }),
  alert({
    name: "KubeletInstanceDown",
    // A warning: its pods move to other nodes, and what that breaks has alerts of its own.
    expr: `up{job="kubernetes",component="kubelet"} == 0 ${unlessLeaving("host")}`,
    severity: "warning",
    for: "2m",
    down: "instance",
    summary: "Kubelet {{ $labels.instance }} of {{ $labels.service }} does not answer",
    description: "Its node is down or cut off, or the kubelet has stopped: nothing new starts there.",
  }),
  alert({
    name: "KubeStateMetricsDown",
    // All of its pods, if there are several: as long as one answers, the objects are watched.
    expr: 'max by (service, team, component) (up{job="kubernetes",component="kube-state-metrics"}) == 0',
    severity: "warning",
    for: "2m",
    down: "component",
    summary: "The objects of {{ $labels.service }} are not watched",
    description: "kube-state-metrics could not be scraped: failing pods, deployments, jobs and nodes raise no alert.",
  }),
  alert({
    name: "KubeNodeNotReady",
    expr: `${each(NODE, 'kube_node_status_condition{condition="Ready",status="false"}')} == 1 ${unlessLeaving("node")}`,
    severity: "warning",
    for: "5m",
    summary: "Node {{ $labels.node }} of {{ $labels.service }} is not ready",
    description: "Its kubelet says that it cannot run pods: no new ones come, and those there are moved away.",
  }),
  alert({
    name: "KubeNodeUnreachable",
    expr: `${each(NODE, 'kube_node_spec_taint{key="node.kubernetes.io/unreachable",effect="NoSchedule"}')} == 1
      ${unlessLeaving("node")}`,
    severity: "warning",
    for: "2m",
    summary: "Node {{ $labels.node }} of {{ $labels.service }} cannot be reached",
    description: "The control plane has lost it; after five minutes its pods are started elsewhere.",
  }),
  alert({
    name: "KubeNodeReadinessFlapping",
    expr: `${each(NODE, 'changes(kube_node_status_condition{condition="Ready",status="true"}[15m])')} ${unlessLeaving("node")}`,
    above: { warning: 3 },
    for: "0s",
    keepFiringFor: "5m",
    summary: "Node {{ $labels.node }} of {{ $labels.service }} comes and goes",
    description: "It changed {{ $value | humanize }} times between ready and not ready in a quarter of an hour.",
  }),
  alert({
    name: "KubeNodePressure",
    expr: `${each(CONDITION, 'kube_node_status_condition{condition=~"MemoryPressure|DiskPressure|PIDPressure",status="true"}')} == 1
      ${unlessLeaving("node")}`,
    severity: "info",
    for: "10m",
    summary: "Node {{ $labels.node }} of {{ $labels.service }} has {{ $labels.condition }}",
    description: "It takes no more pods of some kinds, and evicts some that it has.",
  }),
  alert({
    name: "KubeletTooManyPods",
    expr: "node:kube_pods:ratio",
    above: { info: 0.95 },
    unit: "ratio",
    for: "15m",
    summary: "Node {{ $labels.node }} of {{ $labels.service }} has almost all the pods that it may",
    description:
      "{{ $value | humanizePercentage }} of its places are taken; it is full then, whatever CPU and memory it has left.",
  }),
  alert({
    name: "KubeCPUOvercommit",
    expr: "service:kube_cpu_requests_without_largest_node:ratio",
    above: { warning: 1 },
    unit: "ratio",
    for: "10m",
    summary: "{{ $labels.service }} cannot lose a node: its pods ask for too many CPUs",
    description: "Without its largest node, {{ $value | humanizePercentage }} of the CPUs would be asked for.",
  }),
  alert({
    name: "KubeMemoryOvercommit",
    expr: "service:kube_memory_requests_without_largest_node:ratio",
    above: { warning: 1 },
    unit: "ratio",
    for: "10m",
    summary: "{{ $labels.service }} cannot lose a node: its pods ask for too much memory",
    description: "Without its largest node, {{ $value | humanizePercentage }} of the memory would be asked for.",
  }),
  alert({
    name: "KubeQuotaFullyUsed",
    expr: `${each(QUOTA, 'kube_resourcequota{type="used"}')} / (${each(QUOTA, 'kube_resourcequota{type="hard"}')} > 0)`,
    above: { info: 0.99 },
    unit: "ratio",
    for: "10m",
    summary: "Namespace {{ $labels.namespace }} of {{ $labels.service }} has used up its {{ $labels.resource }}",
    description:
      "{{ $value | humanizePercentage }} of what quota {{ $labels.resourcequota }} allows is taken; more is refused.",
  }),
];
