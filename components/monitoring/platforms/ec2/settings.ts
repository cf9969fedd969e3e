// The settings of the platform `ec2`: hosts in an AWS account, and the servers that watch them.
import { z } from "zod";
import { EXPORTERS } from "../../../mixins";
import { address, name, parameterName, port, someNetwork } from "../../settings/fields";
import { awsAccess, region } from "../aws-access";
import { cloudwatch } from "./cloudwatch";
import { discovery } from "./discovery";
import { downloads } from "./downloads";
import { existing, group, hostExporters, id, instance, instanceType } from "./machines";
import { remoteWrite } from "./remote-write";

/** Who may reach the load balancer: a security group or a network, never everybody. */
const client = z.union([id("sg"), someNetwork]);

/** An exporter for a data service that has no metrics of its own. */
const dataExporter = z.strictObject({
  kind: z.enum(Object.keys(EXPORTERS)),
  name: name.describe("Tells several of a kind apart."),
  address: address.describe("Of the data service."),
  port: port.describe("Where the exporter listens; the service's `targets` name this port."),
  on: z
    .union([z.literal("servers"), name])
    .default("servers")
    .describe(
      "`servers`, on their loopback, or the name of one of `hosts.instances`, `hosts.groups` or `hosts.existing`: it then runs on each of those machines.",
    ),
  environmentParameter: parameterName
    .optional()
    .describe(
      "Name of an SSM parameter (SecureString) that holds the exporter's environment, a line a variable. Existing hosts read it through a role of their own, which must be allowed to.",
    ),
});

export const ec2Platform = z
  .strictObject({
    kind: z.literal("ec2"),
    region,
    aws: awsAccess,
    network: z.strictObject({
      vpc: id("vpc"),
      subnets: z
        .array(id("subnet"))
        .min(1)
        .describe("Private ones with a way out (NAT or endpoints), in different availability zones."),
    }),
    servers: z
      .strictObject({
        count: z
          .union([z.literal(1), z.literal(2)])
          .default(1)
          .describe("Two scrape the same, and their Alertmanagers form a cluster."),
        type: instanceType.optional().describe("From the forecast where it is left out."),
        volume: z
          .int()
          .min(10)
          .max(16_384, "at most 16384, the largest volume of type gp3")
          .optional()
          .describe("GiB of the data volume; from the forecast where it is left out."),
        snapshots: z.int().min(1).max(1000).default(7).describe("Daily snapshots of the data volume that are kept."),
        hostsEach: z
          .int()
          .min(1)
          .default(200)
          .describe("Hosts that one server watches at most; more are divided among several."),
      })
      .prefault({}),
    hosts: z
      .strictObject({
        instances: z.array(instance).default([]),
        groups: z.array(group).default([]),
        existing: z.array(existing).default([]),
        exporters: hostExporters,
      })
      .prefault({}),
    discovery,
    exporters: z.array(dataExporter).default([]),
    cloudwatch,
    loadBalancer: z
      .strictObject({
        host: z
          .string()
          .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, "a host name such as grafana.example.com")
          .describe("The name that the certificate is for, and that leads to the load balancer."),
        certificate: z.string().regex(/^arn:aws[\w-]*:acm:/, "the ARN of a certificate in ACM"),
        from: z.array(client).min(1),
      })
      .optional()
      .describe("A load balancer inside the network, in front of Grafana; without one there is SSM port forwarding."),
    tls: z
      .enum(["none", "servers", "all"])
      .default("none")
      .describe(
        "TLS with certificates of the environment's own authority. `servers`: Alertmanagers gossip over it, and Prometheus is ready for exporters that ask for its certificate. `all`: the exporters of servers, instances and groups do, from each machine's beginning; where machines run, deploy `servers` before.",
      ),
    remoteWrite: remoteWrite.optional(),
    downloads,
  })
  .refine(
    ({ network, loadBalancer }) => !loadBalancer || network.subnets.length > 1,
    "two subnets or more: a load balancer needs them in two availability zones",
  );

export type Ec2Platform = z.infer<typeof ec2Platform>;

/** Whether the workspace evaluates the rules, and the servers do not. */
export const hasManagedRules = ({ remoteWrite }: Pick<Ec2Platform, "remoteWrite">): boolean =>
  remoteWrite?.to === "managed" && remoteWrite.rules === "managed";
