import { fieldsOf } from "../../content";
import type { Policy } from "../../policy";
import { containersOf, nameOf, podsOf } from "../workloads";

export const requestsAndLimits: Policy = {
  name: "requests-and-limits",
  level: "advisory",
  isStyle: true,
  description: "Every container requests CPU and memory, and has a limit of memory.",
  judges: "resource",
  *check(resource) {
    for (const container of podsOf(resource).flatMap(containersOf)) {
      if ("resources" in container && container.resources === undefined) continue;
      const { requests, limits } = fieldsOf(container.resources);
      const missing = [
        // Kubernetes takes a limit for the request where none is given.
        ...["cpu", "memory"]
          .filter((name) => fieldsOf(requests)[name] === undefined && fieldsOf(limits)[name] === undefined)
          .map((name) => `requests.${name}`),
        ...(fieldsOf(limits).memory === undefined ? ["limits.memory"] : []),
      ];
      if (missing.length === 0) continue;
      yield {
        found: `${nameOf(container)} has no ${missing.join(", ")}`,
        why: "It is placed on a node without room, and the first thing that a full node kills; without a limit it kills others",
        fix: `Set resources: { ${missing.join(", ")} } a third above what it uses`,
      };
    }
  },
  examples: {
    bad: 'new k8s.apps.v1.Deployment("p", { spec: { template: { spec: { containers: [{ name: "p", image: "prom/prometheus:v3.5.0" }] } } } })',
    good: 'new k8s.apps.v1.Deployment("p", { spec: { template: { spec: { containers: [{ name: "p", image: "prom/prometheus:v3.5.0", resources: { requests: { cpu: "500m", memory: "2Gi" }, limits: { memory: "3Gi" } } }] } } } })',
  },
};
