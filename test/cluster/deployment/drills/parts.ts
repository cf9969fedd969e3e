// Parts of the environment itself that go missing: what watches the cluster's objects, and a service with all of its pods.
import type { Drill } from "./drill";

export const objectsUnwatched: Drill = {
  fault: "kube-state-metrics is removed",
  alert: "KubeStateMetricsDown",
  severity: "warning",
  names: ["component", "kube-state-metrics"],
  takes: 10,
  cause: (site) => site.scale("deployment/tocsin-kube-state-metrics", 0),
};

export const nothingServes: Drill = {
  fault: "a deployment is scaled to 0",
  alert: "ServiceDown",
  severity: "critical",
  names: ["service", "sample"],
  takes: 10,
  cause: (site) => site.scale("deployment/sample", 0),
};
