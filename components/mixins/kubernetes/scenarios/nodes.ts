// Kubelets that do not answer, nodes that cannot run pods, and too little of them.
import { type Scenario, scenarios } from "../../../rules";
import { from, handedOver, of, passing, saidTwice, steady } from "./series";

const NODE = 'node="node-1"';
const UNREACHABLE = `${NODE},key="node.kubernetes.io/unreachable",value="",effect="NoSchedule"`;

const kubelets = (...values: string[]) =>
  Object.fromEntries(values.map((value, n) => [from("kubelet", "up", "", `node-${n}:10250`), value]));

const condition = (name: string, status: string, values: string) => ({
  [of("kube_node_status_condition", `${NODE},condition="${name}",status="${status}"`)]: values,
});

const cordoned = { [of("kube_node_spec_unschedulable", NODE)]: steady(1) };

const taint = (key: string, values: string) => ({
  [of("kube_node_spec_taint", `${NODE},key="${key}",value="",effect="NoSchedule"`)]: values,
});

/** Whatever says that a node is taken away on purpose, from the start. */
const LEAVING: Readonly<Record<string, Record<string, string>>> = {
  "was cordoned": cordoned,
  "Cluster Autoscaler takes away": taint("ToBeDeletedByClusterAutoscaler", steady(1)),
  "Karpenter takes away": taint("karpenter.sh/disrupted", steady(1)),
  "an earlier Karpenter takes away": taint("karpenter.sh/disruption", steady(1)),
  "the provider takes back": taint("aws-node-termination-handler/spot-itn", steady(1)),
  "Google takes back": taint("cloud.google.com/impending-node-termination", steady(1)),
};

/** The alert on something that is wrong with the node is quiet for each. */
const quietOnLeaving = (alert: string, wrong: Record<string, string>) =>
  scenarios(
    alert,
    Object.fromEntries(
      Object.entries(LEAVING).map(([who, leaving]) => [
        `stays quiet on a node that ${who}`,
        { given: { ...wrong, ...leaving }, expect: { "4m": "quiet", "7m": "quiet", "30m": "quiet" } },
      ]),
    ),
  );

const kubeletOn = (node: string, values: string) => ({
  [from("kubelet", "up", `host="${node}"`, node)]: values,
});

const unreachable = (values: string) => ({ [of("kube_node_spec_taint", UNREACHABLE)]: values });

/** Pods on a node, and whether they have anything to do. */
const pods = (count: number, phase = "Running", values = steady(1)) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, n) => `namespace="shop",pod="p${n}",uid="${n}"`).flatMap((pod) => [
      [of("kube_pod_info", `${pod},${NODE}`), steady(1)],
      [of("kube_pod_status_phase", `${pod},phase="${phase}"`), values],
    ]),
  );

const places = { [of("kube_node_status_allocatable", `${NODE},resource="pods",unit="integer"`)]: steady(20) };

/** Nodes of these sizes, and a pod that asks for so much of them. */
const asked = (resource: "cpu" | "memory", sizes: readonly number[], values: string, phase = "Running") => ({
  ...Object.fromEntries(
    sizes.map((size, n) => [
      of("kube_node_status_allocatable", `node="node-${n}",resource="${resource}"`),
      steady(size),
    ]),
  ),
  [of("kube_pod_container_resource_requests", `namespace="shop",pod="big",container="app",resource="${resource}"`)]:
    values,
  [of("kube_pod_status_phase", `namespace="shop",pod="big",phase="${phase}"`)]: steady(1),
});

const overcommit = (alert: string, resource: "cpu" | "memory") =>
  scenarios(alert, {
    "warns when 101% of what is left without the largest of three nodes is asked for, and resolves": {
      given: asked(resource, [100, 50, 50], passing(80, 101)),
      expect: { "10m": "quiet", "12m": ["warning"], "33m": "quiet" },
    },
    "stays quiet at 99%": {
      given: asked(resource, [100, 50, 50], steady(99)),
      expect: { "12m": "quiet", "30m": "quiet" },
    },
    "warns at 101 % where two pods of kube-state-metrics say the same": {
      given: saidTwice(asked(resource, [100, 50, 50], steady(101))),
      expect: { "12m": ["warning"] },
    },
    "stays quiet on a single node, which cannot be lost anyway": {
      given: asked(resource, [100], steady(99)),
      expect: { "12m": "quiet", "30m": "quiet" },
    },
    "stays quiet on what pods ask for that are done": {
      given: asked(resource, [100, 50, 50], steady(150), "Succeeded"),
      expect: { "12m": "quiet", "30m": "quiet" },
    },
  });

export const nodeScenarios: readonly Scenario[] = [
  ...scenarios("KubeletDown", {
    "is critical when the last kubelet is gone, and resolves when one is back": {
      given: kubelets("1x3 0x61", "1x3 0x20 1x40"),
      expect: { "75s": "quiet", "2m": ["critical"], "8m": "quiet" },
    },
    "stays quiet while one answers": {
      given: kubelets("1x3 0x40", steady(1)),
      expect: { "2m": "quiet", "10m": "quiet" },
    },
    "stays quiet on one missed scrape": {
      given: kubelets("1x3 0 1x40"),
      expect: { "60s": "quiet", "75s": "quiet", "2m": "quiet" },
    },
  }),
  ...scenarios("KubeletInstanceDown", {
    "warns of one kubelet, and resolves": {
      given: kubelets("1x3 0x20 1x215", steady(1)),
      expect: { "2m45s": "quiet", "4m": ["warning"], "8m": "quiet" },
    },
    "stays quiet when it restarts within 90 seconds": {
      given: kubelets("1x3 0x5 1x40"),
      expect: { "2m15s": "quiet", "3m": "quiet", "4m": "quiet" },
    },
    "stays quiet when a node is taken out": {
      given: kubelets("1x3 stale"),
      expect: { "3m": "quiet", "10m": "quiet" },
    },
    "leaves its cAdvisor to it": {
      given: { [from("cadvisor", "up")]: steady(0) },
      expect: { "3m": "quiet", "10m": "quiet" },
    },
    "warns of a node that dies while another is taken away": {
      given: { ...kubeletOn("node-2", "1x3 0x40"), ...cordoned },
      expect: { "4m": ["warning"] },
    },
    "stays quiet where a node that was taken away is gone from the API server before its kubelet is": {
      given: {
        ...kubeletOn("node-1", "1x12 0x16 stale"),
        [of("kube_node_spec_unschedulable", NODE)]: "0x4 1x9 stale",
      },
      expect: { "4m": "quiet", "6m": "quiet", "7m": "quiet" },
    },
    "warns where a node dies that was cordoned before, and is not any more": {
      given: {
        ...kubeletOn("node-1", "1x12 0x40"),
        [of("kube_node_spec_unschedulable", NODE)]: "0x4 1x4 0x60",
      },
      expect: { "7m": ["warning"] },
    },
  }),
  ...quietOnLeaving("KubeletInstanceDown", kubeletOn("node-1", "1x3 0x160")),
  ...scenarios("KubeStateMetricsDown", {
    "warns when it is gone, and resolves": {
      given: { [of("up")]: "1x3 0x20 1x40" },
      expect: { "2m45s": "quiet", "4m": ["warning"], "8m": "quiet" },
    },
    "stays quiet when it moves to another node within 90 seconds": {
      given: { [of("up")]: "1x3 0x5 1x40" },
      expect: { "2m15s": "quiet", "3m": "quiet", "4m": "quiet" },
    },
    "stays quiet while one of two answers": {
      given: { [of("up", "", "state-1")]: "1x3 0x60", [of("up", "", "state-2")]: steady(1) },
      expect: { "4m": "quiet", "10m": "quiet" },
    },
    "goes on where the pod that does not answer is replaced by one that does not either": {
      given: handedOver("up", "", "1x3 0x20", "_x20 0x40"),
      expect: { "4m": ["warning"], "6m30s": ["warning"], "10m": ["warning"] },
    },
  }),
  ...scenarios("KubeNodeNotReady", {
    "warns when a node is not ready, and resolves": {
      given: condition("Ready", "false", passing(0, 1)),
      expect: { "5m45s": "quiet", "7m": ["warning"], "33m": "quiet" },
    },
    "stays quiet on a new node that needs four minutes": {
      given: condition("Ready", "false", "_x10 1x16 0x100"),
      expect: { "6m": "quiet", "8m": "quiet" },
    },
    "goes on when kube-state-metrics moves to another pod": {
      given: handedOver("kube_node_status_condition", `${NODE},condition="Ready",status="false"`, "1x30", "_x29 1x60"),
      expect: { "6m30s": ["warning"], "7m30s": ["warning"], "9m": ["warning"], "12m": ["warning"] },
    },
  }),
  ...quietOnLeaving("KubeNodeNotReady", condition("Ready", "false", steady(1))),
  ...scenarios("KubeNodeUnreachable", {
    "warns when a node is lost, and resolves when it is back": {
      given: unreachable("_x4 1x40 stale"),
      expect: { "2m45s": "quiet", "4m": ["warning"], "13m": "quiet" },
    },
    "stays quiet when it is back within 90 seconds": {
      given: unreachable("_x4 1x5 stale"),
      expect: { "2m15s": "quiet", "4m": "quiet" },
    },
  }),
  ...quietOnLeaving("KubeNodeUnreachable", unreachable(steady(1))),
  ...scenarios("KubeNodeReadinessFlapping", {
    "warns at the fourth change, and resolves": {
      given: condition("Ready", "true", "1x8 0x4 1x4 0x4 1x150"),
      expect: { "4m": "quiet", "7m": ["warning"], "30m": "quiet" },
    },
    "stays quiet at three changes": {
      given: condition("Ready", "true", "1x8 0x4 1x4 0x150"),
      expect: { "4m": "quiet", "7m": "quiet", "15m": "quiet" },
    },
  }),
  ...quietOnLeaving("KubeNodeReadinessFlapping", condition("Ready", "true", "1x4 0x4 1x4 0x4 1x150")),
  ...scenarios("KubeNodePressure", {
    "informs when a node is short of disk, and resolves": {
      given: condition("DiskPressure", "true", passing(0, 1)),
      expect: { "10m": "quiet", "12m": ["info"], "33m": "quiet" },
    },
    "stays quiet on pressure of nine minutes": {
      given: condition("MemoryPressure", "true", "0x3 1x36 0x100"),
      expect: { "9m": "quiet", "12m": "quiet" },
    },
    "stays quiet on a node that is ready": {
      given: condition("Ready", "true", steady(1)),
      expect: { "12m": "quiet", "30m": "quiet" },
    },
  }),
  ...quietOnLeaving("KubeNodePressure", condition("DiskPressure", "true", steady(1))),
  ...scenarios("KubeletTooManyPods", {
    "informs when all 20 places are taken, and resolves when pods are done": {
      given: { ...places, ...pods(20, "Running", "1x100 0x139") },
      expect: { "14m": "quiet", "16m": ["info"], "27m": "quiet" },
    },
    "stays quiet at 19": { given: { ...places, ...pods(19) }, expect: { "16m": "quiet", "40m": "quiet" } },
    "stays quiet on pods that are done": {
      given: { ...places, ...pods(20, "Succeeded") },
      expect: { "16m": "quiet", "40m": "quiet" },
    },
  }),
  ...overcommit("KubeCPUOvercommit", "cpu"),
  ...overcommit("KubeMemoryOvercommit", "memory"),
];
