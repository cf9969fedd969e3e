// Who may talk to whom: security groups that name each other, never a network of the internet.
import * as ec2 from "@pulumi/aws/ec2";
import * as vpc from "@pulumi/aws/vpc";
import * as pulumi from "@pulumi/pulumi";
import { PORTS } from "../topology/ports";
import { tagsOf } from "./tags";

/** Where hosts send what, and where servers watch each other's parts of it, or send to them. */
const SENT = {
  logs: { to: PORTS.logsIn, said: "Logs of hosts", among: [PORTS.logs, PORTS.logAlerts, PORTS.collector] },
  traces: {
    to: PORTS.spansIn,
    said: "Spans of hosts",
    among: [PORTS.tracesIn, PORTS.traceMetrics, PORTS.spanCollector, PORTS.requests],
  },
} as const;

export interface AccessArgs {
  environment: string;
  vpc: string;
  /** Ports of hosts that are scraped. */
  hostPorts: readonly number[];
  /** Security groups of machines that exist, which are to let the servers in on the same ports. */
  existing: readonly string[];
  /** Whether there are several servers, which talk to each other. */
  isCluster: boolean;
  /** Whether one of them asks CloudWatch, and all read what it knows. */
  asksCloudwatch: boolean;
  /** What hosts send. */
  takes: readonly (keyof typeof SENT)[];
  /** Whether they do so over TLS, which their Alertmanagers speak over TCP alone. */
  overTls: boolean;
}

/** The security groups of servers and hosts. */
export class Access extends pulumi.ComponentResource {
  readonly servers: ec2.SecurityGroup;
  readonly hosts: ec2.SecurityGroup;

  constructor(name: string, args: AccessArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tocsin:ec2:Access", name, {}, opts);
    this.servers = this.group(`${name}-servers`, "Monitoring servers", args);
    this.hosts = this.group(`${name}-hosts`, "Watched hosts", args);
    for (const port of args.hostPorts) {
      this.let(`${name}-hosts-${port}`, this.servers.id, this.hosts.id, port);
      args.existing.forEach((id) => {
        this.let(`${name}-${id}-${port}`, this.servers.id, id, port);
      });
    }
    // A server is a host as well, to the others and to itself.
    this.let(`${name}-servers-${PORTS.nodeExporter}`, this.servers.id, this.servers.id, PORTS.nodeExporter);
    if (args.isCluster) {
      const asked = args.asksCloudwatch ? [PORTS.cloudwatch] : [];
      for (const port of [PORTS.prometheus, PORTS.alertmanager, PORTS.cluster, ...asked])
        this.let(`${name}-servers-${port}`, this.servers.id, this.servers.id, port);
      if (!args.overTls)
        this.let(`${name}-servers-${PORTS.cluster}-udp`, this.servers.id, this.servers.id, PORTS.cluster, "udp");
    }
    for (const what of args.takes) this.lettingIn(name, what, args);
    this.registerOutputs({ servers: this.servers.id, hosts: this.hosts.id });
  }

  private lettingIn(name: string, what: keyof typeof SENT, { existing, isCluster }: AccessArgs) {
    const { to, said, among } = SENT[what];
    const senders = [["hosts", this.hosts.id] as const, ...existing.map((id) => [id, id] as const)];
    for (const [of, from] of senders) this.let(`${name}-servers-${of}-${to}`, from, this.servers.id, to, "tcp", said);
    for (const port of isCluster ? among : [])
      this.let(`${name}-servers-${port}`, this.servers.id, this.servers.id, port);
  }

  /** Everything out: packages, releases, AWS' own services, and what is probed. */
  private group(name: string, description: string, { environment, vpc: vpcId }: AccessArgs): ec2.SecurityGroup {
    const group = new ec2.SecurityGroup(
      name,
      { description: `${description} of ${environment}`, vpcId, tags: tagsOf(environment, name) },
      { parent: this },
    );
    new vpc.SecurityGroupEgressRule(
      name,
      { securityGroupId: group.id, ipProtocol: "-1", cidrIpv4: "0.0.0.0/0", description: "Out" },
      { parent: this },
    );
    return group;
  }

  private let(
    name: string,
    from: pulumi.Input<string>,
    to: pulumi.Input<string>,
    port: number,
    protocol = "tcp",
    description = "Monitoring servers",
  ) {
    new vpc.SecurityGroupIngressRule(
      name,
      {
        securityGroupId: to,
        referencedSecurityGroupId: from,
        ipProtocol: protocol,
        fromPort: port,
        toPort: port,
        description,
      },
      { parent: this },
    );
  }
}
