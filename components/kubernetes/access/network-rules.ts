// Who may speak to whom, as data: what is not said here is denied, in both directions.
import type { Names } from "../names";

type Labels = Readonly<Record<string, string>>;

/** Ports of pods, TCP unless said otherwise. */
interface Port {
  port: number;
  protocol?: "UDP";
}

/** Pods of this namespace, or anyone in the cluster and outside of it; no ports are all ports. */
export interface Allowed {
  peers: readonly Labels[] | "anyone";
  ports: readonly Port[];
}

/** What pods take and send; DNS may be asked by all of them. */
export interface PodRules {
  name: string;
  pods: Labels;
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

const ANYTHING: Allowed = { peers: "anyone", ports: [] };

export function networkRules({ pods, ...names }: Names, args: NetworkRulesArgs): PodRules[] {
  const { prometheus, alertmanager, grafana, kubeStateMetrics, operator, admission } = pods;
  const page = (isOutside: boolean, port: number, ...peers: Labels[]): Allowed => ({
    peers: isOutside ? "anyone" : peers,
    ports: ports(port),
  });
  const blackbox = args.exporters[names.blackbox];
  const drill = args.drill ? [args.drill] : [];
  return [
    {
      name: names.prometheus,
      pods: prometheus,
      ingress: [
        page(args.outside.others, 9090, prometheus, grafana, ...drill),
        ...(args.thanos ? [{ peers: "anyone" as const, ports: ports(10_901) }] : []),
      ],
      // Targets, storages and the API server are wherever the settings and the cluster have them.
      egress: [ANYTHING],
    },
    {
      name: names.alertmanager,
      pods: alertmanager,
      ingress: [
        page(args.outside.others, 9093, prometheus, grafana, ...drill),
        { peers: [alertmanager], ports: GOSSIP },
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
        { peers: [prometheus], ports: ports(9090) },
        { peers: [alertmanager], ports: ports(9093) },
        // Its sidecar looks for dashboards there.
        API_SERVER,
        ...(args.logInPorts?.length ? [{ peers: "anyone" as const, ports: ports(...args.logInPorts) }] : []),
      ],
    },
    {
      name: names.kubeStateMetrics,
      pods: kubeStateMetrics,
      ingress: [{ peers: [prometheus], ports: ports(8080) }],
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
        ingress: [{ peers: [prometheus], ports: [] }],
        egress: [asks === "anyone" ? ANYTHING : { peers: "anyone", ports: ports(asks) }],
      }),
    ),
    // It asks receivers, at whatever address they are.
    ...drill.map((pods): PodRules => ({ name: names.drill, pods, ingress: [], egress: [ANYTHING] })),
    ...(args.sample
      ? [
          {
            name: "sample",
            pods: args.sample,
            ingress: [{ peers: [prometheus, ...(blackbox ? [blackbox.pods] : [])], ports: ports(5000) }],
            egress: [],
          },
        ]
      : []),
  ];
}
