// What the parts of a cluster give: kube-state-metrics about its objects, kubelets and API server about themselves.
import type { Catalogue } from "../../../rules";
import type { ControlPlane } from "../control-plane";
import { apiServerMetrics, controlPlaneMetrics } from "./api-server";
import { containerMetrics, nodeMetrics, volumeMetrics } from "./nodes";
import { workloadMetrics } from "./workloads";

/** The parts of Kubernetes itself are as of 1.27, and are still documented so for 1.36. */
export const catalogueOf = (controlPlane: ControlPlane): Catalogue => ({
  exporter: "kube-state-metrics",
  version: "2.20.0",
  source: "https://github.com/kubernetes/kube-state-metrics/tree/main/docs/metrics",
  metrics: [
    ...workloadMetrics,
    ...nodeMetrics,
    ...volumeMetrics,
    ...containerMetrics,
    ...apiServerMetrics,
    ...(controlPlane === "own" ? controlPlaneMetrics : []),
  ],
});
