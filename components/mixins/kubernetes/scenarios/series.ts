// The series of one cluster, as promtool reads them, at the default interval of 15 seconds.
export { growing, steady } from "../../scenario-series";

const PORTS = {
  "kube-state-metrics": "state:8080",
  kubelet: "node-1:10250",
  cadvisor: "node-1:10250",
  apiserver: "10.0.0.1:6443",
  scheduler: "10.0.0.1:10259",
  "controller-manager": "10.0.0.1:10257",
} as const;

export type Component = keyof typeof PORTS;

/** The name of a series of one of the cluster's targets. */
export const from = (component: Component, metric: string, labels = "", instance: string = PORTS[component]): string =>
  `${metric}{${labels && `${labels},`}job="kubernetes",component="${component}",instance="${instance}",service="cluster",team="platform"}`;

/** The name of a series of kube-state-metrics. */
export const of = (metric: string, labels = ""): string => from("kube-state-metrics", metric, labels);

/** A counter that grows at a rate for twenty minutes and then stands still. */
export const growingThenStill = (perSecond: number): string => `0+${15 * perSecond}x80 ${15 * perSecond * 80}x159`;

/** A condition that comes after a minute, stays for half an hour, and goes. */
export const passing = (before: number, during: number, after = before): string =>
  `${before}x3 ${during}x119 ${after}x116`;

export const POD = 'namespace="shop",pod="orders-1",uid="1"';
export const CONTAINER = `${POD},container="app"`;
