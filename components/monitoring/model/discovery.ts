// Where Prometheus asks for targets that nobody lists, and what must be discovered there.
import type { Duration } from "../../rules";
import type { DnsDiscovery, FileDiscovery } from "../scraping/types";

/** Prometheus' HTTP service discovery. */
export interface HttpDiscovery {
  kind: "http";
  url: string;
  every: Duration;
  /** How many targets it is expected to find. */
  expected: number;
}

/** Instances of EC2, discovered by their tags. */
export interface Ec2Discovery {
  kind: "ec2";
  region: string;
  every: Duration;
  /** How many targets it is expected to find. */
  expected: number;
  /** Series that each target brings beside what the mixin's catalogue counts. */
  further?: number;
  /** What each look-up asks for; an instance that several find is one target. */
  searches: readonly Ec2Search[];
  /** The tags that name the host and its team; and the service, where a tag does. */
  tags: { host: string; team: string; service?: string };
  /** Where no tag says it; `job` where it differs from the scrape job's name. */
  labels: { service: string; team: string; job?: string };
  /** What the label `instance` is: the host's name, or with the port. */
  instance: "host" | "host:port";
  /** Services that run on named hosts, at most one of a port. Where there are any, nothing else that is found is scraped. */
  members?: readonly Ec2Member[];
  /** Hosts that it must find, by their names. */
  hosts?: readonly { name: string; team: string }[];
  /** Targets that it must find without knowing their names. */
  fleets?: readonly Fleet[];
  /**
   * The tag that lists the ports at which a machine's exporters speak TLS and ask for the servers' certificate; no exporter does
   * where it is left out.
   */
  tlsTag?: string;
  /** Parameters of the scrape's URL. */
  params?: Readonly<Record<string, readonly string[]>>;
}

/** Targets of which some come and go. */
export interface Fleet {
  name: string;
  team: string;
  /** How many there are at any time. */
  least: number;
  /** PromQL's matchers that tell them from the job's other targets: `host=~"workers-.+"`; none where they are all. */
  matchers?: string;
}

export interface Ec2Search {
  port: number;
  /** Tags that an instance must have, each with one of the values; `*` stands for any text. */
  tags: Readonly<Record<string, readonly string[]>>;
}

/** A service on a host of EC2. */
export interface Ec2Member {
  host: string;
  port: number;
  service: string;
  team: string;
  metricsPath?: string;
  /** What it speaks of, where that is elsewhere: its `instance` in place of the host, which says nothing of it. */
  about?: string;
  /** How often it is scraped, where that differs from its job. */
  interval?: Duration;
}

/** What a cluster has of its own: monitors find it that the platform brings, with labels that mixins know. */
export interface ClusterDiscovery {
  kind: "cluster";
  /** How many targets it is expected to find. */
  expected: number;
  /** Options of the mixin, as a service would give them. */
  options?: Readonly<Record<string, unknown>>;
  /** Whether only what the mixin reads is kept: a cluster shows many times as much. */
  keepUsed?: true;
  /** What must be discovered at any time. */
  parts?: readonly ClusterPart[];
}

/** A target with a name, or several of which one at least must be there. */
export interface ClusterPart {
  /** What it is called where it is missing; its `instance` where that is known. */
  name: string;
  /** PromQL's matchers that tell it from the job's other targets; none where it is all of them. */
  matchers?: string;
  /** Whether it is a component of the job's service, whose single targets go and come. */
  component?: true;
}

/** What AWS runs for its customers, by the roles of Prometheus' discovery for AWS: `aws_sd_configs`. */
export const AWS_ROLES = ["rds", "elasticache", "ecs", "msk"] as const;

export type AwsRole = (typeof AWS_ROLES)[number];

/** Databases, caches, brokers or tasks, discovered by their tags. */
export interface AwsDiscovery {
  kind: "aws";
  role: AwsRole;
  region: string;
  every: Duration;
  /** How many targets it is expected to find. */
  expected: number;
  /** Where a target shows metrics itself. */
  port?: number;
  /** The exporter that is asked about what shows none: its `host:port`, its path, and the target that it is given for an address. */
  via?: { exporter: string; path: string; target: (address: string, isTls: boolean) => string };
  /** The tags of what is this environment's: the one whose value is `environment`, and those that name service and team. */
  tags: { environment: string; service: string; team: string };
  environment: string;
  /** Where no tag says it. */
  labels: Ec2Discovery["labels"];
  fleets: readonly Fleet[];
}

export type Discovery = HttpDiscovery | Ec2Discovery | AwsDiscovery | ClusterDiscovery | FileDiscovery | DnsDiscovery;
