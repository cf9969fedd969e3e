// What can go wrong with a cluster.
//
// Left out: nothing of the usual list; some are more than one alert here. KubeAPIErrorBudgetBurn is Fast and Slow, each
// with its windows. KubePersistentVolumeFillingUp looks at now, KubePersistentVolumeFullSoon at the trend. KubeletDown and
// KubeAPIDown are about all of them; a single kubelet warns as KubeletInstanceDown. CPUThrottlingHigh begins with Kube like
// the rest. A warning must come within a quarter of an hour, so that none waits longer, as an hour for a waiting container.
import type { Alert } from "../../../rules";
import type { ControlPlane } from "../control-plane";
import { apiServerAlerts } from "./api-server";
import { controlPlaneAlerts } from "./control-plane";
import { nodeAlerts } from "./nodes";
import { podAlerts } from "./pods";
import { volumeAlerts } from "./volumes";
import { workloadAlerts } from "./workloads";

export const alertsOf = (controlPlane: ControlPlane): readonly Alert[] => [
  ...workloadAlerts,
  ...podAlerts,
  ...nodeAlerts,
  ...volumeAlerts,
  ...apiServerAlerts,
  ...(controlPlane === "own" ? controlPlaneAlerts : []),
];
