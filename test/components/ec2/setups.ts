// What makes machines hosts and servers, for the tests of it.

import { type Collector, collectorsSetup } from "../../../components/ec2/hosts/collectors";
import { type HostSetupArgs, hostSetup } from "../../../components/ec2/hosts/host-setup";
import { logCollector } from "../../../components/ec2/hosts/log-collector";
import { spanCollector } from "../../../components/ec2/hosts/span-collector";
import type { Setup } from "../../../components/ec2/machine/setup";
import type { LogKeeping } from "../../../components/ec2/servers/log-units";
import { type ServerSetupArgs, serverSetup } from "../../../components/ec2/servers/server-setup";
import type { TraceKeeping } from "../../../components/ec2/servers/trace-units";
import { parseSettings } from "../../../components/monitoring";

const downloads = { versions: {}, checksums: {} };

const exporter = (kind: "redis" | "mysql" | "postgres" | "mongodb" | "kafka", on: string) => ({
  kind,
  name: "shop",
  address: { host: "10.0.0.9", port: 6379 },
  port: 9121,
  on,
  environmentParameter: "/shop/exporter",
});

const KINDS = ["redis", "mysql", "postgres", "mongodb", "kafka"] as const;

export const host = (more: Partial<HostSetupArgs> = {}): Setup =>
  hostSetup({
    os: "amazon-linux",
    architecture: "arm64",
    downloads,
    region: "eu-central-1",
    exporters: ["node", "container", "blackbox"],
    networks: ["10.0.1.0/24", "10.0.2.0/24"],
    dataExporters: [exporter("redis", "web-1")],
    isNew: true,
    ...more,
  });

const { logs, traces } = parseSettings({ logs: { store: "victorialogs" }, traces: { store: "jaeger" } });
if (!logs || !traces) throw new Error("no logs, or no traces");
const LOGS = logs;

/** `https://…` of both servers. */
const serversAt = (port: number) => [1, 2].map((server) => `https://monitoring-${server}.dev.tocsin.internal:${port}`);

export const OF_LOGS: Collector = logCollector({
  settings: LOGS,
  services: [
    { name: "shop", team: "shop", files: ["/var/log/shop/*.log"], journald: [] },
    { name: "machines", team: "platform", files: [], journald: ["ssh.service", "kernel"], container: "till" },
  ],
  team: "platform",
  relays: serversAt(4318),
  passwordParameter: "/tocsin/dev/logs-password",
});

export const OF_SPANS: Collector = spanCollector({
  settings: traces,
  gateways: serversAt(4319),
  passwordParameter: "/tocsin/dev/traces-password",
});

/** What makes any host an agent. */
export const agent = (...collectors: Collector[]): Setup =>
  collectorsSetup({ collectors, downloads, region: "eu-central-1" }, "web-1 ''");

/** What a server has that keeps logs. */
export const KEEPING: LogKeeping = {
  settings: LOGS,
  environment: "dev",
  alertmanagers: [1, 2].map((server) => `monitoring-${server}.dev.tocsin.internal:9093`),
};

/** What a server has that keeps traces. */
export const TRACING: TraceKeeping = { settings: traces, volume: "vol-0fedcba9876543210" };

export const server = (
  peers: readonly string[],
  more: Partial<
    Pick<
      ServerSetupArgs,
      "authority" | "cloudwatch" | "drillEvery" | "exporterOverTls" | "incidents" | "logs" | "remediation" | "traces"
    >
  > = {},
): Setup =>
  serverSetup({
    os: "amazon-linux",
    architecture: "arm64",
    downloads,
    volume: "vol-0123456789abcdef0",
    bucket: "configuration",
    server: "monitoring-1",
    region: "eu-central-1",
    retention: "30d",
    retentionBytes: 20_000_000_000,
    garbagePercent: 20,
    archive: "100y",
    peers,
    exporterOverTls: false,
    behindLoadBalancer: true,
    networks: ["10.0.1.0/24"],
    urls: { prometheus: "http://localhost:9090", alertmanager: "http://localhost:9093", grafana: "https://g.example" },
    secrets: {
      "grafana-admin": "/tocsin/dev/grafana-admin",
      "slack-token": "/tocsin/dev/slack-token",
      ...(more.logs && { "logs-password": "/tocsin/dev/logs-password" }),
      ...(more.traces && { "traces-password": "/tocsin/dev/traces-password" }),
    },
    dataExporters: KINDS.map((kind) => exporter(kind, "servers")),
    ...more,
  });
