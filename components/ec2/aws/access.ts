// Who may talk to whom: security groups that name each other, never a network of the internet.
import * as ec2 from "@pulumi/aws/ec2";
import * as vpc from "@pulumi/aws/vpc";
import * as pulumi from "@pulumi/pulumi";
import { PORTS } from "../topology/ports";
import { tagsOf } from "./tags";

export interface AccessArgs {
  environment: string;
  vpc: string;
  /** Ports of hosts that are scraped. */
  hostPorts: readonly number[];
  /** Security groups of machines that exist, which are to let the servers in on the same ports. */
  existing: readonly string[];
  /** Whether there are several servers, which talk to each other. */
  isCluster: boolean;
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
      this.let(`${name}-hosts-${port}`, this.servers, this.hosts.id, port);
      args.existing.forEach((id) => {
        this.let(`${name}-${id}-${port}`, this.servers, id, port);
      });
    }
    // A server is a host as well, to the others and to itself.
    this.let(`${name}-servers-${PORTS.nodeExporter}`, this.servers, this.servers.id, PORTS.nodeExporter);
    if (args.isCluster) {
      for (const port of [PORTS.prometheus, PORTS.alertmanager, PORTS.cluster])
        this.let(`${name}-servers-${port}`, this.servers, this.servers.id, port);
      if (!args.overTls)
        this.let(`${name}-servers-${PORTS.cluster}-udp`, this.servers, this.servers.id, PORTS.cluster, "udp");
    }
    this.registerOutputs({ servers: this.servers.id, hosts: this.hosts.id });
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

  private let(name: string, from: ec2.SecurityGroup, to: pulumi.Input<string>, port: number, protocol = "tcp") {
    new vpc.SecurityGroupIngressRule(
      name,
      {
        securityGroupId: to,
        referencedSecurityGroupId: from.id,
        ipProtocol: protocol,
        fromPort: port,
        toPort: port,
        description: "Monitoring servers",
      },
      { parent: this },
    );
  }
}
