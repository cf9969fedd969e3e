// An environment of each platform with its targets as Prometheus would label them, and what each is really about.
import { parse } from "yaml";
import { z } from "zod";
import { endpointsOf } from "../../../../components/ec2";
import { stackValues } from "../../../../components/kubernetes/charts/values/stack";
import { assemble, type Monitoring, type Settings } from "../../../../components/monitoring";
import { prometheusConfig } from "../../../../components/prometheus";
import { servicesOf } from "../../../../stacks/kubernetes-monitoring";
import { endpoints, everyMixin } from "../../../support/environment";
import type { Labels } from "../../../support/labels/label-sets";
import { relabelled } from "../../../support/labels/relabelled";
import { settingsWith } from "../../ec2/registered";
import { cluster, stackArgs, watched } from "../../kubernetes/clusters";

/** What a series is really about, whatever its labels say. */
export interface Truth {
  /** The process that says it, where it speaks of itself; undefined for what speaks about others. */
  instance?: string;
  /** The host that it, or what it speaks of, is on. */
  host?: string;
  service: string;
  component?: string;
}

export interface World {
  monitoring: Monitoring;
  settings: Settings;
  /** Every target with its labels as scraped, and what it is about. */
  targets: readonly { labels: Labels; truth: Truth; knows?: Labels }[];
}

const hostTruth = (host: string | undefined) => (host ? { host } : {});

export function local(): World {
  const settings = everyMixin();
  const monitoring = assemble("local", settings, endpoints);
  const targets = monitoring.jobs.flatMap(({ name, targets }) =>
    targets.map(({ labels }) => ({
      labels: { job: name, ...labels },
      truth: { instance: labels.instance, service: labels.service, ...hostTruth(labels.host) },
    })),
  );
  return { monitoring, settings, targets };
}

/** An exporter on web-1 that speaks of a database elsewhere. */
export function onEc2(): World {
  const settings = settingsWith(
    { exporters: [{ kind: "redis", name: "carts", address: "carts.internal:6379", port: 9121, on: "web-1" }] },
    {
      services: [
        { name: "shop", team: "shop", mixin: "service", targets: ["web-1:8080", "web-2:8080"], dependsOn: ["carts"] },
        {
          name: "carts",
          team: "shop",
          mixin: "redis",
          targets: ["web-1:9121"],
          probes: [{ tcp: "carts.internal:6379" }],
        },
        { name: "orders-db", team: "orders", mixin: "postgres", targets: ["orders-db-1:9187"], host: "orders-db-1" },
      ],
    },
  );
  const monitoring = assemble("dev", settings, endpointsOf("dev", settings));
  const config = parse(prometheusConfig(monitoring, { alertmanagers: [], ruleFiles: [] }));
  const found = (name: string, host: string, port: number) =>
    relabelled(config.scrape_configs.find((one: { job_name: string }) => one.job_name === name).relabel_configs, {
      job: name,
      __address__: `10.0.0.1:${port}`,
      instance: `10.0.0.1:${port}`,
      __meta_ec2_tag_Name: host,
      __meta_ec2_private_dns_name: `ip-${host}.internal`,
    });
  const targets = monitoring.jobs.flatMap(({ name, targets, discovery }) => [
    ...targets.map(({ labels }) => ({
      labels: { job: name, ...labels },
      truth: { instance: labels.instance, service: labels.service, ...hostTruth(labels.host) },
    })),
    ...(discovery?.kind === "ec2" ? [...new Set(discovery.searches.map(({ port }) => port))] : []).flatMap((port) =>
      ["web-1", "web-2", "orders-db-1"].flatMap((host) => {
        const labels = found(name, host, port);
        if (!labels) return [];
        const elsewhere = labels.service === "carts";
        const truth = elsewhere
          ? { instance: "carts.internal:6379", service: "carts" }
          : { instance: `${host}:${port}`, service: labels.service ?? "", host };
        return [{ labels, truth }];
      }),
    ),
  ]);
  return { monitoring, settings, targets };
}

export function inCluster(): World {
  const given = cluster(
    { flavour: "own" },
    {
      services: [
        {
          name: "checkout",
          mixin: "service",
          inCluster: { namespace: "shop", labels: { app: "checkout" }, port: "metrics" },
          dependsOn: ["db"],
        },
        { name: "db", mixin: "postgres", exporter: { address: "pg.shop:5432" }, probes: [{ tcp: "pg.shop:5432" }] },
      ],
    },
  );
  const { platform } = given;
  if (platform.kind !== "kubernetes") throw new Error("no cluster");
  const settings = { ...given, services: servicesOf({ ...given, platform }) };
  const monitoring = watched(given);
  const values = z.record(z.string(), z.any()).parse(stackValues(stackArgs(given)));
  const meta = (node: string, pod: string) => ({
    instance: `10.0.0.1:${pod}`,
    node,
    pod,
    __meta_kubernetes_pod_name: pod,
    __meta_kubernetes_pod_node_name: node,
  });
  const at = (rules: readonly object[], node: string, pod: string, more: Partial<Truth> & { knows?: true } = {}) => {
    const { knows, ...truth } = more;
    const labels =
      relabelled(rules as Record<string, unknown>[], {
        endpoint: "http-web",
        service: "tocsin-kubelet",
        ...meta(node, pod),
      }) ?? {};
    const about: Truth = {
      instance: pod,
      host: node,
      service: labels.service ?? "",
      ...(labels.component && { component: labels.component }),
      ...truth,
    };
    return {
      labels,
      truth: Object.fromEntries(Object.entries(about).filter(([, value]) => value)) as unknown as Truth,
      ...(knows && { knows: labels }),
    };
  };
  const nodes = ["node-1", "node-2"];
  const others = { host: "", knows: true } as const;
  const { kubeApiServer, kubelet, kubeScheduler } = values;
  const ksm = values["kube-state-metrics"].prometheus.monitor.http.relabelings;
  const targets = [
    ...nodes.flatMap((node) => [
      at(values["prometheus-node-exporter"].prometheus.monitor.relabelings, node, `exporter-${node}`),
      at(kubelet.serviceMonitor.relabelings, node, `kubelet-${node}`),
      at(kubelet.serviceMonitor.cAdvisorRelabelings, node, `kubelet-${node}`),
      at(kubeApiServer.serviceMonitor.relabelings, node, `api-${node}`, { host: "" }),
      at(kubeScheduler.serviceMonitor.relabelings, node, `scheduler-${node}`, { host: "" }),
      at(ksm, node, `state-${node}`, others),
      at(values.prometheus.serviceMonitor.relabelings, node, `prometheus-${node}`),
      at(values.alertmanager.serviceMonitor.relabelings, node, `alertmanager-${node}`),
      at(values.grafana.serviceMonitor.relabelings, node, `grafana-${node}`),
    ]),
    ...monitoring.jobs.flatMap(({ name, targets, selected = [] }) => [
      ...targets.map(({ labels }) => ({
        labels: { job: name, ...labels },
        truth: { instance: labels.instance, service: labels.service },
      })),
      ...selected.flatMap(({ labels, about, expected }) =>
        Array.from({ length: expected }, (_, index) => ({
          instance: about ?? `${labels.service}-${index + 1}`,
          host: about ? undefined : nodes[index % 2],
        })).map(({ instance, host }) => ({
          labels: { job: name, ...labels, instance, ...(host && { host }) },
          truth: { instance, service: labels.service, ...(host && hostTruth(host)) },
        })),
      ),
    ]),
  ];
  return { monitoring, settings, targets };
}
