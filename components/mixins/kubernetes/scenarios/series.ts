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
export const of = (metric: string, labels = "", pod?: string): string =>
  from("kube-state-metrics", metric, labels, pod);

/** What one pod of kube-state-metrics says until it goes, and then its successor. */
export const handedOver = (metric: string, labels: string, before: string, after: string): Record<string, string> => ({
  [of(metric, labels, "state-1")]: `${before} stale`,
  [of(metric, labels, "state-2")]: after,
});

/** The same from another pod of kube-state-metrics as well. */
export const saidTwice = (series: Record<string, string>): Record<string, string> => ({
  ...series,
  ...Object.fromEntries(
    Object.entries(series).map(([name, values]) => [name.replace('instance="', 'instance="another-'), values]),
  ),
});

/** A counter that grows at a rate for twenty minutes and then stands still. */
export const growingThenStill = (perSecond: number): string => `0+${15 * perSecond}x80 ${15 * perSecond * 80}x159`;

/** A condition that comes after a minute, stays for half an hour, and goes. */
export const passing = (before: number, during: number, after = before): string =>
  `${before}x3 ${during}x119 ${after}x116`;

export const POD = 'namespace="shop",pod="orders-1",uid="1"';
export const CONTAINER = `${POD},container="app"`;
