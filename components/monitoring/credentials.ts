// Credentials of the settings as secrets: what a platform puts where only its parts can read it.
import type * as pulumi from "@pulumi/pulumi";
import type { CredentialValues } from "./receivers";

/** Absolute paths by the names of credentials. */
export type FilesOfCredentials = Readonly<Record<string, string>>;

export interface Credentials {
  /** Of receivers, by the names that their kinds give them, which are also the names of the files that Alertmanager reads. */
  receivers?: CredentialValues;
  /** Of targets, and certificates, by the names of the files in which Prometheus reads them: see `scrapeFile`. */
  scrape?: Readonly<Record<string, pulumi.Input<string>>>;
  /** Of stores of logs and traces that exist, by the names of their files. */
  stores?: Readonly<Record<string, pulumi.Input<string>>>;
  /** Of the hooks of remediation, by the names of their files. */
  hooks?: Readonly<Record<string, pulumi.Input<string>>>;
  /** Of the platform, by the names that its definition gives them. */
  platform?: Readonly<Record<string, pulumi.Input<string>>>;
  /**
   * Those of receivers, targets, stores and hooks that are files of the machine which runs the parts, by the same names: absolute paths. They are
   * read there when a part is configured, so that no state holds them.
   */
  files?: Readonly<Partial<Record<"receivers" | "scrape" | "hooks" | "stores", FilesOfCredentials>>>;
}
