// A cluster: what its operator, its charts and its own parts are given, in the order in which one needs the other.
import { Provider as AwsProvider } from "@pulumi/aws/provider";
import { Provider } from "@pulumi/kubernetes/provider";
import type * as pulumi from "@pulumi/pulumi";
import {
  Content,
  Crds,
  Dashboards,
  EksCluster,
  EncryptedStorage,
  Exporters,
  exporterChart,
  exporterName,
  exporterSelector,
  externalUrlsOf,
  FLAVOURS,
  KubePrometheusStack,
  manifestsOf,
  NAMES,
  Namespaces,
  NetworkPolicies,
  PrometheusAccess,
  runbookDashboards,
  SampleWorkload,
  sampleSelector,
  ValidManifests,
} from "../components/kubernetes";
import {
  assemble,
  dashboardFiles,
  type Endpoints,
  type KubernetesPlatform,
  type Monitoring,
  type Service,
} from "../components/monitoring";
import { sampleProgram } from "./sample-program";
import { type Facts, type SettingsOn, type Surroundings, stackOn } from "./stack";

type KubernetesSettings = SettingsOn<"kubernetes">;

function monitoring(settings: KubernetesSettings, { environment }: Pick<Facts, "environment">): Monitoring {
  return assemble(environment, { ...settings, services: servicesOf(settings) }, endpoints(settings.platform));
}

async function deploy(settings: KubernetesSettings, { environment, credentials }: Surroundings) {
  const { slack, pagerdutyRoutingKey } = credentials;
  if (!slack) {
    throw new Error("notifications.slack: found no credential; give a token or a webhook, so that somebody is told");
  }
  const watched = monitoring(settings, { environment });
  const manifests = await ValidManifests.of(manifestsOf({ monitoring: watched, ...settings.platform }));
  const cluster = clusterOf(environment, settings.platform);
  // What an EKS cluster's volumes are made of is there before anything asks for one.
  const platform = { ...settings.platform, storageClass: settings.platform.storageClass ?? cluster.storageClass };
  const { namespace, sample, registry } = platform;
  const services = servicesOf(settings);
  const exported = services.flatMap(({ name, mixin, exporter }) => (exporter ? [{ name, mixin, exporter }] : []));
  const blackbox = services.some(({ probes }) => probes.length > 0);

  const after = (...resources: pulumi.Resource[]) => ({
    providers: cluster.providers,
    dependsOn: [...cluster.needed, ...resources],
  });
  const namespaces = new Namespaces(environment, { namespace }, after());
  const crds = new Crds(`${environment}-crds`, { namespace }, after(namespaces));
  const access = accessOf(environment, platform, cluster, after(namespaces));
  const stack = new KubePrometheusStack(
    environment,
    {
      monitoring: watched,
      platform,
      team: settings.team,
      externalUrls: externalUrlsOf(platform),
      slack,
      ...(pagerdutyRoutingKey && { pagerdutyRoutingKey }),
    },
    after(crds, ...access),
  );
  new Content(environment, { manifests }, after(stack));
  new Exporters(environment, { namespace, blackbox, services: exported }, after(namespaces));
  new NetworkPolicies(
    environment,
    {
      namespace,
      ingress: platform.ingress !== undefined,
      exporters: {
        ...(blackbox && { [NAMES.blackbox]: { "app.kubernetes.io/instance": NAMES.blackbox } }),
        ...Object.fromEntries(
          exported.map((one) => [exporterName(one.name), exporterChart(one.mixin, one.name, one.exporter).labels]),
        ),
      },
    },
    after(namespaces),
  );
  new Dashboards(environment, { namespace, folder: "Tocsin", dashboards: dashboardFiles(watched) }, after(namespaces));
  new Dashboards(
    `${environment}-runbooks`,
    {
      namespace,
      folder: "Runbooks",
      dashboards: runbookDashboards(watched.groups.map(({ name }) => name)),
    },
    after(namespaces),
  );
  if (sample) {
    new SampleWorkload(
      "sample",
      { namespace, program: sampleProgram(), ...(registry && { registry }) },
      after(namespaces),
    );
  }
  return { pages: externalUrlsOf(platform), grafanaPassword: stack.grafanaPassword };
}

export const kubernetes = stackOn("kubernetes", { monitoring, deploy });

interface TheCluster {
  providers: pulumi.ProviderResource[];
  /** What has to be there before anything is deployed into it. */
  needed: pulumi.Resource[];
  storageClass?: string;
  eks?: { cluster: EksCluster; region: string };
}

/** The cluster, as kubectl reaches it or as the stack creates it. */
function clusterOf(environment: string, { cluster }: KubernetesPlatform): TheCluster {
  const { context, kubeconfig, eks } = cluster;
  if (!eks) {
    const access = { ...(context && { context }), ...(kubeconfig && { kubeconfig }) };
    return { providers: [new Provider(environment, access)], needed: [] };
  }
  const { region } = eks;
  const aws = new AwsProvider(environment, {
    region,
    defaultTags: { tags: { "tocsin:environment": environment } },
  });
  const made = new EksCluster(environment, eks, { providers: [aws] });
  const provider = new Provider(environment, { kubeconfig: made.kubeconfig });
  const className = "tocsin-gp3";
  const storage = new EncryptedStorage(environment, { className }, { providers: [provider], dependsOn: [made] });
  return {
    providers: [aws, provider],
    needed: [made, storage],
    storageClass: className,
    eks: { cluster: made, region },
  };
}

/** What Prometheus may do in AWS, where it has to. */
function accessOf(
  environment: string,
  { namespace, prometheus }: KubernetesPlatform,
  { eks }: TheCluster,
  opts: pulumi.ComponentResourceOptions,
): PrometheusAccess[] {
  const { thanos, remoteWrite } = prometheus;
  const bucket = thanos?.bucket;
  const managedPrometheus = remoteWrite.some(({ sigv4 }) => sigv4);
  if (!eks || !(bucket || managedPrometheus)) return [];
  const { cluster, region } = eks;
  return [
    new PrometheusAccess(
      environment,
      { clusterName: cluster.clusterName, namespace, region, managedPrometheus, ...(bucket && { bucket }) },
      opts,
    ),
  ];
}

/** The settings' services, with what finds their exporters in the cluster, and the sample service. */
function servicesOf({ services, platform }: KubernetesSettings): Service[] {
  const { namespace, sample } = platform;
  const found = services.map((service) =>
    service.exporter
      ? {
          ...service,
          inCluster: { ...exporterSelector(service.mixin, service.name, service.exporter, namespace), expected: 1 },
        }
      : service,
  );
  return sample ? [...found, sampleService(namespace)] : found;
}

const sampleService = (namespace: string): Service => ({
  name: "sample",
  mixin: "service",
  options: { metrics: "app" },
  targets: [],
  generated: false,
  also: [],
  inCluster: sampleSelector(namespace),
  dependsOn: [],
  probes: [{ http: `http://sample.${namespace}:5000/health` }],
  slos: [],
});

/** Parts of the monitoring are found like everything else in a cluster, as there may be several of each. */
function endpoints(platform: KubernetesPlatform): Endpoints {
  const { namespace, nodes, flavour, prometheus, alertmanager } = platform;
  const { controlPlane } = FLAVOURS[flavour];
  const at = (name: string, port: number) => `${name}.${namespace}:${port}`;
  const grafana = externalUrlsOf(platform).grafana;
  const cluster = (expected: number) => ({ kind: "cluster", expected }) as const;
  // Kubelet and cAdvisor of each node, API server and kube-state-metrics, and what an own control plane has beside.
  const parts = nodes * 2 + 2 + (controlPlane === "own" ? 2 : 0);
  return {
    prometheus: at(NAMES.prometheus, 9090),
    alertmanager: at(NAMES.alertmanager, 9093),
    blackbox: at(NAMES.blackbox, 9115),
    // Of a host without an address, which the settings do not let through here.
    nodeExporter: "",
    finds: {
      kubernetes: { ...cluster(parts), options: { controlPlane }, keepUsed: true },
      node: cluster(nodes),
      prometheus: cluster(prometheus.replicas),
      alertmanager: cluster(alertmanager.replicas),
      grafana: cluster(1),
    },
    runbook: `${grafana}/d/tocsin-runbook-{mixin}#{alert}`,
    dashboard: `${grafana}/d/{uid}`,
  };
}
