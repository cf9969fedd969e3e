// The settings of the environment that the suite deploys.
import { NAME } from "../node/layout";

export const NAMESPACE = "monitoring";

/** Where messages go, and where things lie. */
interface Given {
  kubeconfig: string;
  charts: string;
  /** A file with the URL of the webhook in Slack's place. */
  slackWebhook: string;
  heartbeat: string;
  program: string;
}

// The machine builds and tests beside the cluster, and may have no clock of its own.
const BUSY = ["NodeCPUHighUsage", "NodeSystemSaturation", "NodeClockNotSynchronising", "NodeClockSkewDetected"];

export function settingsOf({ kubeconfig, charts, slackWebhook, heartbeat, program }: Given): Record<string, unknown> {
  const reason = "the machine that runs the tests is no server";
  return {
    "tocsin:platform": {
      kind: "kubernetes",
      cluster: { context: NAME, kubeconfig },
      namespace: NAMESPACE,
      charts: { from: charts },
      nodes: 1,
      sample: true,
    },
    "tocsin:team": "platform",
    "tocsin:notifications": {
      slack: { webhook: { file: slackWebhook } },
      heartbeat,
      receivers: [{ name: "program", webhook: program, severities: ["critical", "warning"] }],
    },
    "tocsin:alerts": {
      // A day's waiting in a test's minute.
      KubePodCrashLooping: { for: "20s" },
      KubeContainerWaiting: { for: "20s" },
      KubeJobFailed: { for: "10s" },
      KubeStateMetricsDown: { for: "20s" },
      ...Object.fromEntries(BUSY.map((name) => [name, { disabled: { reason } }])),
    },
  };
}

/** Several of each on the one node, where each would want a node for itself. */
export const SEVERAL = {
  prometheus: { replicas: 2 },
  alertmanager: { replicas: 3 },
  values: {
    prometheus: { prometheusSpec: { podAntiAffinity: "soft" } },
    // Its log says why it sent a message again.
    alertmanager: { alertmanagerSpec: { podAntiAffinity: "soft", logLevel: "debug" } },
  },
};
