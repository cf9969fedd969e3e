// Faults of workloads on the cluster, and workloads that are well, so that every panel has something to show.
import { stringify } from "yaml";
import { SHELL_IMAGE } from "../../build/images";
import { FAULTS_NAMESPACE } from "../site";
import type { Drill } from "./drill";

const metadata = (name: string) => ({ name, namespace: FAULTS_NAMESPACE });

export const shell = (command: string, limits: Record<string, string> = {}) => ({
  name: "shell",
  image: SHELL_IMAGE,
  command: ["sh", "-c", command],
  resources: { requests: { memory: "8Mi", cpu: "1m" }, limits: { memory: "24Mi", ...limits } },
});

export const deployment = (
  name: string,
  container: object,
  { replicas = 1, ...more }: Record<string, unknown> = {},
) => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: metadata(name),
  spec: {
    replicas,
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: { terminationGracePeriodSeconds: 0, containers: [container], ...more },
    },
  },
});

const job = (name: string, command: string) => ({
  apiVersion: "batch/v1",
  kind: "Job",
  metadata: metadata(name),
  spec: { backoffLimit: 0, template: { spec: { restartPolicy: "Never", containers: [shell(command)] } } },
});

export const failingJob = (name: string): Drill => ({
  fault: `a job fails (${name})`,
  alert: "KubeJobFailed",
  severity: "warning",
  names: ["job_name", name],
  takes: 15,
  cause: (site) => site.apply(stringify(job(name, "exit 1"))),
});

const workload = (
  name: string,
  {
    fault,
    alert,
    takes,
    container,
    more,
  }: Pick<Drill, "fault" | "alert" | "takes"> & { container: object; more?: object },
): Drill => ({
  fault,
  alert,
  severity: "warning",
  names: ["pod", name],
  takes,
  cause: (site) => site.apply(stringify(deployment(name, container, { ...more }))),
});

/** Until two scrapes at least have seen the container; after the kill it runs. */
const GREEDY_SECONDS = 45;
const GREEDY = `if [ -f /kept/once ]; then sleep 3600; fi; sleep ${GREEDY_SECONDS}; busybox touch /kept/once; exec busybox tail /dev/zero`;

export const WORKLOAD_DRILLS: readonly Drill[] = [
  workload("greedy", {
    fault: "a container is killed at its own limit",
    alert: "KubeContainerOomKilled",
    takes: GREEDY_SECONDS + 15,
    container: { ...shell(GREEDY), volumeMounts: [{ name: "kept", mountPath: "/kept" }] },
    more: { volumes: [{ name: "kept", emptyDir: {} }] },
  }),
  failingJob("failing"),
];

export const imageless = workload("imageless", {
  fault: "an image cannot be pulled",
  alert: "KubeContainerWaiting",
  takes: 15,
  container: { name: "shell", image: "tocsin.test/missing:1" },
});

/** From 1.33 on, a kubelet shows that it waits only from a wait of over a minute on: after the fifth end. */
export const crashing = workload("crashing", {
  fault: "a container ends after each start",
  alert: "KubePodCrashLooping",
  takes: 280,
  container: shell("sleep 1; exit 1"),
});

/** What is drained, and what else a namespace has: a budget, an autoscaler, a quota, a job that runs, one that comes again. */
export const STEADY = "steady";

export const WELL: readonly object[] = [
  // Always at work, and held by its limit.
  deployment(STEADY, shell("while :; do :; done", { cpu: "10m" }), { replicas: 2 }),
  {
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: metadata(STEADY),
    spec: { maxUnavailable: "100%", selector: { matchLabels: { app: STEADY } } },
  },
  {
    apiVersion: "autoscaling/v2",
    kind: "HorizontalPodAutoscaler",
    metadata: metadata(STEADY),
    spec: {
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: STEADY },
      minReplicas: 2,
      maxReplicas: 5,
      metrics: [
        { type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 90 } } },
      ],
    },
  },
  { apiVersion: "v1", kind: "ResourceQuota", metadata: metadata("quota"), spec: { hard: { pods: "50" } } },
  job("running", "sleep 3600"),
  {
    apiVersion: "batch/v1",
    kind: "CronJob",
    metadata: metadata("regular"),
    spec: { schedule: "* * * * *", jobTemplate: { spec: job("regular", "true").spec } },
  },
];
