// What a part of a local environment is, and what all of them share: the loopback, folders, the password between parts.
import { join } from "node:path";
import type * as pulumi from "@pulumi/pulumi";
import type { Check, Command } from "../../host";
import { PASSWORD_FILE, USERNAME, WEB_CONFIG_FILE } from "../../host/password-files";
import type { LoggingService } from "../../logs";
import type {
  Credentials,
  CredentialValues,
  FilesOfCredentials,
  LocalPlatform,
  Logs,
  Monitoring,
  Service,
  Traces,
} from "../../monitoring";
import type { HttpAccess } from "../../prometheus";
import type { LogAlert } from "../../rules";
import type { TracedService } from "../../traces";

/** Every part listens here only. */
export const LOOPBACK = "127.0.0.1";

/** The part that scrapes and evaluates: once it is stopped, nothing that is stopped later is down for anybody. */
export const SCRAPING_PART = "prometheus";

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
  /** The oldest programs that do what the settings ask for, where not every supported one does. */
  minimum: { alertmanager?: string; prometheus?: string; blackbox?: string };
  /** Credentials of targets by the names of their files. */
  scrapeCredentials: Credentials["scrape"];
  /** Of stores that exist, by the names of their files. */
  storeCredentials?: Credentials["stores"];
  /** Of the hooks of remediation, by the names of their files. */
  hookCredentials?: Credentials["hooks"];
  /** Those of all that are files of this machine. */
  credentialFiles?: Credentials["files"];
  /** Collected logs; none are without. */
  logs?: LogCollection;
  /** Traces; none are taken without. */
  traces?: TraceTaking;
  /** Grafana's home folder as its process sees it; without one there is no Grafana. */
  grafanaHome?: string;
}

/** Which logs are collected, and how they are kept. */
export interface LogCollection {
  settings: Logs;
  alerts: readonly LogAlert[];
  services: readonly LoggingService[];
  /** The owner of what no service of the settings sends. */
  team: string;
  /** Where the runbook of an alert is, as `Endpoints` say it. */
  runbook: string;
}

/** Which traces are taken, and how they are kept. */
export interface TraceTaking {
  settings: Traces;
  services: readonly TracedService[];
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
  /** Files of the configuration that hold what other files of this machine do: absolute paths of these. */
  secretsFrom?: Record<string, string>;
  /** Absolute folders of this machine that it reads, beside its own; others write there. */
  reads?: string[];
  checks?: Check[];
  /** Where it listens. */
  port: number;
  /** The guard's port, where this part asks for a password. */
  guardedBy?: number;
  /** Further ports where it listens, by the part that it guards. */
  guards?: Readonly<Record<string, number>>;
  /** Further ports where it listens, by what they are for. */
  alsoAt?: Readonly<Record<string, number>>;
  /** Whether it reads the password between parts without asking for it. */
  knowsPassword?: boolean;
  /** Path that answers 200 when it is ready. */
  ready: string;
  /** Path of the metrics that say how the last reload went, for parts that SIGHUP has read their configuration again. */
  reload?: string;
  /** Parts, earlier in the table, that are to be ready before. */
  after?: readonly string[];
}

export const listen = (port: number) => `${LOOPBACK}:${port}`;
export const urlOf = (port: number) => `http://${listen(port)}`;

/** The folder on this machine that holds the runbooks as they read here. */
export const runbooksDir = (dir: string) => join(dir, "runbooks");

export const runbookFiles = ({ dir, runbooks }: Pick<LocalArgs, "dir" | "runbooks">) => ({
  dir: runbooksDir(dir),
  files: Object.fromEntries(Object.entries(runbooks).map(([mixin, text]) => [`${mixin}/runbook.md`, text])),
});

/** The folder on this machine that holds the rendered dashboards. */
export const dashboardsDir = (dir: string) => join(dir, "dashboards");

/** The folder on this machine that holds the password between parts. */
export const accessDir = (dir: string) => join(dir, "access");

export const accessOf = ({ access }: Layout): HttpAccess => ({
  username: USERNAME,
  passwordFile: join(access, PASSWORD_FILE),
  tls: false,
});

/** Below a part's configuration; empty where there are none. */
export const secretsFrom = (files: FilesOfCredentials = {}): Pick<Part, "secretsFrom"> =>
  Object.keys(files).length === 0
    ? {}
    : { secretsFrom: Object.fromEntries(Object.entries(files).map(([name, path]) => [`secrets/${name}`, path])) };

export const asksForPassword = ({ access }: Layout) => `--web.config.file=${join(access, WEB_CONFIG_FILE)}`;
