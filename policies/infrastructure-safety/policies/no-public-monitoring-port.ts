import { type Fields, fieldsOf, listOf, type Resource, textOf, textsOf } from "../../content";
import type { Policy } from "../../policy";

/** Ports of Prometheus, its components and exporters, of Grafana, and of what logs come in at: none asks for a password by default but Grafana. */
const PORTS: Readonly<Record<number, string>> = {
  3000: "Grafana",
  3100: "Loki",
  4317: "OTLP",
  4318: "OTLP",
  8880: "vmalert",
  9090: "Prometheus",
  9091: "Pushgateway",
  9093: "Alertmanager",
  9094: "Alertmanager's cluster",
  9100: "node exporter",
  9115: "blackbox exporter",
  9121: "Redis exporter",
  9187: "PostgreSQL exporter",
  9428: "VictoriaLogs",
};

const ANYWHERE = new Set(["0.0.0.0/0", "::/0"]);

export const noPublicMonitoringPort: Policy = {
  name: "no-public-monitoring-port",
  level: "mandatory",
  description: "No security group and no load balancer opens a monitoring port to the world.",
  judges: "resource",
  *check(resource) {
    for (const rule of ingressOf(resource)) {
      const source = rule.sources.find((cidr) => ANYWHERE.has(cidr));
      const [open] = Object.entries(PORTS).filter(([port]) => Number(port) >= rule.from && Number(port) <= rule.to);
      if (!source || !open) continue;
      const [port, what] = open;
      yield {
        found: `port ${port} (${what}) is open to ${source}`,
        why: "It shows everything about the system to anyone, and most of these take changes without a password",
        fix: "Allow the monitoring server's security group instead, or reach it through SSM or a VPN",
      };
    }
  },
  examples: {
    bad: 'new aws.ec2.SecurityGroup("m", { ingress: [{ protocol: "tcp", fromPort: 9090, toPort: 9090, cidrBlocks: ["0.0.0.0/0"] }] })',
    good: 'new aws.ec2.SecurityGroup("m", { ingress: [{ protocol: "tcp", fromPort: 9090, toPort: 9090, securityGroups: [server.id] }] })',
  },
};

interface Ingress {
  from: number;
  to: number;
  sources: readonly string[];
}

/** A rule's protocol "-1" means all ports, whatever is written for them. */
function ingressOf(resource: Resource): Ingress[] {
  const { type, props } = resource;
  if (/^kubernetes:core\/v1:Service(Patch)?$/.test(type)) return ofService(props);
  if (/^aws:ec2\/securityGroup:/.test(type)) return listOf(props.ingress).map((one) => ingress(fieldsOf(one)));
  const single = /^aws:(ec2\/securityGroupRule|vpc\/securityGroupIngressRule):/.test(type);
  return single && props.type !== "egress" ? [ingress(props)] : [];
}

/** Annotations with which the clouds' controllers make a load balancer that only the network inside reaches. */
const INTERNAL = /internal|"?private"?/i;

/** A load balancer is open to the world unless its ranges or its controller's annotation say otherwise. */
function ofService({ metadata, spec }: Fields): Ingress[] {
  const { type, ports, loadBalancerSourceRanges, loadBalancerClass } = fieldsOf(spec);
  if (type !== "LoadBalancer" || loadBalancerClass !== undefined) return [];
  const annotations = Object.entries(textsOf(fieldsOf(metadata).annotations));
  if (annotations.some(([key, value]) => (INTERNAL.test(key) && value !== "false") || INTERNAL.test(value))) return [];
  const ranges = listOf(loadBalancerSourceRanges).flatMap((range) => textOf(range) ?? []);
  const sources = ranges.length > 0 ? ranges : ["0.0.0.0/0"];
  return listOf(ports).map((one) => {
    const { port, targetPort } = fieldsOf(one);
    const of = Number(targetPort ?? port);
    return { from: of, to: of, sources };
  });
}

function ingress(rule: Fields): Ingress {
  const all = ["-1", "all"].includes(textOf(rule.protocol ?? rule.ipProtocol) ?? "");
  const sources = [...listOf(rule.cidrBlocks), ...listOf(rule.ipv6CidrBlocks), rule.cidrIpv4, rule.cidrIpv6];
  return {
    from: all ? 0 : Number(rule.fromPort),
    to: all ? 65_535 : Number(rule.toPort),
    sources: sources.flatMap((source) => textOf(source) ?? []),
  };
}
