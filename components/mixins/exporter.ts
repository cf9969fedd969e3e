// An exporter that the monitoring runs for a service which has no metrics of its own: what each platform needs to know of it.
import type { Release } from "../releases";

/** What the exporter asks, and as whom. */
export interface Asked {
  host: string;
  port: number;
  user?: string | undefined;
  /** A key of a Secret that is in the cluster already. */
  secret?: { name: string; key: string } | undefined;
}

/** A chart of https://prometheus-community.github.io/helm-charts. */
interface InCluster {
  chart: string;
  version: string;
  /** The name of the port that shows metrics. */
  port: string;
  /** The label of its Service and its pods that has the release's name. */
  releaseLabel: "app.kubernetes.io/instance" | "release";
  /** Of the chart, without what all have alike. Credentials are named, never given. */
  values: (asked: Asked) => Record<string, unknown>;
  /** For one that finds further addresses by itself: network policies let it reach anyone. */
  asksAnyone?: true;
}

/** Absolute paths of files of a machine. */
export interface TlsFiles {
  /** What `--web.config.file` of Prometheus' exporters takes, with all of the others. */
  webConfig: string;
  certificate: string;
  key: string;
  /** The certificate that certificates of those who ask are issued by. */
  authority: string;
}

/** How a process is asked about any address that a request names, where one process serves all that discovery finds. */
export interface OnRequest {
  /** Prometheus' discovery for AWS that finds what it asks. */
  from: "rds" | "elasticache";
  path: string;
  /** The request's `target` for an address `host:port`. */
  target: (address: string, isTls: boolean) => string;
  /** In place of those that name an address. */
  flags: readonly string[];
  /** In place of the further variables. */
  environment?: Readonly<Record<string, string>>;
}

/** As a process of a machine. */
interface OnMachine extends Release {
  /** Name of the release, of its folder and of its program. */
  name: string;
  /** Flags beside the address to listen on. User names and passwords are variables of the exporter's environment. */
  flags: (address: string) => readonly string[];
  /** Variables that it takes the address from. */
  variables?: (address: string) => readonly string[];
  /** Flags with which it speaks TLS, and asks for a certificate of the authority. */
  tls: (files: TlsFiles) => readonly string[];
  /** Further variables of its environment. */
  environment?: Readonly<Record<string, string>>;
  /** Where it can be asked so. */
  onRequest?: OnRequest;
}

export interface ServiceExporter {
  inCluster: InCluster;
  onMachine: OnMachine;
}

/** Drops all rights that an exporter does not need, where the chart leaves that open. */
export const asUser = (runAsUser: number) => ({
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
  capabilities: { drop: ["ALL"] },
  seccompProfile: { type: "RuntimeDefault" },
  runAsUser,
});
