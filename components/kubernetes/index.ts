// A cluster that is watched, and what watches it, part by part.
export { Content, manifestsOf } from "./content";
export { Crds } from "./crds";
export { ValidManifests } from "./custom-resource";
export { Dashboards } from "./dashboards";
export { EksCluster } from "./eks-cluster";
export { exporterChart, exporterName, exporterSelector } from "./exporter-charts";
export { Exporters } from "./exporters";
export { FLAVOURS } from "./flavours";
export { KubePrometheusStack } from "./kube-prometheus-stack";
export { namesIn } from "./names";
export { Namespaces } from "./namespaces";
export { NetworkPolicies } from "./network-policies";
export { PrometheusAccess } from "./prometheus-access";
export { prometheusRule } from "./rules";
export { SampleWorkload, sampleSelector } from "./sample-workload";
export { ScrapeCredentials } from "./scrape-credentials";
export { EncryptedStorage } from "./storage-class";
export { externalUrlsOf } from "./values/ingress";
