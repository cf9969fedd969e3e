// Deployments, stateful sets and daemon sets that lack pods.
import { type Scenario, scenarios } from "../../../rules";
import { handedOver, of, passing, saidTwice, steady } from "./series";

const DEPLOYMENT = 'namespace="shop",deployment="orders"';
const STATEFUL_SET = 'namespace="shop",statefulset="queue"';
const DAEMON_SET = 'namespace="shop",daemonset="logs"';

/** A deployment: how many pods it should have, how many can serve, and how many have the newest template. */
const deployment = (available: string, wanted = steady(3), updated = steady(3), observed = steady(7)) => ({
  [of("kube_deployment_spec_replicas", DEPLOYMENT)]: wanted,
  [of("kube_deployment_status_replicas_available", DEPLOYMENT)]: available,
  [of("kube_deployment_status_replicas_updated", DEPLOYMENT)]: updated,
  [of("kube_deployment_status_observed_generation", DEPLOYMENT)]: observed,
});

const statefulSet = (ready: string, wanted = steady(3), updated = steady(3)) => ({
  [of("kube_statefulset_replicas", STATEFUL_SET)]: wanted,
  [of("kube_statefulset_status_replicas_ready", STATEFUL_SET)]: ready,
  [of("kube_statefulset_status_replicas_updated", STATEFUL_SET)]: updated,
  [of("kube_statefulset_status_observed_generation", STATEFUL_SET)]: steady(2),
});

const daemonSet = (available: string, updated = steady(5), wanted = steady(5)) => ({
  [of("kube_daemonset_status_desired_number_scheduled", DAEMON_SET)]: wanted,
  [of("kube_daemonset_status_number_available", DAEMON_SET)]: available,
  [of("kube_daemonset_status_updated_number_scheduled", DAEMON_SET)]: updated,
});

const generations = (wanted: string, observed: string) => ({
  [of("kube_deployment_metadata_generation", DEPLOYMENT)]: wanted,
  [of("kube_deployment_status_observed_generation", DEPLOYMENT)]: observed,
});

const progressing = (stuck: string) => ({
  [of(
    "kube_deployment_status_condition",
    `${DEPLOYMENT},condition="Progressing",reason="ProgressDeadlineExceeded",status="false"`,
  )]: stuck,
});

export const workloadScenarios: readonly Scenario[] = [
  ...scenarios("KubeWorkloadDown", {
    "is critical when no pod of a deployment is left, and resolves": {
      given: deployment("3x59 0x20 3x159"),
      expect: { "15m45s": "quiet", "16m30s": ["critical"], "20m30s": "quiet" },
    },
    "is critical when no pod of a stateful set is left, and resolves": {
      given: statefulSet("3x59 0x20 3x159"),
      expect: { "15m45s": "quiet", "16m30s": ["critical"], "20m30s": "quiet" },
    },
    "stays quiet while one of three pods serves": {
      given: { ...deployment("3x59 1x120"), ...statefulSet("3x59 1x120") },
      expect: { "17m": "quiet", "30m": "quiet" },
    },
    "is critical though kube-state-metrics has just moved to another pod": {
      given: {
        ...handedOver("kube_deployment_spec_replicas", DEPLOYMENT, "3x61", "_x61 3x60"),
        ...handedOver("kube_deployment_status_replicas_available", DEPLOYMENT, "3x59 0x1", "_x61 0x60"),
        ...handedOver("kube_deployment_status_observed_generation", DEPLOYMENT, "7x61", "_x61 7x60"),
      },
      expect: { "17m30s": ["critical"], "24m": ["critical"] },
    },
    "leaves a single pod that moves to another node to a warning": {
      given: deployment("1x59 0x120", steady(1), steady(1)),
      expect: { "17m": "quiet", "30m": "quiet" },
    },
    "stays quiet while a new deployment starts": {
      given: deployment("_x20 0x30 3x60", "_x20 3x90", "_x20 3x90", "_x20 1x90"),
      expect: { "7m": "quiet", "10m": "quiet", "14m": "quiet" },
    },
    "stays quiet while a deployment that was scaled to nothing starts again": {
      given: deployment("0x79 3x60", "0x59 3x80"),
      expect: { "16m30s": "quiet", "18m": "quiet" },
    },
    "stays quiet while a rollout replaces all pods at once": {
      given: deployment("3x59 0x12 3x60", steady(3), "3x59 0x4 3x80", "7x59 8x80"),
      expect: { "16m30s": "quiet", "18m": "quiet", "25m": "quiet" },
    },
  }),
  ...scenarios("KubeDeploymentReplicasMismatch", {
    "warns once where two pods of kube-state-metrics say the same": {
      given: saidTwice(deployment("2x120")),
      expect: { "9m": "quiet", "11m": ["warning"] },
    },
    "warns of one pod that is missing, and resolves": {
      given: deployment(passing(3, 2)),
      expect: { "10m": "quiet", "12m": ["warning"], "33m": "quiet" },
    },
    "stays quiet with all pods": { given: deployment(steady(3)), expect: { "12m": "quiet", "30m": "quiet" } },
    "stays quiet while a rollout goes on": {
      given: deployment(steady(8), steady(10), "0x20 1x20 2x20 3x20 4x20 5x20 6x20 7x20"),
      expect: { "15m": "quiet", "25m": "quiet", "35m": "quiet" },
    },
    "stays quiet when it is scaled to nothing": {
      given: deployment(steady(0), steady(0), steady(0)),
      expect: { "12m": "quiet", "30m": "quiet" },
    },
  }),
  ...scenarios("KubeDeploymentGenerationMismatch", {
    "warns of a change that is not acted on, and resolves": {
      given: generations("7x3 8x240", "7x122 8x121"),
      expect: { "10m": "quiet", "12m": ["warning"], "33m": "quiet" },
    },
    "stays quiet where each change is seen after a minute": {
      given: generations("7x3 8x240", "7x7 8x240"),
      expect: { "2m": "quiet", "12m": "quiet" },
    },
  }),
  ...scenarios("KubeDeploymentRolloutStuck", {
    "warns when the deadline is over, and resolves when it goes on": {
      given: progressing(passing(0, 1)),
      expect: { "105s": "quiet", "3m": ["warning"], "33m": "quiet" },
    },
    "stays quiet while it makes progress": {
      given: progressing(steady(0)),
      expect: { "3m": "quiet", "30m": "quiet" },
    },
  }),
  ...scenarios("KubeStatefulSetReplicasMismatch", {
    "warns of one pod that is missing, and resolves": {
      given: statefulSet(passing(3, 2)),
      expect: { "10m": "quiet", "12m": ["warning"], "33m": "quiet" },
    },
    "stays quiet with all pods": { given: statefulSet(steady(3)), expect: { "12m": "quiet", "30m": "quiet" } },
    "stays quiet while a rollout goes on": {
      given: statefulSet(steady(9), steady(10), "0x20 1x20 2x20 3x20 4x20 5x20 6x20 7x20"),
      expect: { "15m": "quiet", "25m": "quiet", "35m": "quiet" },
    },
  }),
  ...scenarios("KubeDaemonSetRolloutStuck", {
    "warns where it does not serve on one of five nodes, and resolves": {
      given: daemonSet(passing(5, 4)),
      expect: { "10m": "quiet", "12m": ["warning"], "33m": "quiet" },
    },
    "warns where a rollout stops half way": {
      given: daemonSet(steady(5), "5x3 3x120"),
      expect: { "10m": "quiet", "22m": ["warning"] },
    },
    "stays quiet where it serves on all nodes": {
      given: daemonSet(steady(5)),
      expect: { "12m": "quiet", "30m": "quiet" },
    },
    "stays quiet where no node should run it": {
      given: daemonSet(steady(0), steady(0), steady(0)),
      expect: { "12m": "quiet", "30m": "quiet" },
    },
  }),
];
