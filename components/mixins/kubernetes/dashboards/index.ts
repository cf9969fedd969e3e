// The dashboards of a cluster: the cluster itself, and what runs in it.
import type { Dashboard } from "../../../dashboards";
import type { ControlPlane } from "../control-plane";
import { overviewOf } from "./overview";
import { workloads } from "./workloads";

export const dashboardsOf = (controlPlane: ControlPlane): readonly Dashboard[] => [overviewOf(controlPlane), workloads];
