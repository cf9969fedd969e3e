// A cluster that is watched, and what watches it, part by part.

export { Namespaces } from "./access/namespaces";
export { NetworkPolicies } from "./access/network-policies";
export { PrometheusAccess } from "./access/prometheus-access";
export { TeamLimits } from "./access/team-limits";
export { Crds } from "./charts/crds";
export { exporterChart, exporterName, exporterSelector } from "./charts/exporter-charts";
export { Exporters } from "./charts/exporters";
export { KubePrometheusStack } from "./charts/kube-prometheus-stack";
export { externalUrlsOf } from "./charts/values/ingress";
export { EksCluster } from "./cluster/eks-cluster";
export { FLAVOURS } from "./cluster/flavours";
export { EncryptedStorage } from "./cluster/storage-class";
export { Content, manifestsOf } from "./content/content";
export { ValidManifests } from "./content/custom-resource";
export { Dashboards } from "./content/dashboards";
export { partTargets } from "./content/part-targets";
export { prometheusRule } from "./content/rules";
export { ScrapeCredentials } from "./content/scrape-credentials";
export { DrillJob } from "./drill-job";
export { followersOf, hasFollowers } from "./followers/followers";
export { Incidents } from "./followers/incidents";
export { Remediation } from "./followers/remediation";
export { ClusterLogs } from "./logs/logs";
export { namesIn } from "./names";
export { SampleWorkload, sampleSelector } from "./sample-workload";
export { spansOf } from "./traces/parts";
export { ClusterTraces } from "./traces/traces";
