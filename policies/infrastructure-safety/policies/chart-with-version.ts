import { fieldsOf, textOf } from "../../content";
import type { Policy } from "../../policy";

export const chartWithVersion: Policy = {
  name: "chart-with-version",
  level: "mandatory",
  description: "Helm charts are pinned to a version.",
  judges: "resource",
  *check({ type, props }) {
    if (!/^kubernetes:helm\.sh\/v[34]:(Release|Chart)$/.test(type)) return;
    const chart = textOf(props.chart) ?? "";
    // A folder or an archive is what it is; without a repository the name is a path.
    const isLocal = /^\.{0,2}\//.test(chart) || chart.endsWith(".tgz");
    if (isLocal || /^v?\d+\.\d+\.\d+/.test(textOf(props.version) ?? "")) return;
    // A version that is not known yet is looked at when it is.
    if ("version" in props && props.version === undefined) return;
    const repository = textOf(fieldsOf(props.repositoryOpts).repo);
    yield {
      found: `the chart ${chart}${repository === undefined ? "" : ` of ${repository}`} has no exact version`,
      why: "The next deployment, of anything, may upgrade it, with its custom resource definitions left behind",
      fix: 'Set version: "<major>.<minor>.<patch>"',
    };
  },
  examples: {
    bad: 'new k8s.helm.v3.Release("monitoring", { chart: "kube-prometheus-stack" })',
    good: 'new k8s.helm.v3.Release("monitoring", { chart: "kube-prometheus-stack", version: "77.5.0" })',
  },
};
