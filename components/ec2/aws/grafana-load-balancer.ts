// A load balancer inside the network in front of Grafana, with a certificate; Grafana itself asks who somebody is.
import * as ec2 from "@pulumi/aws/ec2";
import * as lb from "@pulumi/aws/lb";
import * as vpc from "@pulumi/aws/vpc";
import * as pulumi from "@pulumi/pulumi";
import { PORTS } from "../topology/ports";
import { awsName } from "./aws-names";
import { tagsOf } from "./tags";

export interface GrafanaLoadBalancerArgs {
  environment: string;
  vpc: string;
  subnets: readonly string[];
  /** ARN of the certificate, in ACM. */
  certificate: string;
  /** Security groups and networks that may reach it. */
  from: readonly string[];
  /** The servers' security group. */
  servers: pulumi.Input<string>;
  /** Ids of the servers by name. */
  instances: Readonly<Record<string, pulumi.Input<string>>>;
}

export class GrafanaLoadBalancer extends pulumi.ComponentResource {
  readonly dnsName: pulumi.Output<string>;

  constructor(name: string, args: GrafanaLoadBalancerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tocsin:ec2:GrafanaLoadBalancer", name, {}, opts);
    const tags = tagsOf(args.environment, name);
    const parent = { parent: this };
    const group = this.securityGroup(name, args);
    const shortName = awsName("balancer", `${args.environment}-grafana`);
    const balancer = new lb.LoadBalancer(
      name,
      {
        name: shortName,
        internal: true,
        loadBalancerType: "application",
        subnets: [...args.subnets],
        securityGroups: [group.id],
        dropInvalidHeaderFields: true,
        tags,
      },
      parent,
    );
    const targets = new lb.TargetGroup(
      name,
      {
        name: shortName,
        port: PORTS.grafana,
        protocol: "HTTP",
        targetType: "instance",
        vpcId: args.vpc,
        healthCheck: { path: "/api/health", interval: 15, healthyThreshold: 2 },
        // Each Grafana has sessions of its own.
        stickiness: { type: "lb_cookie", enabled: true },
        tags,
      },
      parent,
    );
    for (const [server, targetId] of Object.entries(args.instances))
      new lb.TargetGroupAttachment(
        `${name}-${server}`,
        { targetGroupArn: targets.arn, targetId, port: PORTS.grafana },
        parent,
      );
    new lb.Listener(
      name,
      {
        loadBalancerArn: balancer.arn,
        port: 443,
        protocol: "HTTPS",
        sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
        certificateArn: args.certificate,
        defaultActions: [{ type: "forward", targetGroupArn: targets.arn }],
        tags,
      },
      parent,
    );
    this.dnsName = balancer.dnsName;
    this.registerOutputs({ dnsName: this.dnsName });
  }

  private securityGroup(name: string, args: GrafanaLoadBalancerArgs): ec2.SecurityGroup {
    const parent = { parent: this };
    const description = `Load balancer of Grafana of ${args.environment}`;
    const group = new ec2.SecurityGroup(
      name,
      { description, vpcId: args.vpc, tags: tagsOf(args.environment, name) },
      parent,
    );
    for (const from of args.from)
      new vpc.SecurityGroupIngressRule(
        `${name}-${from}`,
        {
          securityGroupId: group.id,
          ...(from.startsWith("sg-") ? { referencedSecurityGroupId: from } : { cidrIpv4: from }),
          ipProtocol: "tcp",
          fromPort: 443,
          toPort: 443,
          description: "People",
        },
        parent,
      );
    const port = { ipProtocol: "tcp", fromPort: PORTS.grafana, toPort: PORTS.grafana };
    new vpc.SecurityGroupEgressRule(
      name,
      { securityGroupId: group.id, referencedSecurityGroupId: args.servers, ...port, description: "Grafana" },
      parent,
    );
    new vpc.SecurityGroupIngressRule(
      `${name}-servers`,
      { securityGroupId: args.servers, referencedSecurityGroupId: group.id, ...port, description: "Load balancer" },
      parent,
    );
    return group;
  }
}
