// The settings of the platform → what the monitoring's parts are called, and what is found by tags.
import {
  type Ec2Discovery,
  type Ec2Platform,
  type Endpoints,
  existingStores,
  linksInExplore,
  runbookUrl,
  type Settings,
  withoutPlugins,
} from "../../monitoring";
import { hasManagedRules } from "../../monitoring/platforms/ec2/settings";
import { ENVIRONMENT_TAG, ROLE_TAG, serviceTag } from "../aws/tags";
import { TLS_TAG } from "../tls/exporters";
import { cloudwatchEndpoints } from "./cloudwatch";
import { fleetsOf, namedHosts } from "./fleets";
import { logEndpoints } from "./logs";
import { instancesOnly, managedServices } from "./managed-services";
import { PORTS } from "./ports";
import { addressOf, expectedHosts, type Server, serversOf } from "./server";
import { traceEndpoints } from "./traces";

/** Settings that choose this platform. */
export type Ec2Settings = Settings & { platform: Ec2Platform };

/** How people reach Grafana: through the load balancer, or at the local end of a session of SSM. */
export const grafanaUrl = ({ loadBalancer }: Ec2Platform) =>
  loadBalancer ? `https://${loadBalancer.host}` : `http://localhost:${PORTS.grafana}`;

/** Prometheus' default of `batch_send_deadline`. */
const BATCH_SEND_DEADLINE = "5s";

export function endpointsOf(environment: string, settings: Ec2Settings): Endpoints {
  const { platform } = settings;
  const servers = serversOf(platform);
  const [first] = servers;
  if (!first) throw new Error("An environment has one server at least");
  const among = { environment, servers };
  const each = (part: "prometheus" | "alertmanager") =>
    servers.map((server: Server) => ({ address: addressOf(server, part, among), host: server.name }));
  const grafana = grafanaUrl(platform);
  const existing = existingStores(settings);
  const logs = settings.logs && !existing.logs && logEndpoints(environment, platform);
  const traces = settings.traces && traceEndpoints(environment, platform, existing.traces === undefined);
  return {
    prometheus: addressOf(first, "prometheus", among),
    alertmanager: addressOf(first, "alertmanager", among),
    replicas: { prometheus: each("prometheus"), alertmanager: each("alertmanager") },
    // Each server probes by itself.
    blackbox: `127.0.0.1:${PORTS.blackbox}`,
    nodeExporter: `127.0.0.1:${PORTS.nodeExporter}`,
    finds: findsOf(environment, settings, servers),
    ...(hasManagedRules(platform) && { writtenWithin: BATCH_SEND_DEADLINE }),
    runbook: runbookUrl(grafana),
    dashboard: `${grafana}/d/{uid}`,
    ...logs,
    ...traces,
    ...linksInExplore(grafana, withoutPlugins(existing)),
    runs: {
      // Each server's own.
      ...(settings.notifications.remediation.length > 0 && {
        repairs: { targets: [{ address: `127.0.0.1:${PORTS.remediation}` }] },
      }),
      ...(logs ? logs.runs : {}),
      ...traces?.runs,
      ...(platform.cloudwatch && cloudwatchEndpoints(environment, platform)),
      // Relays and gateways are one program.
      otelcol: { targets: [logs, traces].flatMap((one) => (one ? (one.runs?.otelcol?.targets ?? []) : [])) },
    },
  };
}

/** Five states and the restarts of each service that systemd has loaded: of 80, as on a small server. */
const SYSTEMD_SERIES = 80 * 6;

function findsOf(environment: string, settings: Ec2Settings, servers: readonly Server[]) {
  const { platform, team } = settings;
  const { discovery, hosts } = platform;
  const mine = { [ENVIRONMENT_TAG]: [environment] };
  const existing = hosts.existing.map(({ tags }) =>
    Object.fromEntries(Object.entries(tags).map(([tag, values]) => [tag, [values].flat()])),
  );
  const find = (
    service: string,
    ports: number | readonly number[],
    expected: number,
    searches: readonly Ec2Discovery["searches"][number]["tags"][],
  ): Ec2Discovery => ({
    kind: "ec2",
    region: platform.region,
    every: discovery.every,
    expected,
    searches: [ports].flat().flatMap((port) => searches.map((tags) => ({ port, tags }))),
    tags: { host: discovery.hostTag, team: discovery.teamTag },
    ...(platform.tls !== "none" && { tlsTag: TLS_TAG }),
    labels: { service, team },
    instance: "host",
  });
  const own = { ...mine, [ROLE_TAG]: ["host"] };
  const watched = expectedHosts(platform);
  const named = namedHosts(settings);
  const agents = [...(settings.logs ? [PORTS.collector] : []), ...(settings.traces ? [PORTS.spanCollector] : [])];
  const onHosts = { container: PORTS.cadvisor, blackbox: PORTS.blackbox } as const;
  return {
    node: {
      ...find("node", PORTS.nodeExporter, watched + servers.length, [mine, ...existing]),
      // A server that is alone has nobody to miss it.
      hosts: [...named, ...(servers.length > 1 ? servers : []).map(({ name }) => ({ name, team }))],
      fleets: fleetsOf(settings),
      further: SYSTEMD_SERIES,
    },
    ...Object.fromEntries(
      Object.entries(onHosts)
        .filter(([exporter]) => hosts.exporters.some((one) => one === exporter))
        .map(([mixin, port]) => [
          mixin,
          { ...find(mixin, port, watched, [own, ...existing]), instance: "host:port" as const, hosts: named },
        ]),
    ),
    ...(agents.length > 0 && {
      otelcol: {
        ...find("otelcol", agents, watched * agents.length, [own, ...existing]),
        instance: "host:port" as const,
        hosts: named,
      },
    }),
    delivery: {
      ...find("delivery", PORTS.nodeExporter, servers.length, [{ ...mine, [ROLE_TAG]: ["monitoring"] }]),
      // The server's node exporter, asked for nothing but what its pull wrote.
      params: { "collect[]": ["textfile"] },
    },
    ...managedServices(environment, settings),
    ...Object.fromEntries(
      instancesOnly(discovery.services).map(([mixin, { port, expected }]) => [
        mixin,
        {
          ...find(
            mixin,
            port,
            expected,
            [mine, ...existing].map((tags) => ({ ...tags, [serviceTag(mixin)]: ["*"] })),
          ),
          tags: { host: discovery.hostTag, team: discovery.teamTag, service: serviceTag(mixin) },
          instance: "host:port" as const,
          fleets: [{ name: mixin, team, least: expected }].filter(({ least }) => least > 0),
        },
      ]),
    ),
  };
}
