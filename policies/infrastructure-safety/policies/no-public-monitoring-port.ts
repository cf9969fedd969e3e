import { type Fields, fieldsOf, listOf, type Resource, textOf } from "../../content";
import type { Policy } from "../../policy";

/** Ports of Prometheus, its components and exporters, and of Grafana: none asks for a password by default but Grafana. */
const PORTS: Readonly<Record<number, string>> = {
  3000: "Grafana",
  9090: "Prometheus",
  9091: "Pushgateway",
  9093: "Alertmanager",
  9094: "Alertmanager's cluster",
  9100: "node exporter",
  9115: "blackbox exporter",
  9121: "Redis exporter",
  9187: "PostgreSQL exporter",
};

const ANYWHERE = new Set(["0.0.0.0/0", "::/0"]);

export const noPublicMonitoringPort: Policy = {
  name: "no-public-monitoring-port",
  level: "mandatory",
  description: "No security group opens a monitoring port to the world.",
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
function ingressOf({ type, props }: Resource): Ingress[] {
  if (/^aws:ec2\/securityGroup:/.test(type)) return listOf(props.ingress).map((one) => ingress(fieldsOf(one)));
  const single = /^aws:(ec2\/securityGroupRule|vpc\/securityGroupIngressRule):/.test(type);
  return single && props.type !== "egress" ? [ingress(props)] : [];
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
