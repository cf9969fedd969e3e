// A cluster: what its operator, its charts and its own parts are given, in the order in which one needs the other.
import * as pulumi from "@pulumi/pulumi";
import { RandomPassword } from "@pulumi/random";
import { drillPlanOf } from "../components/drill";
import {
  ClusterLogs,
  ClusterTraces,
  Content,
  Crds,
  Dashboards,
  DrillJob,
  Exporters,
  exporterChart,
  exporterName,
  externalUrlsOf,
  followersOf,
  hasFollowers,
  Incidents,
  KubePrometheusStack,
  manifestsOf,
  Namespaces,
  NetworkPolicies,
  namesIn,
  Remediation,
  SampleWorkload,
  ScrapeCredentials,
  sampleSelector,
  TeamLimits,
  ValidManifests,
} from "../components/kubernetes";
import {
  credentialsNeeded,
  dashboardFiles,
  existingStores,
  logAlertsIn,
  type Monitoring,
  putByHand,
  runbookDashboards,
  STORE_PASSWORDS,
} from "../components/monitoring";
import { accessOf, clusterOf } from "./kubernetes-cluster";
import { endpoints, type KubernetesSettings, loggingServices, monitoring, servicesOf } from "./kubernetes-monitoring";
import { drillProgram, incidentsProgram, remediationProgram, sampleProgram } from "./programs";
import { type Surroundings, stackOn } from "./stack";
import { tracedServices } from "./traced-services";

async function deploy(settings: KubernetesSettings, surroundings: Surroundings, watched: Monitoring) {
  const { environment, credentials } = surroundings;
  const given = credentials.receivers ?? {};
  const [missing] = putByHand(settings.notifications, given);
  if (missing) {
    const parent = missing.setting.replace(/\.[^.]*$/, "");
    throw new Error(`${parent}: found no credential; give one, otherwise nobody is notified`);
  }
  const manifests = await ValidManifests.of(manifestsOf({ monitoring: watched, ...settings.platform }));
  const cluster = clusterOf(environment, settings.platform);
  // What an EKS cluster's volumes are made of is there before anything asks for one.
  const platform = { ...settings.platform, storageClass: settings.platform.storageClass ?? cluster.storageClass };
  const { namespace, sample, registry } = platform;
  const names = namesIn(namespace);
  const { drill } = watched.notifications;
  const services = servicesOf(settings);
  const existing = existingStores(settings);
  const exported = services.flatMap(({ name, mixin, exporter }) => (exporter ? [{ name, mixin, exporter }] : []));
  const probing = watched.jobs.filter(({ via }) => via);
  const blackbox = probing.length > 0;

  const after = (...resources: pulumi.Resource[]) => ({
    providers: cluster.providers,
    dependsOn: [...cluster.needed, ...resources],
  });
  const namespaces = new Namespaces(environment, { environment, namespace }, after());
  const { cluster: { crdsExist: exist = false } = {}, localCharts = false } = surroundings;
  const crds = platform.crds ? [new Crds(`${environment}-crds`, { exist, localCharts }, after())] : [];
  const access = accessOf(environment, platform, cluster, after(namespaces));
  const followers = followersOf(watched);
  const followersPassword = hasFollowers(followers)
    ? new RandomPassword(`${environment}-followers`, { length: 32, special: false }).result
    : undefined;
  // It stays as long as Grafana's volume, which has it inside.
  const { result: grafanaPassword } = new RandomPassword(
    `${environment}-grafana-admin`,
    { length: 32, special: false },
    // It was the stack's once; another one would not be the one inside of the volume.
    { protect: true, aliases: [{ parent: pulumi.createUrn(environment, "tocsin:kubernetes:KubePrometheusStack") }] },
  );
  new KubePrometheusStack(
    environment,
    {
      monitoring: watched,
      platform,
      team: settings.team,
      externalUrls: externalUrlsOf(platform),
      credentials: given,
      grafanaPassword,
      ...(followersPassword && { followersPassword }),
      localCharts,
    },
    after(namespaces, ...crds, ...access),
  );
  if (credentials.scrape) {
    new ScrapeCredentials(
      environment,
      { namespace, jobs: watched.jobs, credentials: credentials.scrape },
      after(namespaces),
    );
  }
  const teams = platform.teamRoutes.map((routes) => routes.namespace);
  const limits = teams.length > 0 ? [new TeamLimits(environment, { namespace, teams }, after(namespaces))] : [];
  // Neither rules nor dashboards wait for the stack: it may take minutes until it has its volumes.
  new Content(environment, { manifests }, after(namespaces, ...limits, ...crds));
  new Exporters(
    environment,
    { namespace, ...(blackbox && { blackbox: probing }), services: exported, localCharts },
    after(namespaces),
  );
  if (settings.logs) {
    const password = existing.logs
      ? credentials.stores?.[STORE_PASSWORDS.logs]
      : new RandomPassword(`${environment}-logs`, { length: 32, special: false }).result;
    new ClusterLogs(
      environment,
      {
        ...{ settings: settings.logs, namespace, environment, password, team: settings.team },
        ...(registry && { registry }),
        ...(platform.storageClass && { storageClass: platform.storageClass }),
        services: loggingServices(settings),
        alerts: logAlertsIn(settings.logs, settings.alerts),
        runbook: settings.links.runbook ?? endpoints(settings).runbook,
        pages: externalUrlsOf(platform).logs,
        ...(platform.ingress && { ingress: platform.ingress }),
        prometheuses: platform.prometheus.replicas,
        alertmanagers: platform.alertmanager.replicas,
      },
      after(namespaces),
    );
  }
  if (settings.traces) {
    const password = existing.traces
      ? credentials.stores?.[STORE_PASSWORDS.traces]
      : new RandomPassword(`${environment}-traces`, { length: 32, special: false }).result;
    new ClusterTraces(
      environment,
      {
        ...{ settings: settings.traces, namespace, password },
        services: tracedServices(services, settings.traces),
        ...(registry && { registry }),
        ...(platform.storageClass && { storageClass: platform.storageClass }),
        ...(platform.ingress && { ingress: platform.ingress }),
      },
      after(namespaces),
    );
  }
  new NetworkPolicies(
    environment,
    {
      namespace,
      outside: {
        grafana: platform.ingress !== undefined,
        // Without somebody who asks who comes, these are not shown.
        others: platform.ingress?.authentication !== undefined,
      },
      exporters: {
        ...(blackbox && {
          [names.blackbox]: { pods: { "app.kubernetes.io/instance": names.blackbox }, asks: "anyone" as const },
        }),
        ...Object.fromEntries(
          exported.map(({ name, mixin, exporter }) => {
            const { labels: pods, asks } = exporterChart(mixin, name, exporter);
            return [exporterName(name), { pods, asks }] as const;
          }),
        ),
      },
      thanos: platform.prometheus.thanos !== undefined,
      ...(settings.logs && { logsIn: namespace }),
      traces: settings.traces !== undefined,
      existing,
      ...(drill && { drill: names.pods.drill }),
      followers: { incidents: followers.incidents !== undefined, remediation: followers.remediation !== undefined },
      ...(sample && { sample: sampleSelector(namespace).labels }),
      ...(platform.ingress?.oidc && {
        logInPorts: [platform.ingress.oidc.tokenUrl, platform.ingress.oidc.apiUrl].flatMap(portOf),
      }),
    },
    after(namespaces),
  );
  const { thanos, remoteWrite } = platform.prometheus;
  const goesElsewhere = thanos !== undefined || remoteWrite.length > 0;
  const dashboards = dashboardFiles(watched, goesElsewhere ? { environments: { chosen: environment } } : {});
  new Dashboards(environment, { namespace, folder: "Tocsin", dashboards }, after(namespaces));
  new Dashboards(
    `${environment}-runbooks`,
    { namespace, folder: "Runbooks", dashboards: runbookDashboards(watched) },
    after(namespaces),
  );
  if (drill) {
    new DrillJob(
      environment,
      {
        ...{ namespace, every: drill.every, plan: drillPlanOf(watched, drill.team), program: drillProgram() },
        ...{ prometheuses: platform.prometheus.replicas, alertmanagers: platform.alertmanager.replicas },
        ...(registry && { registry }),
        credentials: credentialsNeeded(watched.notifications.receivers, Object.keys(given)),
      },
      after(namespaces),
    );
  }
  const ofFollower = {
    namespace,
    ...(registry && { registry }),
    ...(platform.storageClass && { storageClass: platform.storageClass }),
  };
  if (followers.incidents) {
    const args = { ...ofFollower, plan: followers.incidents, program: incidentsProgram() };
    new Incidents(environment, args, after(namespaces));
  }
  if (followers.remediation) {
    const args = { ...ofFollower, plan: followers.remediation, program: remediationProgram() };
    new Remediation(environment, { ...args, credentials: credentials.hooks ?? {} }, after(namespaces));
  }
  if (sample) {
    new SampleWorkload(
      "sample",
      { namespace, program: sampleProgram(), ...(registry && { registry }) },
      after(namespaces),
    );
  }
  return { pages: externalUrlsOf(platform), grafanaPassword: pulumi.secret(grafanaPassword) };
}

/** Where a URL does not say it, its scheme does; 443 is open anyway. */
const portOf = (url: string): number[] => {
  const { port, protocol } = new URL(url);
  return port ? [Number(port)] : protocol === "http:" ? [80] : [];
};

export const kubernetes = stackOn("kubernetes", { monitoring, deploy });
