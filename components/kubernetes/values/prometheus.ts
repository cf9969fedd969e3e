// The part of the chart's values that is about Prometheus: what it keeps, where, how long, and where else it goes.
import type { KubernetesPlatform, Monitoring } from "../../monitoring";
import { garbagePercent } from "../../prometheus";
import { NAMES, PODS, SELECTED } from "../names";
import { sizingOf } from "../sizing";
import { limitsOf } from "./scrapes";
import { resources, spread, volumeClaim } from "./spread";
import type { StackArgs } from "./stack";

/** What a monitor that says no limits of its own gets, and what none can go over. */
const ENFORCED_SAMPLES = 200_000;

/** What fires while Prometheus does not know its Alertmanagers yet is sent again so soon; by default after a minute. */
const RESEND_DELAY = { name: "rules.alert.resend-delay", value: "15s" };

const selectAll = { matchLabels: SELECTED };

export function prometheusValues({ monitoring, platform, externalUrls }: StackArgs) {
  const { replicas, storage, memory, thanos, remoteWrite } = platform.prometheus;
  const size = sizingOf(monitoring, { storage, memory });
  const apart = spread(replicas, PODS.prometheus);
  const [anyJob] = monitoring.jobs;
  const isWrittenTwice = replicas > 1 && remoteWrite.length > 0;
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
        ...(isWrittenTwice && { cluster: monitoring.environment }),
      },
      // A storage that both replicas write to keeps the series of one by these two labels, as Mimir and Amazon's do.
      ...(isWrittenTwice && {
        replicaExternalLabelName: "__replica__",
        additionalAlertRelabelConfigs: [{ action: "labeldrop", regex: "cluster" }],
      }),
      // Alerts of two replicas are one only where all their labels are alike; the operator drops the replica's own.
      prometheusExternalLabelNameClear: true,
      additionalArgs: [RESEND_DELAY],
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
      serviceMonitorSelector: selectAll,
      podMonitorSelector: selectAll,
      probeSelector: selectAll,
      scrapeConfigSelector: selectAll,
      ...(thanos && { thanos: { objectStorageConfig: { existingSecret: storageSecret(thanos) } } }),
      remoteWrite: remoteWrite.map((one) => remoteWriteSpec(one, monitoring)),
    },
  };
}

type Prometheus = KubernetesPlatform["prometheus"];

/** Where Thanos' object storage configuration is: the given Secret, else the one beside the bucket that is created. */
const storageSecret = ({ objectStorage }: NonNullable<Prometheus["thanos"]>) =>
  objectStorage ?? { name: NAMES.thanosStorage, key: "objstore.yml" };

function remoteWriteSpec(
  { name, url, send, sigv4, basicAuth }: Prometheus["remoteWrite"][number],
  { business }: Monitoring,
) {
  return {
    name,
    url,
    ...(sigv4 && { sigv4 }),
    ...(basicAuth && { basicAuth }),
    ...(send === "business" && {
      writeRelabelConfigs: [{ action: "keep", sourceLabels: ["__name__"], regex: business.series.join("|") }],
    }),
  };
}
