// Who may speak to whom, as data: what is not said here is denied, in both directions.
import { ALERTS_PORT, COLLECTOR_PORT, OTLP_PORT, STORE_PORT } from "../logs/parts";
import type { Names } from "../names";
import { METRICS_PORT, PAGES_PORT, REQUESTS_PORT } from "../traces/parts";

type Labels = Readonly<Record<string, string>>;

/** Ports of pods, TCP unless said otherwise. */
interface Port {
  port: number;
  protocol?: "UDP";
}

/** Pods by their labels; of this namespace where none is said. */
export interface Peer {
  pods: Labels;
  namespace?: { name: string } | "any";
}

/** Pods of this namespace or of another, or anyone in the cluster and outside of it; no ports are all ports. */
export interface Allowed {
  peers: readonly Peer[] | "anyone";
  ports: readonly Port[];
}

/** What pods take and send; DNS may be asked by all of them. */
export interface PodRules {
  name: string;
  pods: Labels;
  /** Where they are; with the rest of the monitoring where left out. */
  namespace?: string;
  ingress: readonly Allowed[];
  egress: readonly Allowed[];
}

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
  /** The namespace of the monitoring where logs are collected. */
  logsIn?: string;
  /** Whether traces are taken. */
  traces?: boolean;
  /** Pods of the sample service, where it runs. */
  sample?: Labels;
  /** Ports at which Grafana asks who signs in, beside 443. */
  logInPorts?: readonly number[];
}

const ports = (...all: number[]): Port[] => all.map((port) => ({ port }));

/** Members of Alertmanager's cluster gossip by both protocols. */
const GOSSIP: Port[] = [{ port: 9094 }, { port: 9094, protocol: "UDP" }];

export const DNS: Port[] = [{ port: 53 }, { port: 53, protocol: "UDP" }];

/** Where API servers listen, behind their Service: managed ones, kubeadm's and k3s', minikube's, MicroK8s'. */
const API_SERVER: Allowed = { peers: "anyone", ports: ports(443, 6443, 8443, 16_443) };

/** Pods of this namespace. */
const these = (...pods: Labels[]): Peer[] => pods.map((one) => ({ pods: one }));

const ANYTHING: Allowed = { peers: "anyone", ports: [] };

export function networkRules({ pods, ...names }: Names, args: NetworkRulesArgs): PodRules[] {
  const { prometheus, alertmanager, grafana, kubeStateMetrics, operator, admission } = pods;
  const page = (isOutside: boolean, port: number, ...peers: Labels[]): Allowed => ({
    peers: isOutside ? "anyone" : these(...peers),
    ports: ports(port),
  });
  const blackbox = args.exporters[names.blackbox];
  const drill = args.drill ? [args.drill] : [];
  const logAlerts = args.logsIn === undefined ? [] : [pods.logAlerts];
  const logStore = args.logsIn === undefined ? [] : [pods.logStore];
  return [
    {
      name: names.prometheus,
      pods: prometheus,
      ingress: [
        page(args.outside.others, 9090, prometheus, grafana, ...drill, ...logAlerts),
        ...(args.thanos ? [{ peers: "anyone" as const, ports: ports(10_901) }] : []),
      ],
      // Targets, storages and the API server are wherever the settings and the cluster have them.
      egress: [ANYTHING],
    },
    {
      name: names.alertmanager,
      pods: alertmanager,
      ingress: [
        page(args.outside.others, 9093, prometheus, grafana, ...drill, ...logAlerts),
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
        ...(args.traces ? [{ peers: these(pods.traceStore), ports: ports(PAGES_PORT) }] : []),
        ...logStore.map((store) => ({ peers: these(store), ports: ports(STORE_PORT) })),
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
    ...(args.logsIn === undefined ? [] : logRules({ pods, ...names }, args.logsIn, args.outside.others)),
    ...(args.traces ? traceRules({ pods, ...names }, args.outside.others) : []),
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

/** The parts of logs; the collectors are in the namespace of what sees the whole host. */
function logRules({ pods, ...names }: Names, namespace: string, isShown: boolean): PodRules[] {
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
    {
      name: names.collector,
      pods: pods.collector,
      namespace: names.nodesNamespace,
      ingress: [
        { peers: [{ pods: prometheus, namespace: { name: namespace } }], ports: ports(COLLECTOR_PORT) },
        // What sends OTLP is in any namespace of the cluster; nothing leads here from outside of it.
        { peers: [{ pods: {}, namespace: "any" as const }], ports: ports(OTLP_PORT) },
      ],
      egress: [
        { peers: [{ pods: logStore, namespace: { name: namespace } }], ports: ports(STORE_PORT) },
        // Which pods there are.
        API_SERVER,
        { peers: "anyone", ports: DNS },
      ],
    },
  ];
}

/** The parts of traces. */
function traceRules({ pods, ...names }: Names, isShown: boolean): PodRules[] {
  const { prometheus, grafana, traceStore, traceGateway } = pods;
  return [
    {
      name: names.traceStore,
      pods: traceStore,
      ingress: [
        { peers: these(prometheus), ports: ports(METRICS_PORT) },
        { peers: these(traceGateway), ports: ports(OTLP_PORT) },
        { peers: isShown ? "anyone" : these(grafana), ports: ports(PAGES_PORT) },
      ],
      egress: [],
    },
    {
      name: names.traceGateway,
      pods: traceGateway,
      ingress: [
        { peers: these(prometheus), ports: ports(METRICS_PORT, REQUESTS_PORT) },
        { peers: [{ pods: {}, namespace: "any" }], ports: ports(OTLP_PORT) },
      ],
      egress: [{ peers: these(traceStore), ports: ports(OTLP_PORT) }],
    },
  ];
}
