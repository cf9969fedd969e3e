// How targets are asked and discovered that are more than an address answering to plain HTTP.
import type { Duration } from "../../rules";

/** Credentials and certificates are named here, never held: each name is that of a file, by `scrapeFile`. */
export interface ScrapeAccess {
  scheme?: "http" | "https";
  metricsPath?: string;
  params?: Readonly<Record<string, readonly string[]>>;
  basicAuth?: { user: string; password: string };
  bearerToken?: string;
  tls?: {
    caCertificate?: string;
    serverName?: string;
    client?: { certificate: string; key: string };
    insecureSkipVerify?: true;
  };
}

/** Labels of discovered targets; `instance` is their address, unless their file names one. */
export interface DiscoveredLabels {
  job: string;
  service: string;
  team: string;
  host?: string;
}

interface Discovered {
  /** How many targets there are at least. */
  expected: number;
  labels: DiscoveredLabels;
}

/** Files on the machine that runs Prometheus. */
export interface FileDiscovery extends Discovered {
  kind: "file";
  files: readonly string[];
}

/** Records of DNS. */
export interface DnsDiscovery extends Discovered {
  kind: "dns";
  names: readonly string[];
  type: "SRV" | "A" | "AAAA";
  port?: number;
  every: Duration;
}
