// Who may speak to whom among the parts that not every environment has: logs, traces, and what Alertmanager sends groups to.
import { FOLLOWER_PORTS } from "../followers/followers";
import { ALERTS_PORT, COLLECTOR_PORT, OTLP_PORT, STORE_PORT } from "../logs/parts";
import type { Names } from "../names";
import { METRICS_PORT, PAGES_PORT, REQUESTS_PORT } from "../traces/parts";
import { ANYTHING, API_SERVER, DNS, type PodRules, ports, these } from "./network-words";

/** The store of logs, and what evaluates alerts on them. */
export function logStoreRules({ pods, ...names }: Names, isShown: boolean): PodRules[] {
  const { prometheus, alertmanager, grafana, logStore, logAlerts } = pods;
  return [
    {
      name: names.logStore,
      pods: logStore,
      ingress: [
        {
          peers: isShown
            ? "anyone"
            : [
                ...these(prometheus, grafana, logAlerts),
                { pods: pods.collector, namespace: { name: names.nodesNamespace } },
              ],
          ports: ports(STORE_PORT),
        },
      ],
      egress: [],
    },
    {
      name: names.logAlerts,
      pods: logAlerts,
      ingress: [{ peers: these(prometheus), ports: ports(ALERTS_PORT) }],
      egress: [
        { peers: these(logStore), ports: ports(STORE_PORT) },
        { peers: these(alertmanager), ports: ports(9093) },
        { peers: these(prometheus), ports: ports(9090) },
      ],
    },
  ];
}

/** The collectors are in the namespace of what sees the whole host. @param hasStore Whether the store is beside them. */
export function collectorRules({ pods, ...names }: Names, namespace: string, hasStore: boolean): PodRules {
  return {
    name: names.collector,
    pods: pods.collector,
    namespace: names.nodesNamespace,
    ingress: [
      { peers: [{ pods: pods.prometheus, namespace: { name: namespace } }], ports: ports(COLLECTOR_PORT) },
      // What sends OTLP is in any namespace of the cluster; nothing leads here from outside of it.
      { peers: [{ pods: {}, namespace: "any" as const }], ports: ports(OTLP_PORT) },
    ],
    egress: [
      hasStore
        ? { peers: [{ pods: pods.logStore, namespace: { name: namespace } }], ports: ports(STORE_PORT) }
        : ANYTHING,
      // Which pods there are.
      API_SERVER,
      { peers: "anyone", ports: DNS },
    ],
  };
}

export function traceStoreRules({ pods, ...names }: Names, isShown: boolean): PodRules {
  const { prometheus, grafana, traceStore, traceGateway } = pods;
  return {
    name: names.traceStore,
    pods: traceStore,
    ingress: [
      { peers: these(prometheus), ports: ports(METRICS_PORT) },
      { peers: these(traceGateway), ports: ports(OTLP_PORT) },
      { peers: isShown ? "anyone" : these(grafana), ports: ports(PAGES_PORT) },
    ],
    egress: [],
  };
}

/** @param hasStore Whether the store is beside it. */
export function gatewayRules({ pods, ...names }: Names, hasStore: boolean): PodRules {
  const { prometheus, traceStore, traceGateway } = pods;
  return {
    name: names.traceGateway,
    pods: traceGateway,
    ingress: [
      { peers: these(prometheus), ports: ports(METRICS_PORT, REQUESTS_PORT) },
      { peers: [{ pods: {}, namespace: "any" }], ports: ports(OTLP_PORT) },
    ],
    egress: [hasStore ? { peers: these(traceStore), ports: ports(OTLP_PORT) } : ANYTHING],
  };
}

/** What adds to incidents' threads. */
export const incidentRules = ({ pods, ...names }: Names): PodRules => ({
  name: names.incidents,
  pods: pods.incidents,
  ingress: [{ peers: these(pods.alertmanager), ports: ports(FOLLOWER_PORTS.incidents) }],
  egress: [
    { peers: these(pods.prometheus), ports: ports(9090) },
    { peers: these(pods.alertmanager), ports: ports(9093) },
    // Slack.
    { peers: "anyone", ports: ports(443) },
  ],
});

/** What calls hooks, which are at any address. */
export const remediationRules = ({ pods, ...names }: Names): PodRules => ({
  name: names.remediation,
  pods: pods.remediation,
  ingress: [{ peers: these(pods.alertmanager, pods.prometheus), ports: ports(FOLLOWER_PORTS.remediation) }],
  egress: [ANYTHING],
});
