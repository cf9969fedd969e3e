// Faults of workloads on the cluster, each with the alert that it is to cause.
import { SHELL_IMAGE } from "../build/images";

export const FAULTS_NAMESPACE = "faults";

export interface Fault {
  /** In the title of the test. */
  readonly fault: string;
  /** Of the workload. */
  readonly name: string;
  readonly manifest: object;
  /** The one alert of it. */
  readonly alert: string;
  /** The label that has the workload's name at its beginning. */
  readonly label: "pod" | "job_name";
}

const metadata = (name: string) => ({ name, namespace: FAULTS_NAMESPACE });

const shell = (command: string) => ({
  name: "shell",
  image: SHELL_IMAGE,
  command: ["sh", "-c", command],
  resources: { limits: { memory: "24Mi" } },
});

const deployment = (name: string, container: object, more: object = {}) => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: metadata(name),
  spec: {
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: { terminationGracePeriodSeconds: 0, containers: [container], ...more },
    },
  },
});

// Once, after two scrapes at least; then it runs.
const GREEDY =
  "if [ -f /kept/once ]; then sleep 3600; fi; sleep 45; busybox touch /kept/once; exec busybox tail /dev/zero";

export const FAULTS: readonly Fault[] = [
  {
    fault: "a container is killed at its own limit",
    name: "greedy",
    manifest: deployment(
      "greedy",
      { ...shell(GREEDY), volumeMounts: [{ name: "kept", mountPath: "/kept" }] },
      { volumes: [{ name: "kept", emptyDir: {} }] },
    ),
    alert: "KubeContainerOomKilled",
    label: "pod",
  },
  {
    fault: "a container ends after each start",
    name: "crashing",
    manifest: deployment("crashing", shell("sleep 1; exit 1")),
    alert: "KubePodCrashLooping",
    label: "pod",
  },
  {
    fault: "an image cannot be pulled",
    name: "imageless",
    manifest: deployment("imageless", { name: "shell", image: "tocsin.test/missing:1" }),
    alert: "KubeContainerWaiting",
    label: "pod",
  },
  {
    fault: "a job fails",
    name: "failing",
    manifest: {
      apiVersion: "batch/v1",
      kind: "Job",
      metadata: metadata("failing"),
      spec: { backoffLimit: 0, template: { spec: { restartPolicy: "Never", containers: [shell("exit 1")] } } },
    },
    alert: "KubeJobFailed",
    label: "job_name",
  },
];
