// Kubernetes: a cluster's objects through kube-state-metrics, its kubelets with their containers, and its control plane.
import { z } from "zod";
import { mixin, withOptions } from "../mixin";
import { alertsOf } from "./alerts";
import { type ControlPlane, controlPlane } from "./control-plane";
import { dashboardsOf } from "./dashboards";
import { onLeaving } from "./leaving";
import { catalogueOf } from "./metrics";
import { normalOf } from "./normal";
import { oomKilledByHost } from "./oom";
import { recordingsOf } from "./recordings";
import { scenariosOf } from "./scenarios";

const options = z.strictObject({
  /** `own` where scheduler and controller manager are targets as well; a managed cluster does not show them. */
  controlPlane,
});

export const kubernetes = withOptions(options, (inUse) => {
  const run: ControlPlane = inUse.some((one) => one.controlPlane === "own") ? "own" : "managed";
  return mixin({
    name: "kubernetes",
    catalogue: catalogueOf(run),
    layers: { infrastructure: 3, containers: 2 },
    scrapeInterval: "15s",
    recordings: recordingsOf(run),
    alerts: alertsOf(run),
    dashboards: dashboardsOf(run),
    scenarios: scenariosOf(run),
    normal: normalOf(run),
    // A node that is taken away on purpose is nobody's alarm, and a container's kill has an alert that names it.
    explains: [
      { of: ["InstanceDown", "TargetDown"], unless: onLeaving("host"), onNodes: true },
      { of: ["NodeOomKillDetected"], unless: `on (host) ${oomKilledByHost}`, onNodes: true },
    ],
  });
});
