// Scrape jobs → what Prometheus operator makes scrape configurations of: monitors for what is found in the cluster, a Probe for
// what is asked from outside, a ScrapeConfig for addresses.
import type { Discovery, ScrapeJob, SelectedTargets, Target } from "../../monitoring";
import { timeoutOf } from "../../monitoring/targets/intervals";
import { moduleName } from "../../prometheus";
import { limitsOf } from "../charts/values/scrapes";
import { namesIn } from "../names";
import { asking, passwordOfParts } from "./asking";
import { type Manifest, metadata } from "./custom-resource";
import { keeping, NOT_SYNTHETIC, ofSpans, relabelings } from "./relabelings";

/**
 * Everything that the scrape jobs need, in the monitoring namespace. What the cluster has of its own is left out: the
 * monitors of the stack's chart find it.
 */
export function scraping(jobs: readonly ScrapeJob[], namespace: string): Manifest[] {
  return jobs.flatMap((job) => {
    const known = [...job.targets, ...(job.selected ?? [])].map(({ labels }) => labels.service);
    const services = [...new Set([...known, ...discoveredIn(job)])];
    return services.flatMap((service, index) => ofService(job, service, namespace, index === 0));
  });
}

/** The service whose targets a job asks for. */
const discoveredIn = ({ discovery }: ScrapeJob): string[] =>
  discovery?.kind === "file" || discovery?.kind === "dns" ? [discovery.labels.service] : [];

function ofService(job: ScrapeJob, service: string, namespace: string, isFirst: boolean): Manifest[] {
  const targets = job.targets.filter(({ labels }) => labels.service === service);
  // A job of its own has a name already, in a form that is no name here; of several services, the first is called as it.
  const isOwn = job.access || job.nativeHistograms || discoveredIn(job).length > 0 || job.name.includes(":");
  const name = isOwn && isFirst ? job.name.replace(":", "-") : `${job.name.replace(":", "-")}-${service}`;
  if (job.via) return modulesOf(targets).map((module) => probe(job, job.via ?? "", module, targets, name, namespace));
  const selected = (job.selected ?? []).filter(({ labels }) => labels.service === service);
  return [
    ...selected.map((one, index) => monitor(job, one, index === 0 ? name : `${name}-${index + 1}`, namespace)),
    ...(targets.length > 0 || discoveredIn(job).length > 0
      ? [scrapeConfig(job, service, targets, name, namespace)]
      : []),
  ];
}

/** In capitals, which operators of all versions take. */
const SCHEMES = { http: "HTTP", https: "HTTPS" } as const;

const modulesOf = (targets: readonly Target[]) => [
  ...new Set(targets.flatMap(({ module }) => (module ? [moduleName(module)] : []))),
];

/** The targets of one service are scraped alike. */
const timesOf = ({ interval, timeout }: ScrapeJob, own = interval) => ({
  interval: own,
  scrapeTimeout: own === interval ? timeout : timeoutOf(own),
});

/** Of Prometheus operator 0.87 and newer. */
const nativeIn = ({ nativeHistograms }: ScrapeJob) => (nativeHistograms ? { scrapeNativeHistograms: true } : {});

const metricsOf = ({ keep, spansOf }: ScrapeJob) => ({
  metricRelabelings: [NOT_SYNTHETIC, ...(spansOf === undefined ? [] : ofSpans(spansOf)), ...keeping(keep)],
});

function monitor(job: ScrapeJob, selected: SelectedTargets, name: string, namespace: string): Manifest {
  const { selector, about } = selected;
  const { service, team } = selected.labels;
  const instance = about ? { named: about } : "pod";
  const endpoint = {
    port: selector.port,
    ...(selected.metricsPath && { path: selected.metricsPath }),
    ...(job.access && asking(job.access, service, namesIn(namespace))),
    ...(job.access?.scheme && { scheme: job.access.scheme }),
    ...(job.asksForPassword && passwordOfParts(namesIn(namespace))),
    ...timesOf(job, selected.interval),
    ...metricsOf(job),
    relabelings: relabelings({ job: selected.labels.job ?? job.name, service, team, instance }),
  };
  const spec = {
    ...limitsOf(job),
    ...nativeIn(job),
    namespaceSelector: { matchNames: [selector.namespace] },
    selector: { matchLabels: { ...selector.labels } },
  };
  const common = {
    metadata: metadata(name, namespace, namesIn(namespace)),
    apiVersion: "monitoring.coreos.com/v1" as const,
  };
  return selector.by === "service"
    ? { ...common, kind: "ServiceMonitor", spec: { ...spec, endpoints: [endpoint] } }
    : { ...common, kind: "PodMonitor", spec: { ...spec, podMetricsEndpoints: [endpoint] } };
}

function scrapeConfig(
  job: ScrapeJob,
  service: string,
  targets: readonly Target[],
  name: string,
  namespace: string,
): Manifest {
  const [{ metricsPath = job.access?.metricsPath, interval: own = undefined, labels = undefined } = {}] = targets;
  const { discovery } = job;
  const { interval, scrapeTimeout } = timesOf(job, own);
  return {
    apiVersion: "monitoring.coreos.com/v1alpha1",
    kind: "ScrapeConfig",
    metadata: metadata(name, namespace, namesIn(namespace)),
    spec: {
      // The operator makes it the label, whatever label the targets have.
      jobName: labels?.job ?? (discovery && "labels" in discovery ? discovery.labels.job : undefined) ?? job.name,
      ...(metricsPath && { metricsPath }),
      ...(job.access && asking(job.access, service, namesIn(namespace))),
      ...(job.access?.scheme && { scheme: SCHEMES[job.access.scheme] }),
      scrapeInterval: interval,
      scrapeTimeout,
      ...limitsOf(job),
      ...nativeIn(job),
      ...(targets.length > 0 && {
        staticConfigs: targets.map(({ address, labels }) => ({ targets: [address], labels: { ...labels } })),
      }),
      ...(discovery && discovering(discovery)),
      ...metricsOf(job),
    },
  };
}

/** Of what services ask for; a pod has no files of targets, which the settings refuse. */
function discovering(discovery: Discovery) {
  if (discovery.kind !== "dns") return {};
  const { names, type, port, every, labels } = discovery;
  return {
    dnsSDConfigs: [{ names: [...names], type, ...(port && { port }), refreshInterval: every }],
    relabelings: Object.entries(labels).map(([label, value]) => ({ targetLabel: label, replacement: value })),
  };
}

function probe(
  job: ScrapeJob,
  via: string,
  module: string,
  targets: readonly Target[],
  name: string,
  namespace: string,
): Manifest {
  const probed = targets.filter((target) => target.module && moduleName(target.module) === module);
  // The probes of a service differ in their address alone, which the operator makes their `instance`.
  const { instance: _, ...labels }: Partial<Target["labels"]> = probed[0]?.labels ?? {};
  return {
    apiVersion: "monitoring.coreos.com/v1",
    kind: "Probe",
    metadata: metadata(`${name}-${module.replaceAll("_", "-")}`, namespace, namesIn(namespace)),
    spec: {
      jobName: job.name,
      ...timesOf(job),
      ...limitsOf(job),
      module,
      ...(labels.dependency && { metricRelabelings: keeping(["probe_failed_due_to_cel"]) }),
      prober: { url: via, path: "/probe" },
      targets: {
        staticConfig: {
          static: probed.map(({ address }) => address),
          labels,
          // The operator adds the namespace of the Probe, which says nothing of what is probed.
          relabelingConfigs: [{ action: "labeldrop", regex: "namespace" }],
        },
      },
    },
  };
}
