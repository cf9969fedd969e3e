// Pods that are not ready, and containers that crash, wait, or lack memory and CPU.
import { type Scenario, scenarios } from "../../../rules";
import { CONTAINER, from, growing, growingThenStill, of, POD, passing, steady } from "./series";

const waiting = (reason: string, values: string, metric = "kube_pod_container_status_waiting_reason") => ({
  [of(metric, `${CONTAINER},reason="${reason}"`)]: values,
});

const pod = (phase: string, ready: string, owner = "ReplicaSet") => ({
  [of("kube_pod_status_phase", `${POD},phase="${phase}"`)]: steady(1),
  [of("kube_pod_status_ready", `${POD},condition="true"`)]: ready,
  [of("kube_pod_owner", `${POD},owner_kind="${owner}",owner_name="orders",owner_is_controller="true"`)]: steady(1),
});

const ended = (restarts: string, reason: string) => ({
  [of("kube_pod_container_status_restarts_total", CONTAINER)]: restarts,
  [of("kube_pod_container_status_last_terminated_reason", `${CONTAINER},reason="${reason}"`)]: steady(1),
});

const RUNNING = 'namespace="shop",pod="orders-1",container="app",id="/a",name="a",image="orders:1"';

/** A container's memory in percent of its limit. */
const memory = (used: string, limit = 100) => ({
  [from("cadvisor", "container_memory_working_set_bytes", RUNNING)]: used,
  [of("kube_pod_container_resource_limits", `${CONTAINER},node="node-1",resource="memory",unit="byte"`)]: steady(limit),
});

/** Periods a second in which a container has work, and those in which it is stopped. */
const periods = (worked: string, stopped: string) => ({
  [from("cadvisor", "container_cpu_cfs_periods_total", RUNNING)]: worked,
  [from("cadvisor", "container_cpu_cfs_throttled_periods_total", RUNNING)]: stopped,
});

export const podScenarios: readonly Scenario[] = [
  ...scenarios("KubePodCrashLooping", {
    "warns while it crashes, the short runs between included, and resolves": {
      given: waiting("CrashLoopBackOff", "_x3 1x10 stale _x9 1x20 stale _x12 1x25 stale"),
      expect: { "8m": "quiet", "10m": ["warning"], "21m": ["warning"], "28m": "quiet" },
    },
    "warns of an init container": {
      given: waiting("CrashLoopBackOff", "_x3 1x80", "kube_pod_init_container_status_waiting_reason"),
      expect: { "8m": "quiet", "10m": ["warning"] },
    },
    "stays quiet on a container that comes up at the third attempt": {
      given: waiting("CrashLoopBackOff", "_x3 1x2 stale _x3 1x4 stale"),
      expect: { "3m": "quiet", "9m": "quiet", "12m": "quiet" },
    },
    "stays quiet on a container that waits for something else": {
      given: waiting("ContainerCreating", steady(1)),
      expect: { "12m": "quiet", "30m": "quiet" },
    },
  }),
  ...scenarios("KubePodNotReady", {
    "warns when its readiness probe fails, and resolves": {
      given: pod("Running", passing(1, 0)),
      expect: { "13m": "quiet", "15m": ["warning"], "33m": "quiet" },
    },
    "warns of a pod that finds no node and says nothing of readiness": {
      given: { [of("kube_pod_status_phase", `${POD},phase="Pending"`)]: steady(1) },
      expect: { "12m": "quiet", "14m": ["warning"] },
    },
    "stays quiet on a pod that needs ten minutes": {
      given: pod("Running", "0x40 1x100"),
      expect: { "10m": "quiet", "15m": "quiet" },
    },
    "stays quiet on a job's pod, which need not be ready": {
      given: pod("Running", steady(0), "Job"),
      expect: { "15m": "quiet", "30m": "quiet" },
    },
    "stays quiet on a pod that is done": {
      given: pod("Succeeded", steady(0)),
      expect: { "15m": "quiet", "30m": "quiet" },
    },
  }),
  ...scenarios("KubeContainerWaiting", {
    "warns when an image cannot be pulled, whichever of its reasons is said, and resolves": {
      given: {
        ...waiting("ErrImagePull", "_x3 1x9 stale _x19 1x9 stale _x19 1x9 stale _x10"),
        ...waiting("ImagePullBackOff", "_x13 1x19 stale _x9 1x19 stale _x9 1x9 stale"),
      },
      expect: { "13m": "quiet", "15m": ["warning"], "30m": "quiet" },
    },
    "warns of an init container": {
      given: waiting("CreateContainerConfigError", steady(1), "kube_pod_init_container_status_waiting_reason"),
      expect: { "12m": "quiet", "14m": ["warning"] },
    },
    "stays quiet on a pull of ten minutes": {
      given: waiting("ContainerCreating", "1x40 stale"),
      expect: { "10m": "quiet", "15m": "quiet" },
    },
    "stays quiet while an init container works": {
      given: waiting("PodInitializing", steady(1)),
      expect: { "15m": "quiet", "30m": "quiet" },
    },
    "leaves a container that crashes to its own alert": {
      given: waiting("CrashLoopBackOff", steady(1)),
      expect: { "15m": "quiet", "30m": "quiet" },
    },
  }),
  ...scenarios("KubeContainerOomKilled", {
    "warns when it is killed, and resolves ten minutes later": {
      given: ended("0x40 1x199", "OOMKilled"),
      expect: { "10m": "quiet", "11m": ["warning"], "22m": "quiet" },
    },
    "stays quiet on a restart for another reason": {
      given: ended("0x40 1x80", "Error"),
      expect: { "11m": "quiet", "22m": "quiet" },
    },
    "stays quiet on a kill of long ago": {
      given: ended(steady(4), "OOMKilled"),
      expect: { "11m": "quiet", "30m": "quiet" },
    },
    "stays quiet when kube-state-metrics misses a scrape": {
      given: ended("4x40 _ 4x80", "OOMKilled"),
      expect: { "10m": "quiet", "11m": "quiet", "20m": "quiet" },
    },
  }),
  ...scenarios("KubeContainerMemoryNearLimit", {
    "warns at 92%, and resolves": {
      given: memory("50x3 92x40 50x195"),
      expect: { "5m": "quiet", "7m": ["warning"], "12m": "quiet" },
    },
    "stays quiet at 89%": { given: memory(steady(89)), expect: { "7m": "quiet", "30m": "quiet" } },
    "stays quiet on a limit of 0, which is none": {
      given: memory(steady(92), 0),
      expect: { "7m": "quiet", "30m": "quiet" },
    },
    "leaves containers of other jobs to their own alerts": {
      given: {
        ...memory("_x240"),
        'container_memory_working_set_bytes{namespace="shop",pod="orders-1",container="app",job="container",service="cluster",team="platform"}':
          steady(92),
      },
      expect: { "7m": "quiet", "30m": "quiet" },
    },
  }),
  ...scenarios("KubeContainerCPUThrottlingHigh", {
    "informs when it is stopped in a third of its periods, and resolves": {
      given: periods(growing(9), growingThenStill(3)),
      expect: { "15m": "quiet", "18m": ["info"], "27m": "quiet" },
    },
    "stays quiet at a quarter": {
      given: periods(growing(10), growing(2.4)),
      expect: { "18m": "quiet", "40m": "quiet" },
    },
    "stays quiet on a container that hardly runs": {
      given: periods(growing(0.9), growing(0.9)),
      expect: { "18m": "quiet", "40m": "quiet" },
    },
    "stays quiet without work": {
      given: periods(steady(900), steady(300)),
      expect: { "18m": "quiet", "40m": "quiet" },
    },
    "stays quiet when the counters begin over": {
      given: periods("9000+150x80 0+150x80", "90000+30x80 0+30x80"),
      expect: { "20m": "quiet", "25m": "quiet", "38m": "quiet" },
    },
  }),
];
