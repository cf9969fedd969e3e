// This machine: everything on loopback, as processes or as containers, configured as everywhere else.
import { join, resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import {
  DockerMonitoring,
  LOOPBACK,
  type LogCollection,
  NativeMonitoring,
  sampleServices,
  type TraceTaking,
  urlOf,
} from "../components/local";
import { logsLink } from "../components/logs";
import { ownMixins } from "../components/mixins";
import {
  assemble,
  dashboardFiles,
  type Endpoints,
  existingStores,
  LOG_RUNBOOK,
  type Logs,
  linksInExplore,
  logAlertsIn,
  logRunbook,
  type Monitoring,
  minimumAlertmanager,
  minimumBlackbox,
  minimumPrometheus,
  putByHand,
  runbookTexts,
  settingsSchema,
  type Traces,
  withoutPlugins,
} from "../components/monitoring";
import { tracesLink } from "../components/traces";
import { type Facts, type SettingsOn, type Surroundings, stackOn } from "./stack";
import { tracedServices } from "./traced-services";

type LocalSettings = SettingsOn<"local">;

function monitoring(settings: LocalSettings, { environment, ownRules, ...facts }: Facts): Monitoring {
  const watched = facts.runtime === "docker" ? withContainers(settings) : settings;
  return assemble(environment, watched, endpoints(settings, facts), ownRules);
}

/** With the containers of this machine, whose cAdvisor runs beside the rest, unless the settings say who watches containers. */
function withContainers(settings: LocalSettings): LocalSettings {
  const { services, hosts, platform } = settings;
  if (services.some(({ mixin, extraMixins }) => [mixin, ...extraMixins].includes("container"))) return settings;
  const here = hosts.find(({ address }) => address === undefined);
  const containers = {
    name: "containers",
    mixin: "container",
    targets: [`${LOOPBACK}:${platform.ports.cadvisor}`],
    ...(here && { host: here.name }),
  };
  return { ...settings, services: [...services, ...settingsSchema.shape.services.parse([containers])] };
}

function deploy(settings: LocalSettings, surroundings: Surroundings, watched: Monitoring) {
  const { environment, projectDir, packageDir, credentials, runtime, grafanaHome } = surroundings;
  const { ports, sample, images } = settings.platform;
  const generated = settings.services.filter((service) => service.generated);
  const given = credentials.receivers ?? {};
  const args = {
    monitoring: watched,
    ports,
    sample,
    drilled: sampleServices(settings),
    generated,
    packageDir,
    ...ownIn(projectDir, generated),
    dir: join(projectDir, ".tocsin", environment),
    dashboards: dashboardFiles(watched),
    runbooks: { ...runbookTexts(watched), ...(watched.logs?.alerts.length && { [LOG_RUNBOOK]: logRunbook() }) },
    // What is missing is what the inbox takes in its place.
    credentials: {
      ...Object.fromEntries(
        putByHand(settings.notifications, { ...given, ...credentials.files?.receivers }).map(({ name }) => [
          name,
          pulumi.secret(`${urlOf(ports.inbox)}/services/local`),
        ]),
      ),
      ...given,
    },
    scrapeCredentials: credentials.scrape,
    ...(credentials.stores && { storeCredentials: credentials.stores }),
    ...(credentials.hooks && { hookCredentials: credentials.hooks }),
    ...(settings.logs && { logs: collecting(settings, settings.logs, projectDir) }),
    ...(settings.traces && { traces: tracing(settings, settings.traces) }),
    ...(credentials.files && { credentialFiles: credentials.files }),
    minimum: {
      alertmanager: minimumAlertmanager(settings.notifications)?.since,
      prometheus: minimumPrometheus(settings)?.since,
      blackbox: minimumBlackbox(settings)?.since,
    },
  };
  const { addresses } =
    runtime === "docker"
      ? new DockerMonitoring(environment, { ...args, images })
      : new NativeMonitoring(environment, { ...args, ...(grafanaHome && { grafanaHome }) });
  return { addresses };
}

/** Whose lines are collected; files are absolute then. */
function collecting(
  { services, team, links, platform, alerts }: LocalSettings,
  settings: Logs,
  projectDir: string,
): LogCollection {
  return {
    settings,
    alerts: logAlertsIn(settings, alerts),
    runbook: links.runbook ?? endpoints({ platform }, { runtime: "native" }).runbook,
    team,
    services: services.map(({ name, team: owner = team, host, logs }) => ({
      name,
      team: owner,
      ...(host && { host }),
      files: logs?.files?.map((file) => resolve(projectDir, file)) ?? [],
    })),
  };
}

const tracing = ({ services }: LocalSettings, settings: Traces): TraceTaking => ({
  settings,
  services: tracedServices(services, settings),
});

/** What tocsin.config.ts brings, as it lies in the project's folder; nothing where no service of those has a mixin of it. */
function ownIn(projectDir: string, generated: SettingsOn<"local">["services"]) {
  const own = ownMixins();
  const used = generated.flatMap(({ mixin, extraMixins }) => [mixin, ...extraMixins]);
  if (!own?.brought.some(({ name }) => used.includes(name))) return {};
  const there = (path: string) => path.replace(own.projectDir, projectDir);
  return { own: { config: there(own.file), version: own.version } };
}

export const local = stackOn("local", { monitoring, deploy });

type EndpointSettings = Pick<LocalSettings, "platform"> &
  Partial<Pick<LocalSettings, "logs" | "traces" | "notifications">>;

type EndpointFacts = Pick<Facts, "runtime" | "grafanaHome">;

/** Every part as the others reach it; without a Grafana, or Jaeger's own pages, links lead to the inbox's plain pages. */
function endpoints(
  { platform, logs, traces, notifications }: EndpointSettings,
  { runtime, grafanaHome }: EndpointFacts,
): Endpoints {
  const { ports, sample } = platform;
  const at = (port: number) => `${LOOPBACK}:${port}`;
  const inbox = urlOf(ports.inbox);
  const hasGrafana = runtime === "docker" || grafanaHome !== undefined;
  // Jaeger's image has its pages; a Jaeger that is built from source has none.
  const ownTraces = runtime === "docker" ? tracesLink(urlOf(ports.traces)) : `${inbox}/traces?service={service}`;
  const existing = existingStores({ logs, traces });
  // A store that exists is looked into through Grafana.
  const grafana = hasGrafana ? urlOf(ports.grafana) : undefined;
  return {
    prometheus: at(ports.prometheusDirect),
    alertmanager: at(ports.alertmanagerDirect),
    ...(sample && { generator: at(ports.generator) }),
    nodeExporter: at(ports.nodeExporter),
    blackbox: at(ports.blackboxExporter),
    runs: {
      ...(logs &&
        !existing.logs && {
          victorialogs: { targets: [{ address: at(ports.logsDirect) }], asksForPassword: true },
          vmalert: { targets: [{ address: at(ports.logAlerts) }], asksForPassword: true },
        }),
      ...(traces && !existing.traces && { jaeger: { targets: [{ address: at(ports.traceMetrics) }] } }),
      ...(notifications?.remediation.length && { repairs: { targets: [{ address: at(ports.remediation) }] } }),
      otelcol: {
        targets: [...(logs ? [ports.collector] : []), ...(traces ? [ports.gateway] : [])].map((port) => ({
          address: at(port),
        })),
      },
    },
    ...(logs && !existing.logs && { logs: logsLink(urlOf(ports.logs)) }),
    ...(traces && !existing.traces && { traces: ownTraces }),
    ...(grafana && linksInExplore(grafana, withoutPlugins(existing))),
    spanMetrics: [{ address: at(ports.spanMetrics) }],
    heartbeat: `${inbox}/heartbeat`,
    runbook: `${inbox}/runbooks/{mixin}#{alert}`,
    dashboard: grafana ? `${grafana}/d/{uid}` : `${inbox}/dashboards/{uid}`,
  };
}
