// The part of the chart's values that is about Prometheus: what it keeps, where, how long, and where else it goes.
import type { KubernetesPlatform, Monitoring } from "../../../monitoring";
import { garbagePercent, REPLICA_LABEL, RESEND_DELAY } from "../../../prometheus";
import { inNamespaces, type Names, namesIn } from "../../names";
import { sizingOf } from "../sizing";
import { limitsOf } from "./scrapes";
import { resources, spread, volumeClaim } from "./spread";
import type { StackArgs } from "./stack";

/** What a monitor that says no limits of its own gets, and what none can go over. */
const ENFORCED_SAMPLES = 200_000;

/**
 * By this and the replica's label a storage that several replicas write to, such as Amazon Managed Prometheus or Mimir, keeps the series
 * of one. The operator's own name for a replica is not known there.
 */
const CLUSTER_LABEL = "cluster";

export function prometheusValues({ monitoring, platform, externalUrls }: StackArgs) {
  const { replicas, storage, memory, thanos, remoteWrite } = platform.prometheus;
  const size = sizingOf(monitoring, { storage, memory });
  const names = namesIn(platform.namespace);
  const apart = spread(replicas, names.pods.prometheus);
  const selectAll = { matchLabels: names.selected };
  // Elsewhere a monitor could send files of Prometheus to a target of its maker's, and a rule stand in for an alert.
  const own = inNamespaces(platform.namespace);
  const [anyJob] = monitoring.jobs;
  const deduplicated = replicas > 1 && remoteWrite.length > 0;
  return {
    podDisruptionBudget: apart.podDisruptionBudget,
    // Two replicas scrape at times of their own: whoever asks twice asks the same one.
    service: { sessionAffinity: replicas > 1 ? "ClientIP" : "None" },
    // One for Thanos' queries to find every sidecar by.
    thanosService: { enabled: thanos !== undefined },
    prometheusSpec: {
      ...apart.spec,
      externalUrl: externalUrls.prometheus,
      scrapeInterval: "15s",
      evaluationInterval: monitoring.evaluationInterval,
      externalLabels: {
        environment: monitoring.environment,
        ...(deduplicated && { [CLUSTER_LABEL]: monitoring.environment }),
      },
      // Alerts of two replicas are one only where all their labels are alike; the operator drops the replica's own.
      prometheusExternalLabelNameClear: true,
      ...(deduplicated && {
        replicaExternalLabelName: REPLICA_LABEL,
        // Messages would say the environment twice, and differ from those of every other platform.
        additionalAlertRelabelConfigs: [{ action: "labeldrop", regex: CLUSTER_LABEL }],
      }),
      serviceDiscoveryRole: "EndpointSlice",
      // What vmalert evaluates on logs is written there, and what a drill proved.
      ...(((monitoring.logs && !monitoring.logs.existing) || monitoring.notifications.drill) && {
        enableRemoteWriteReceiver: true,
      }),
      additionalArgs: [{ name: RESEND_DELAY.flag, value: RESEND_DELAY.value }],
      ...(monitoring.lookback && { query: { lookbackDelta: monitoring.lookback } }),
      additionalConfig: { runtime: { goGC: garbagePercent(monitoring.forecast.expected) } },
      retention: monitoring.retention,
      retentionSize: size.retentionSize,
      resources: resources(size.cpu, size.memory, size.memoryLimit),
      storageSpec: volumeClaim(size.storage, platform.storageClass),
      ...(anyJob && limitsOf(anyJob)),
      // Of every monitor, those of the chart included.
      ...(anyJob?.fallbackProtocol && {
        scrapeClasses: [{ name: "tocsin", default: true, fallbackScrapeProtocol: anyJob.fallbackProtocol }],
      }),
      enforcedSampleLimit: ENFORCED_SAMPLES,
      ruleSelector: selectAll,
      ruleNamespaceSelector: own,
      serviceMonitorSelector: selectAll,
      serviceMonitorNamespaceSelector: inNamespaces(platform.namespace, names.nodesNamespace),
      podMonitorSelector: selectAll,
      podMonitorNamespaceSelector: own,
      probeSelector: selectAll,
      probeNamespaceSelector: own,
      scrapeConfigSelector: selectAll,
      scrapeConfigNamespaceSelector: own,
      ...(monitoring.plainJobs && { additionalScrapeConfigs: monitoring.plainJobs }),
      ...(thanos && { thanos: { objectStorageConfig: { existingSecret: storageSecret(thanos, names) } } }),
      remoteWrite: remoteWrite.map((one) => remoteWriteSpec(one, monitoring)),
    },
  };
}

type Prometheus = KubernetesPlatform["prometheus"];

/** Where Thanos' object storage configuration is: the given Secret, else the one beside the bucket that is created. */
const storageSecret = ({ objectStorage }: NonNullable<Prometheus["thanos"]>, names: Names) =>
  objectStorage ?? { name: names.thanosStorage, key: "objstore.yml" };

function remoteWriteSpec(
  { name, url, send, replicaLabel, sigv4, basicAuth }: Prometheus["remoteWrite"][number],
  { business }: Monitoring,
) {
  const relabelling = [
    ...(send === "business" ? [{ action: "keep", sourceLabels: ["__name__"], regex: business.series.join("|") }] : []),
    ...(replicaLabel ? [] : [{ action: "labeldrop", regex: REPLICA_LABEL }]),
  ];
  return {
    name,
    url,
    ...(sigv4 && { sigv4 }),
    ...(basicAuth && { basicAuth }),
    ...(relabelling.length > 0 && { writeRelabelConfigs: relabelling }),
  };
}
