// What the host provider offers to programs: processes of this machine, and folders of files.
import * as pulumi from "@pulumi/pulumi";
import type { ToolName } from "./tools";

/** What is run: a tool that the provider finds or installs (of a version newer than the catalogue's where one is given), or a TypeScript file of this project (absolute path). */
export type Command = { tool: ToolName; minimum?: string } | { script: string };

/** A validation in the new configuration folder, before it is used. */
export interface Check {
  tool: ToolName;
  /** The oldest version that will do, where the catalogue's is not enough. */
  minimum?: string;
  args: string[];
}

/** How a process that asks for a password is asked. */
export interface ProcessAccess {
  username: string;
  /** Absolute path. */
  passwordFile: string;
}

export interface ProcessArgs {
  /** Absolute folder of the process; holds `config/current/`, `data/`, `log` and `pid`. */
  dir: string;
  command: Command;
  args: string[];
  /** Environment variables beside PATH and HOME; nothing secret, and nothing else is handed on. */
  environment?: Record<string, string>;
  /** Where it listens; in use by anything else is an error before it is started. */
  listen: { host: string; port: number };
  /** Answers 200 when the process is ready. */
  readyUrl: string;
  /** For processes that ask for a password, of `readyUrl` and `reload` too. */
  access?: ProcessAccess;
  /** Configuration by path below `config/current/`. Changed files are checked and reloaded without a restart where there is a `reload`. */
  files?: Record<string, string>;
  /** Files of the same folder that hold credentials; apart, because one secret makes the whole property secret. */
  secretFiles?: Record<string, pulumi.Input<string>>;
  /** Files of the same folder with what other files of this machine hold, by absolute path: the provider reads them, and keeps nothing. */
  secretsFrom?: Record<string, string>;
  /** All must pass before changed files are used. */
  checks?: Check[];
  /**
   * A page of metrics that says how the last reload went, as those of Prometheus' projects do. With it, SIGHUP has the process
   * read its configuration again; without, changed files restart it. A URL that takes a POST would take any web page's.
   */
  reload?: string;
}

/** A process of this machine that outlives the deployment: started detached, reloaded on change, repaired when dead. */
export class Process extends pulumi.CustomResource {
  /** Its process id. */
  declare readonly pid: pulumi.Output<number>;
  /** The version and origin of what runs. */
  declare readonly version: pulumi.Output<string>;

  constructor(name: string, args: ProcessArgs, opts?: pulumi.CustomResourceOptions) {
    super("host:index:Process", name, { ...args, pid: undefined, version: undefined }, opts);
  }
}

/** A validation by a program of the container's own image. */
export interface ContainerCheck {
  /** Its path in the image. */
  program: string;
  args: string[];
}

export interface ContainerConfigurationArgs extends Pick<ProcessArgs, "files" | "secretFiles" | "secretsFrom"> {
  /** Absolute folder; the container mounts its `config/`, in which `current` leads to the files. */
  dir: string;
  /** The container's name. */
  container: string;
  /** The image that it runs, and that holds the programs of the checks. */
  image: pulumi.Input<string>;
  /** Where it mounts the folder. */
  mountedAt: string;
  /** Further folders of this machine that the files name, by their absolute path in the container. */
  reads?: Record<string, string>;
  /** All must pass before changed files are used; they run where the files are as the container will see them. */
  checks?: ContainerCheck[];
  /** Changes with all that only another container takes; then this one is not reloaded: the next reads the files when it starts. */
  startedWith: string;
  /** As a process' `reload`; without, the container is to depend on `config`. */
  reload?: string;
  /** For containers that ask for a password, of `reload`. */
  access?: ProcessAccess;
}

/** The configuration of a container, checked before it is used and reloaded while it runs. */
export class ContainerConfiguration extends pulumi.CustomResource {
  /** Another one whenever the files are others. */
  declare readonly config: pulumi.Output<string>;

  constructor(name: string, args: ContainerConfigurationArgs, opts?: pulumi.CustomResourceOptions) {
    super("host:index:ContainerConfiguration", name, { ...args, config: undefined }, opts);
  }
}

export interface FilesArgs {
  /** Absolute folder that holds these files and no others. */
  dir: string;
  files: Record<string, pulumi.Input<string>>;
}

/** A folder of files. */
export class Files extends pulumi.CustomResource {
  constructor(name: string, args: FilesArgs, opts?: pulumi.CustomResourceOptions) {
    super("host:index:Files", name, { ...args }, opts);
  }
}

export interface PasswordArgs {
  /** Absolute folder that holds both files, readable for this user only. */
  dir: string;
  username: string;
}

/** A password between parts of this machine, made by the provider where it is missing: neither inputs nor state hold it. */
export class Password extends pulumi.CustomResource {
  constructor(name: string, args: PasswordArgs, opts?: pulumi.CustomResourceOptions) {
    super("host:index:Password", name, { ...args }, opts);
  }
}

export interface PortsArgs {
  /** Where each part listens, and the folder of the process, or the container, that may hold the port already. */
  listeners: Record<string, { dir: string; host: string; port: number; container?: string }>;
}

/** The ports of an environment: one that something else holds is an error, before anything that depends on this is started. */
export class Ports extends pulumi.CustomResource {
  constructor(name: string, args: PortsArgs, opts?: pulumi.CustomResourceOptions) {
    super("host:index:Ports", name, { ...args }, opts);
  }
}
