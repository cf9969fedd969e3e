// What the chart's own monitors scrape, with the labels, limits and intervals of our scrape jobs.
import type { Monitoring, ScrapeJob } from "../../../monitoring";
import { FLAVOURS } from "../../cluster/flavours";
import { keeping, type Labelling, relabelings } from "../../content/relabelings";
import { namesIn } from "../../names";
import { resources } from "./spread";
import type { StackArgs } from "./stack";

/** Buckets of requests' durations that say little more than their neighbours; the chart leaves out the same. */
const FINE_BUCKETS = {
  action: "drop",
  sourceLabels: ["__name__", "le"],
  regex:
    "apiserver_request_sli_duration_seconds_bucket;(0\\.15|0\\.2|0\\.3|0\\.35|0\\.4|0\\.45|0\\.6|0\\.7|0\\.8|0\\.9|1\\.25|1\\.5|1\\.75|2|3|3\\.5|4|4\\.5|6|7|8|9|15|20|40|45|50)(\\.0)?",
};

/** Sums of whole pods and of the node, which their containers' own series add up to. */
const SUMS_OF_CONTAINERS = { action: "drop", sourceLabels: ["__name__", "container"], regex: "container_.*;" };

/** What no mixin reads. */
const OFF = { enabled: false };

/** Each part of a cluster that is scraped, and those that are not: no mixin reads anything of them. */
export function scrapesValues({ monitoring, team, platform }: StackArgs) {
  const { namespace, flavour } = platform;
  const names = namesIn(namespace);
  const { controlPlane, mountPropagation } = FLAVOURS[flavour];
  const job = (name: string) => jobNamed(monitoring, name);
  const labelled = (name: string, more: Pick<Labelling, "instance" | "component" | "port" | "of">) =>
    relabelings({ job: name, service: name, team, ...more });
  const ofKubernetes = (component: string, instance: Labelling["instance"]) =>
    labelled("kubernetes", { component, instance });
  // Each operator of a cluster makes such a Service, and the chart's monitor finds them all: every kubelet would be scraped by each.
  const ofKubelet = (component: string) => labelled("kubernetes", { component, instance: "node", of: names.kubelet });

  const cluster = job("kubernetes");
  const kept = keeping(cluster.keep);
  const scraped = { interval: cluster.interval, ...limitsOf(cluster) };
  const ofControlPlane = (component: string) =>
    controlPlane === "managed"
      ? OFF
      : {
          enabled: true,
          serviceMonitor: {
            ...scraped,
            metricRelabelings: kept,
            relabelings: ofKubernetes(component, "address"),
          },
        };
  return {
    kubeApiServer: {
      serviceMonitor: {
        ...scraped,
        metricRelabelings: [...kept, FINE_BUCKETS],
        relabelings: ofKubernetes("apiserver", "address"),
      },
    },
    kubelet: {
      serviceMonitor: {
        ...scraped,
        // Nothing of what they show is named as a label of the target.
        honorLabels: false,
        probes: false,
        metricRelabelings: kept,
        relabelings: ofKubelet("kubelet"),
        cAdvisorMetricRelabelings: [...kept, SUMS_OF_CONTAINERS],
        cAdvisorRelabelings: ofKubelet("cadvisor"),
      },
    },
    kubeScheduler: ofControlPlane("scheduler"),
    kubeControllerManager: ofControlPlane("controller-manager"),
    kubeEtcd: OFF,
    kubeProxy: OFF,
    coreDns: OFF,
    "kube-state-metrics": {
      fullnameOverride: names.kubeStateMetrics,
      resources: resources("20m", "96Mi", "512Mi"),
      prometheus: {
        monitor: {
          ...limitsOf(cluster),
          http: {
            interval: cluster.interval,
            scrapeTimeout: cluster.timeout,
            honorLabels: false,
            metricRelabelings: kept,
            relabelings: ofKubernetes("kube-state-metrics", "replica"),
          },
        },
      },
    },
    "prometheus-node-exporter": {
      fullnameOverride: names.nodeExporter,
      namespaceOverride: names.nodesNamespace,
      service: { port: platform.nodeExporterPort, targetPort: platform.nodeExporterPort },
      resources: resources("20m", "32Mi", "128Mi"),
      hostRootFsMount: { enabled: true, mountPropagation },
      prometheus: {
        monitor: {
          ...limitsOf(job("node")),
          interval: job("node").interval,
          scrapeTimeout: job("node").timeout,
          relabelings: labelled("node", { instance: "node" }),
        },
      },
    },
    // No mixin reads anything of it; that it does not work shows as configuration that is refused.
    operatorMonitor: { selfMonitor: false },
    prometheusMonitor: {
      ...limitsOf(job("prometheus")),
      interval: job("prometheus").interval,
      relabelings: labelled("prometheus", { instance: "pod", port: WEB_PORT }),
    },
    alertmanagerMonitor: {
      ...limitsOf(job("alertmanager")),
      interval: job("alertmanager").interval,
      relabelings: labelled("alertmanager", { instance: "pod", port: WEB_PORT }),
    },
    grafanaMonitor: {
      enabled: true,
      interval: job("grafana").interval,
      scrapeTimeout: job("grafana").timeout,
      relabelings: labelled("grafana", { instance: "pod" }),
    },
  };
}

/** The other port is that of the reloader, of which no mixin reads anything; both would carry the same labels. */
const WEB_PORT = "http-web";

/** Limits as monitors and Prometheus itself call them. */
export const limitsOf = ({ limits }: Pick<ScrapeJob, "limits">) => ({
  sampleLimit: limits.samples,
  targetLimit: limits.targets,
  labelLimit: limits.labels,
  labelNameLengthLimit: limits.labelNameLength,
  labelValueLengthLimit: limits.labelValueLength,
});

function jobNamed({ jobs }: Monitoring, name: string): ScrapeJob {
  const found = jobs.find((job) => job.name === name);
  if (!found) throw new Error(`There is no scrape job "${name}"; the platform kubernetes finds it in every cluster`);
  return found;
}
