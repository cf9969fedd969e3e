// Who may speak to the parts of the monitoring: metrics are for Prometheus alone, alerts come from Prometheus alone.
import { NetworkPolicy } from "@pulumi/kubernetes/networking/v1";
import * as pulumi from "@pulumi/pulumi";
import { namesIn } from "./names";

export interface NetworkPoliciesArgs {
  namespace: string;
  /** Labels of the pods of each exporter, by its name. */
  exporters: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Whether pages are shown outside: the ingress's pods, in whatever namespace, come then as well. */
  ingress: boolean;
}

/** Pods of this namespace, or `anyone`, and the ports that they may reach. */
interface Allowed {
  from: readonly Readonly<Record<string, string>>[] | "anyone";
  ports: readonly { port: number; protocol?: "UDP" }[];
}

const WEB = { prometheus: 9090, alertmanager: 9093, grafana: 3000, reloader: 8080, kubeStateMetrics: 8080 };
const THANOS_GRPC = 10_901;

/** Members of Alertmanager's cluster gossip by both protocols. */
const GOSSIP = [{ port: 9094 }, { port: 9094, protocol: "UDP" as const }];

export class NetworkPolicies extends pulumi.ComponentResource {
  constructor(name: string, args: NetworkPoliciesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tocsin:kubernetes:NetworkPolicies", name, {}, opts);
    const { namespace } = args;
    const names = namesIn(namespace);
    const { prometheus, alertmanager, grafana, kubeStateMetrics } = names.pods;
    const pages = (of: Readonly<Record<string, string>>[], port: number): Allowed => ({
      from: args.ingress ? "anyone" : of,
      ports: [{ port }],
    });
    const policy = (named: string, pods: Readonly<Record<string, string>>, allowed: readonly Allowed[]) =>
      new NetworkPolicy(
        `${name}-${named}`,
        {
          metadata: { name: named, namespace, labels: names.labels },
          spec: { podSelector: { matchLabels: pods }, policyTypes: ["Ingress"], ingress: allowed.map(rule) },
        },
        { parent: this },
      );
    policy(names.prometheus, prometheus, [
      pages([prometheus, grafana], WEB.prometheus),
      { from: [prometheus], ports: [{ port: WEB.reloader }] },
      // Thanos' queries may come from another namespace.
      { from: "anyone", ports: [{ port: THANOS_GRPC }] },
    ]);
    policy(names.alertmanager, alertmanager, [
      pages([prometheus, grafana], WEB.alertmanager),
      { from: [alertmanager], ports: GOSSIP },
    ]);
    // Whoever is signed in; kubectl port-forward goes past policies.
    policy(names.grafana, grafana, [pages([prometheus], WEB.grafana)]);
    policy(names.kubeStateMetrics, kubeStateMetrics, [{ from: [prometheus], ports: [{ port: WEB.kubeStateMetrics }] }]);
    for (const [exporter, pods] of Object.entries(args.exporters)) {
      policy(exporter, pods, [{ from: [prometheus], ports: [] }]);
    }
    this.registerOutputs();
  }
}

/** No ports are all ports. */
const rule = ({ from, ports }: Allowed) => ({
  ...(from !== "anyone" && { from: from.map((matchLabels) => ({ podSelector: { matchLabels } })) }),
  ...(ports.length > 0 && { ports: ports.map(({ port, protocol = "TCP" }) => ({ port, protocol })) }),
});
