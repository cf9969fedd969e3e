// Who may speak to whom, as data: what is not said here is denied, in both directions.
import { STORE_PORT } from "../logs/parts";
import type { Names } from "../names";
import { PAGES_PORT } from "../traces/parts";
import {
  type Allowed,
  ANYTHING,
  API_SERVER,
  type Labels,
  type PodRules,
  type Port,
  ports,
  these,
} from "./network-words";
import {
  collectorRules,
  gatewayRules,
  incidentRules,
  logStoreRules,
  remediationRules,
  traceStoreRules,
} from "./part-rules";

/** An exporter, and what it asks: a port of something, or whatever the settings name. */
export interface ExporterRules {
  pods: Labels;
  asks: number | "anyone";
}

export interface NetworkRulesArgs {
  exporters: Readonly<Record<string, ExporterRules>>;
  /** Which pages are shown outside: the ingress's pods, in whatever namespace, come to those as well. */
  outside: { grafana: boolean; others: boolean };
  /** Whether Thanos' queries come for what is not uploaded yet, possibly from another namespace. */
  thanos: boolean;
  /** Pods of the continuous drill, where there is one. */
  drill?: Labels;
  /** Which programs Alertmanager sends groups to. */
  followers?: { incidents: boolean; remediation: boolean };
  /** The namespace of the monitoring where logs are collected. */
  logsIn?: string;
  /** Whether traces are taken. */
  traces?: boolean;
  /** Of the two, those whose store is one that exists: at any address, and behind a Service at any port. */
  existing?: { logs?: unknown; traces?: unknown };
  /** Pods of the sample service, where it runs. */
  sample?: Labels;
  /** Ports at which Grafana asks who signs in, beside 443. */
  logInPorts?: readonly number[];
}

/** Members of Alertmanager's cluster gossip by both protocols. */
const GOSSIP: Port[] = [{ port: 9094 }, { port: 9094, protocol: "UDP" }];

export function networkRules({ pods, ...names }: Names, args: NetworkRulesArgs): PodRules[] {
  const { prometheus, alertmanager, grafana, kubeStateMetrics, operator, admission } = pods;
  const page = (isOutside: boolean, port: number, ...peers: Labels[]): Allowed => ({
    peers: isOutside ? "anyone" : these(...peers),
    ports: ports(port),
  });
  const blackbox = args.exporters[names.blackbox];
  const drill = args.drill ? [args.drill] : [];
  const { existing = {} } = args;
  const hasLogStore = args.logsIn !== undefined && !existing.logs;
  const hasTraceStore = args.traces && !existing.traces;
  const logAlerts = hasLogStore ? [pods.logAlerts] : [];
  const logStore = hasLogStore ? [pods.logStore] : [];
  const incidents = args.followers?.incidents ? [pods.incidents] : [];
  const remediation = args.followers?.remediation ? [pods.remediation] : [];
  return [
    {
      name: names.prometheus,
      pods: prometheus,
      ingress: [
        page(args.outside.others, 9090, prometheus, grafana, ...drill, ...incidents, ...logAlerts),
        ...(args.thanos ? [{ peers: "anyone" as const, ports: ports(10_901) }] : []),
      ],
      // Targets, storages and the API server are wherever the settings and the cluster have them.
      egress: [ANYTHING],
    },
    {
      name: names.alertmanager,
      pods: alertmanager,
      ingress: [
        page(args.outside.others, 9093, prometheus, grafana, ...drill, ...incidents, ...remediation, ...logAlerts),
        { peers: these(alertmanager), ports: GOSSIP },
      ],
      // Receivers are at any address.
      egress: [ANYTHING],
    },
    {
      name: names.grafana,
      pods: grafana,
      // Whoever is signed in; kubectl port-forward goes past policies.
      ingress: [page(args.outside.grafana, 3000, prometheus)],
      egress: [
        { peers: these(prometheus), ports: ports(9090) },
        { peers: these(alertmanager), ports: ports(9093) },
        ...(hasTraceStore ? [{ peers: these(pods.traceStore), ports: ports(PAGES_PORT) }] : []),
        ...logStore.map((store) => ({ peers: these(store), ports: ports(STORE_PORT) })),
        ...(existing.logs || existing.traces ? [ANYTHING] : []),
        // Its sidecar looks for dashboards there.
        API_SERVER,
        ...(args.logInPorts?.length ? [{ peers: "anyone" as const, ports: ports(...args.logInPorts) }] : []),
      ],
    },
    {
      name: names.kubeStateMetrics,
      pods: kubeStateMetrics,
      ingress: [{ peers: these(prometheus), ports: ports(8080) }],
      egress: [API_SERVER],
    },
    {
      name: `${names.release}-operator`,
      pods: operator,
      // The API server asks whether rules are valid; it is no pod.
      ingress: [{ peers: "anyone", ports: ports(10_250) }],
      egress: [API_SERVER],
    },
    { name: `${names.release}-admission`, pods: admission, ingress: [], egress: [API_SERVER] },
    ...Object.entries(args.exporters).map(
      ([name, { pods: own, asks }]): PodRules => ({
        name,
        pods: own,
        ingress: [{ peers: these(prometheus), ports: [] }],
        egress: [asks === "anyone" ? ANYTHING : { peers: "anyone", ports: ports(asks) }],
      }),
    ),
    // It asks receivers, at whatever address they are.
    ...drill.map((pods): PodRules => ({ name: names.drill, pods, ingress: [], egress: [ANYTHING] })),
    ...incidents.map(() => incidentRules({ pods, ...names })),
    ...remediation.map(() => remediationRules({ pods, ...names })),
    ...(hasLogStore ? logStoreRules({ pods, ...names }, args.outside.others) : []),
    ...(args.logsIn === undefined ? [] : [collectorRules({ pods, ...names }, args.logsIn, hasLogStore)]),
    ...(hasTraceStore ? [traceStoreRules({ pods, ...names }, args.outside.others)] : []),
    ...(args.traces ? [gatewayRules({ pods, ...names }, hasTraceStore === true)] : []),
    ...(args.sample
      ? [
          {
            name: "sample",
            pods: args.sample,
            ingress: [{ peers: these(prometheus, ...(blackbox ? [blackbox.pods] : [])), ports: ports(5000) }],
            egress: [],
          },
        ]
      : []),
  ];
}
