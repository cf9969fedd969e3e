// The parts of a local environment, whichever runtime runs them (long: one table, with a row for each part).
// Each says what it runs, its configuration, and how that is checked and reloaded, and how the part is known to be ready.
import { dirname, extname, join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { alertmanagerConfig, slackTemplate } from "../alertmanager";
import { type Check, type Command, PASSWORD_FILE, WEB_CONFIG_FILE } from "../host";
import {
  type Credentials,
  type CredentialValues,
  credentialPaths,
  holdsSecretAddress,
  type LocalPlatform,
  type Monitoring,
  type Service,
} from "../monitoring";

import {
  archiveConfig,
  blackboxConfig,
  type HttpAccess,
  prometheusConfig,
  prometheusEnvironment,
  ruleFile,
} from "../prometheus";
import { grafanaFiles } from "./grafana-files";

/** Every part listens here only. */
export const LOOPBACK = "127.0.0.1";

export interface LocalArgs {
  monitoring: Monitoring;
  ports: LocalPlatform["ports"];
  /** Whether the sample service and the sample-metrics generator run. */
  sample: boolean;
  /** The services whose metrics the generator makes up. */
  generated: readonly Service[];
  /** The services that drills break, beside those that they make up. */
  drilled: readonly string[];
  /** Absolute folder of Tocsin's own code. */
  packageDir: string;
  /** The tocsin.config.ts that brings further mixins: its path, and what changes with its content. */
  own?: { config: string; version: string };
  /** Absolute folder for everything that runs. */
  dir: string;
  /** Dashboards as Grafana JSON, by file name. */
  dashboards: Record<string, string>;
  /** Runbooks as Markdown, by mixin. */
  runbooks: Record<string, string>;
  /** Of receivers, by name. */
  credentials: CredentialValues;
  /** The oldest Alertmanager that sends what the settings ask for, where not every supported one does. */
  minimumAlertmanager?: string;
  /** Credentials of targets by the names of their files. */
  scrapeCredentials: Credentials["scrape"];
  /** Grafana's home folder as its process sees it; without one there is no Grafana. */
  grafanaHome?: string;
}

/** Where a runtime puts things, as the part's process sees them. */
export interface Layout {
  /** A file of a part's configuration. */
  config: (part: string, file: string) => string;
  /** The folder of a part's data. */
  data: (part: string) => string;
  /** The folder of the rendered dashboards. */
  dashboards: string;
  /** The folder with the password between parts. */
  access: string;
}

export interface Part {
  /** A tool, or a TypeScript file of this project. */
  runs: Command;
  args: string[];
  environment?: Record<string, string>;
  files?: Record<string, string>;
  /** Files that hold credentials. */
  secretFiles?: Record<string, pulumi.Input<string>>;
  /** Absolute folders of this machine that it reads, beside its own; others write there. */
  reads?: string[];
  checks?: Check[];
  /** Where it listens. */
  port: number;
  /** The guard's port, where this part asks for a password. */
  guardedBy?: number;
  /** Further ports where it listens, by the part that it guards. */
  guards?: Readonly<Record<string, number>>;
  /** Path that answers 200 when it is ready. */
  ready: string;
  /** Path of the metrics that say how the last reload went, for parts that SIGHUP has read their configuration again. */
  reload?: string;
  /** Parts, earlier in the table, that are to be ready before. */
  after?: readonly string[];
}

const listen = (port: number) => `${LOOPBACK}:${port}`;
export const urlOf = (port: number) => `http://${listen(port)}`;

/** Without it, Prometheus lets the pages of every site read its answers. A regular expression for the whole origin. */
const ownPagesOnly = (url: string) => `--web.cors.origin=${url.replaceAll(".", "\\.")}`;

/** The folder on this machine that holds the runbooks as they read here. */
const runbooksDir = (dir: string) => join(dir, "runbooks");

export const runbookFiles = ({ dir, runbooks }: Pick<LocalArgs, "dir" | "runbooks">) => ({
  dir: runbooksDir(dir),
  files: Object.fromEntries(Object.entries(runbooks).map(([mixin, text]) => [`${mixin}/runbook.md`, text])),
});

/** The folder on this machine that holds the rendered dashboards. */
export const dashboardsDir = (dir: string) => join(dir, "dashboards");

/** The folder on this machine that holds the password between parts. */
export const accessDir = (dir: string) => join(dir, "access");

/** As in Prometheus' web configuration. */
export const USERNAME = "tocsin";

const accessOf = ({ access }: Layout): HttpAccess => ({
  username: USERNAME,
  passwordFile: join(access, PASSWORD_FILE),
  tls: false,
});

const asksForPassword = ({ access }: Layout) => `--web.config.file=${join(access, WEB_CONFIG_FILE)}`;

/**
 * What distributions build other defaults for. Debian's build reads text files from a folder that only its package makes, which
 * is an error, and an alert, without the package; here nobody writes any.
 */
const NODE_EXPORTER_FLAGS = ["--collector.textfile.directory="];

/** The part that scrapes and evaluates: once it is stopped, nothing that is stopped later is down for anybody. */
export const SCRAPING_PART = "prometheus";

/** All parts by name, which is also the name of their folder. */
export function localParts(args: LocalArgs, layout: Layout): Record<string, Part> {
  const guarded = {
    alertmanager: alertmanager(args, layout),
    ...(args.monitoring.business.series.length > 0 && { archive: archive(args, layout) }),
    [SCRAPING_PART]: prometheus(args, layout),
  };
  return {
    ...guarded,
    guard: guard(args, guarded),
    "node-exporter": {
      runs: { tool: "node-exporter" },
      args: [`--web.listen-address=${listen(args.ports.nodeExporter)}`, ...NODE_EXPORTER_FLAGS],
      port: args.ports.nodeExporter,
      ready: "/",
    },
    "blackbox-exporter": {
      runs: { tool: "blackbox-exporter" },
      args: [
        `--config.file=${layout.config("blackbox-exporter", "blackbox.yml")}`,
        `--web.listen-address=${listen(args.ports.blackboxExporter)}`,
      ],
      files: { "blackbox.yml": blackboxConfig() },
      checks: [{ tool: "blackbox-exporter", args: ["--config.check", "--config.file=blackbox.yml"] }],
      port: args.ports.blackboxExporter,
      ready: "/",
      reload: "/metrics",
    },
    inbox: inbox(args),
    ...(args.sample && { sample: sample(args), generator: generator(args) }),
    ...(args.grafanaHome && { grafana: grafana(args, layout, args.grafanaHome) }),
  };
}

/** The address of each part's page, by part. */
export function addressesOf(parts: Record<string, Part>): Record<string, string> {
  // The guard's is that of what it guards.
  const shown = Object.entries(parts).filter(([, { guards }]) => !guards);
  return Object.fromEntries(shown.map(([name, { port, guardedBy }]) => [name, urlOf(guardedBy ?? port)]));
}

/** Where parts listen as processes below `dir`, by part. */
export function listenersOf(parts: Record<string, Part>, dir: string) {
  return Object.fromEntries(
    Object.entries(parts).flatMap(([name, { port, guards }]) =>
      Object.entries(guards ?? { [name]: port }).map(([listener, each]) => [
        guards ? `${name} of ${listener}` : listener,
        { dir: join(dir, name), host: LOOPBACK, port: each },
      ]),
    ),
  );
}

function prometheus({ monitoring, ports, scrapeCredentials = {} }: LocalArgs, layout: Layout): Part {
  const { config, data } = layout;
  return {
    runs: { tool: "prometheus" },
    args: [
      `--config.file=${config("prometheus", "prometheus.yml")}`,
      `--storage.tsdb.path=${data("prometheus")}`,
      `--storage.tsdb.retention.time=${monitoring.retention}`,
      `--web.listen-address=${listen(ports.prometheusDirect)}`,
      asksForPassword(layout),
      `--web.external-url=${urlOf(ports.prometheus)}`,
      ownPagesOnly(urlOf(ports.prometheus)),
      // A Prometheus that has just started knows its Alertmanager only after seconds; by default it would not send what
      // fires before then again for a minute.
      "--rules.alert.resend-delay=15s",
      ...(monitoring.lookback ? [`--query.lookback-delta=${monitoring.lookback}`] : []),
    ],
    environment: prometheusEnvironment(monitoring.forecast.expected),
    files: {
      "prometheus.yml": prometheusConfig(monitoring, {
        alertmanagers: [listen(ports.alertmanagerDirect)],
        access: accessOf(layout),
        ruleFiles: ["rules/*.yml"],
        ...(monitoring.business.series.length > 0 && { archive: urlOf(ports.archiveDirect) }),
      }),
      ...Object.fromEntries(monitoring.groups.map((group) => [`rules/${group.name}.yml`, ruleFile(group)])),
    },
    ...(Object.keys(scrapeCredentials).length > 0 && {
      secretFiles: Object.fromEntries(
        Object.entries(scrapeCredentials).map(([file, content]) => [`secrets/${file}`, content]),
      ),
    }),
    reads: monitoring.jobs.flatMap(({ discovery }) => (discovery?.kind === "file" ? discovery.files.map(dirname) : [])),
    checks: [{ tool: "promtool", args: ["check", "config", "prometheus.yml"] }],
    port: ports.prometheusDirect,
    guardedBy: ports.prometheus,
    ready: "/-/ready",
    reload: "/metrics",
    // What cannot be sent is sent again only later.
    after: ["alertmanager"],
  };
}

/** Longer than anyone will ask. */
const FOREVER = "100y";

/** A second Prometheus, for the series that are kept for years. */
function archive({ monitoring, ports }: LocalArgs, layout: Layout): Part {
  const { config, data } = layout;
  const { retention } = monitoring.business;
  return {
    runs: { tool: "prometheus" },
    args: [
      `--config.file=${config("archive", "prometheus.yml")}`,
      `--storage.tsdb.path=${data("archive")}`,
      `--storage.tsdb.retention.time=${retention === "forever" ? FOREVER : retention}`,
      `--web.listen-address=${listen(ports.archiveDirect)}`,
      asksForPassword(layout),
      `--web.external-url=${urlOf(ports.archive)}`,
      ownPagesOnly(urlOf(ports.archive)),
      "--web.enable-remote-write-receiver",
    ],
    environment: prometheusEnvironment(monitoring.forecast.expected),
    files: { "prometheus.yml": archiveConfig() },
    checks: [{ tool: "promtool", args: ["check", "config", "prometheus.yml"] }],
    port: ports.archiveDirect,
    guardedBy: ports.archive,
    ready: "/-/ready",
    reload: "/metrics",
  };
}

const CONFIGURATION = "alertmanager.yml";

function alertmanager(
  { monitoring, ports, sample, drilled, credentials, minimumAlertmanager: minimum }: LocalArgs,
  layout: Layout,
): Part {
  const { config, data } = layout;
  const newEnough = minimum ? { minimum } : {};
  const configuration = alertmanagerConfig(monitoring, {
    credentials: credentialPaths(Object.keys(credentials), (name) => config("alertmanager", `secrets/${name}`)),
    templates: ["templates/*.tmpl"],
    ...(sample && { drills: { url: `${urlOf(ports.inbox)}/drills`, services: drilled } }),
  });
  // With an address that nobody is to know, the engine neither prints it nor keeps it in the clear.
  const isSecret = holdsSecretAddress(configuration, monitoring.notifications);
  return {
    runs: { tool: "alertmanager", ...newEnough },
    args: [
      `--config.file=${config("alertmanager", CONFIGURATION)}`,
      `--storage.path=${data("alertmanager")}`,
      `--web.listen-address=${listen(ports.alertmanagerDirect)}`,
      asksForPassword(layout),
      // Links in messages lead to the inbox, which leads on to Alertmanager's pages where it has any: Debian's has none.
      `--web.external-url=${urlOf(ports.inbox)}/alertmanager`,
      "--web.route-prefix=/",
      // One Alertmanager is no cluster.
      "--cluster.listen-address=",
    ],
    files: { ...(!isSecret && { [CONFIGURATION]: configuration }), "templates/slack.tmpl": slackTemplate() },
    secretFiles: {
      ...(isSecret && { [CONFIGURATION]: pulumi.secret(configuration) }),
      ...Object.fromEntries(Object.entries(credentials).map(([name, content]) => [`secrets/${name}`, content])),
    },
    checks: [{ tool: "amtool", ...newEnough, args: ["check-config", CONFIGURATION] }],
    port: ports.alertmanagerDirect,
    guardedBy: ports.alertmanager,
    ready: "/-/ready",
    reload: "/metrics",
  };
}

/** A program of Tocsin's as Node loads it: TypeScript in its repository, JavaScript in its package. */
const program = (packageDir: string, name: "guard" | "service" | "generator") =>
  join(packageDir, "components", "sample", name, `main${extname(__filename)}`);

/** In front of the parts that ask for a password: what reaches them through it is for this machine, and from no other site. */
function guard({ packageDir, dir }: LocalArgs, guarded: Readonly<Record<string, Part>>): Part {
  const ports = Object.entries(guarded).flatMap(([name, { port, guardedBy }]) =>
    guardedBy === undefined ? [] : [{ name, port: guardedBy, behind: port }],
  );
  const [first] = ports;
  if (!first) throw new Error("A guard has something to guard");
  return {
    runs: { script: program(packageDir, "guard") },
    args: [
      `--host=${LOOPBACK}`,
      `--username=${USERNAME}`,
      `--password-file=${join(accessDir(dir), PASSWORD_FILE)}`,
      "--guard",
      ...ports.map(({ port, behind }) => `${port}=${behind}`),
    ],
    port: first.port,
    guards: Object.fromEntries(ports.map(({ name, port }) => [name, port])),
    ready: "/-/guard",
    // They may have listened where it does, under other settings.
    after: Object.keys(guarded),
  };
}

function inbox({ ports, packageDir, dir }: LocalArgs): Part {
  return {
    // It draws dashboards, as the command line does.
    runs: { script: join(packageDir, "infra", "inbox", `main${extname(__filename)}`) },
    args: [
      `--port=${ports.inbox}`,
      `--host=${LOOPBACK}`,
      `--data=${join(dir, "inbox", "data")}`,
      `--runbooks=${runbooksDir(dir)}`,
      `--dashboards=${dashboardsDir(dir)}`,
      `--prometheus=${urlOf(ports.prometheus)}`,
      `--alertmanager=${urlOf(ports.alertmanager)}`,
    ],
    port: ports.inbox,
    ready: "/health",
  };
}

function sample({ ports, packageDir }: LocalArgs): Part {
  return {
    runs: { script: program(packageDir, "service") },
    args: [`--port=${ports.sample}`, `--host=${LOOPBACK}`],
    port: ports.sample,
    ready: "/health",
  };
}

/** A process of this machine in every runtime, like the inbox and the sample. */
function generator({ ports, generated, packageDir, own }: LocalArgs): Part {
  return {
    runs: { script: program(packageDir, "generator") },
    args: [
      `--port=${ports.generator}`,
      `--host=${LOOPBACK}`,
      ...(own ? [`--config=${own.config}`, `--config-version=${own.version}`] : []),
      // What is generated is an argument, so that a change restarts the process.
      ...generated.flatMap(generatedMixins).map((one) => `--generate=${JSON.stringify(one)}`),
    ],
    port: ports.generator,
    ready: "/health",
  };
}

/** The mixins of a service, of which the generator is to show healthy targets. */
function generatedMixins({ mixin, options, also }: Service) {
  return [{ mixin, options }, ...also.map((beside) => ({ mixin: beside, options: {} }))];
}

function grafana({ monitoring, ports }: LocalArgs, layout: Layout, home: string): Part {
  const { config, data, dashboards } = layout;
  return {
    runs: { tool: "grafana" },
    args: ["server", `--homepath=${home}`, `--config=${config("grafana", "grafana.ini")}`],
    files: grafanaFiles({
      port: ports.grafana,
      data: data("grafana"),
      provisioning: config("grafana", "provisioning"),
      dashboards,
      access: accessOf(layout),
      prometheus: urlOf(ports.prometheusDirect),
      ...(monitoring.business.series.length > 0 && { archive: urlOf(ports.archiveDirect) }),
    }),
    port: ports.grafana,
    ready: "/api/health",
  };
}
