// New hosts that are watched: instances with a name, and groups of instances that come and go.
import * as autoscaling from "@pulumi/aws/autoscaling";
import * as ec2 from "@pulumi/aws/ec2";
import { RolePolicy } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import type { Ec2Platform } from "../../monitoring";
import { allow } from "../aws/policy-document";
import { ROLE_TAG, serviceTag, tagsOf } from "../aws/tags";
import { imageOf, METADATA, machineRole, PINNED } from "../machine/machine";
import { rootDevice } from "../machine/operating-system";
import { architectureOf } from "../machine/releases";
import { userData } from "../machine/setup";
import { TLS_TAG, tlsTag } from "../tls/exporters";
import type { DataExporter } from "./data-exporters";
import { type HostSetupArgs, hostSetup } from "./host-setup";

type Hosts = Ec2Platform["hosts"];

export interface MonitoredHostsArgs {
  environment: string;
  instances: Hosts["instances"];
  groups: Hosts["groups"];
  /** Instances without a subnet of their own, and groups, are spread over these. */
  subnets: readonly string[];
  securityGroup: pulumi.Input<string>;
  downloads: Ec2Platform["downloads"];
  region: string;
  exporters: Hosts["exporters"];
  dataExporters: readonly DataExporter[];
  /** Networks of the monitoring servers, in CIDR notation. */
  networks: pulumi.Input<string[]>;
  /** As PEM: of the authority whose certificates the exporters ask for; without it they speak to anyone, in the clear. */
  authority?: pulumi.Input<string>;
  /** ARNs of the SSM parameters that hold environments of data exporters. */
  parameters: readonly pulumi.Input<string>[];
  /** The tag that names the team, and whose each host is. */
  teamTag: string;
  teamOf: (host: string) => string;
  /** Tags of everything. The provider does not put them on the machines of a group, nor on volumes. */
  defaultTags: Readonly<Record<string, string>>;
}

/** GiB of a host's own disk. */
const ROOT_VOLUME = 20;

export class MonitoredHosts extends pulumi.ComponentResource {
  /** Ids of the instances by name. */
  readonly instances: Readonly<Record<string, pulumi.Output<string>>>;

  constructor(name: string, args: MonitoredHostsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tocsin:ec2:MonitoredHosts", name, {}, opts);
    const { role, profile } = machineRole(name, args.environment, { parent: this });
    if (args.parameters.length > 0) {
      const policy = allow({ actions: ["ssm:GetParameter"], resources: args.parameters });
      new RolePolicy(`${name}-secrets`, { role: role.name, policy }, { parent: this });
    }
    this.instances = Object.fromEntries(
      args.instances.map((host, index) => [host.name, this.instance(name, host, index, profile, args).id]),
    );
    for (const group of args.groups) this.group(name, group, profile, args);
    this.registerOutputs({ instances: this.instances });
  }

  private instance(
    name: string,
    host: Hosts["instances"][number],
    index: number,
    profile: { name: pulumi.Output<string> },
    args: MonitoredHostsArgs,
  ): ec2.Instance {
    const tags = this.tags(host.name, args.teamOf(host.name), host.tags, args);
    return new ec2.Instance(
      `${name}-${host.name}`,
      {
        ami: imageOf(host.os, host.type, { parent: this }),
        instanceType: host.type,
        subnetId: host.subnet ?? args.subnets[index % args.subnets.length],
        vpcSecurityGroupIds: [args.securityGroup, ...host.securityGroups],
        iamInstanceProfile: profile.name,
        associatePublicIpAddress: false,
        metadataOptions: METADATA,
        rootBlockDevice: { encrypted: true, volumeType: "gp3", volumeSize: ROOT_VOLUME },
        userData: this.userData(host, args),
        // What a host is for may live on its disk: another exporter must not replace it. docs/platforms/ec2.md says how to update one.
        userDataReplaceOnChange: false,
        tags: { ...tags, ...this.tlsTag(host.name, args) },
        volumeTags: tags,
      },
      {
        parent: this,
        // The tag says what the user data made of it.
        ignoreChanges: [...PINNED, "userData", `tags["${TLS_TAG}"]`],
        aliases: host.formerly.map((former) => ({ name: `${name}-${former}` })),
      },
    );
  }

  private group(
    name: string,
    group: Hosts["groups"][number],
    profile: { arn: pulumi.Output<string> },
    args: MonitoredHostsArgs,
  ): void {
    // Discovery finds what runs on each machine of the group by these.
    const services = args.dataExporters
      .filter(({ on }) => on === group.name)
      .map(({ kind, name: service }) => [serviceTag(kind), service]);
    const own = { ...Object.fromEntries(services), ...group.tags };
    const tags = this.tags(group.name, group.team ?? args.teamOf(group.name), own, args);
    const template = new ec2.LaunchTemplate(
      `${name}-${group.name}`,
      {
        imageId: imageOf(group.os, group.type, { parent: this }),
        instanceType: group.type,
        iamInstanceProfile: { arn: profile.arn },
        metadataOptions: METADATA,
        networkInterfaces: [
          { associatePublicIpAddress: "false", securityGroups: [args.securityGroup, ...group.securityGroups] },
        ],
        blockDeviceMappings: [
          {
            deviceName: rootDevice(group.os),
            ebs: { encrypted: "true", volumeType: "gp3", volumeSize: ROOT_VOLUME },
          },
        ],
        userData: this.userData(group, args).apply((text) => Buffer.from(text).toString("base64")),
        // Not among the group's tags, which are no part of the template: this one is a machine's of this user data alone.
        tagSpecifications: ["instance", "volume"].map((resourceType) => ({
          resourceType,
          tags: { ...tags, ...this.tlsTag(group.name, args) },
        })),
        tags,
        updateDefaultVersion: true,
      },
      // As everywhere, a newer image is taken when somebody says so.
      { parent: this, ignoreChanges: ["imageId"] },
    );
    new autoscaling.Group(
      `${name}-${group.name}`,
      {
        minSize: group.min,
        maxSize: group.max,
        vpcZoneIdentifiers: [...args.subnets],
        launchTemplate: { id: template.id, version: template.latestVersion.apply(String) },
        healthCheckType: "EC2",
        instanceRefresh: { strategy: "Rolling", preferences: { minHealthyPercentage: 90 } },
        tags: Object.entries(tags).map(([key, value]) => ({ key, value, propagateAtLaunch: true })),
      },
      { parent: this },
    );
  }

  private tags(host: string, team: string, own: Readonly<Record<string, string>>, args: MonitoredHostsArgs) {
    return tagsOf(args.environment, host, { ...args.defaultTags, ...own, [ROLE_TAG]: "host", [args.teamTag]: team });
  }

  private tlsTag(host: string, { authority, exporters, dataExporters }: MonitoredHostsArgs) {
    if (authority === undefined) return {};
    return tlsTag(
      exporters,
      dataExporters.filter(({ on }) => on === host),
    );
  }

  private userData(
    { name, os, type }: Pick<Hosts["instances"][number], "name" | "os" | "type">,
    { downloads, region, exporters, dataExporters: all, networks, authority }: MonitoredHostsArgs,
  ): pulumi.Output<string> {
    const dataExporters = all.filter(({ on }) => on === name);
    const args = { os, architecture: architectureOf(type), downloads, region, exporters, dataExporters, isNew: true };
    return pulumi.all([networks, authority ?? ""]).apply(([known, pem]): string => {
      const complete: HostSetupArgs = { ...args, networks: known, ...(pem !== "" && { authority: pem }) };
      return userData(hostSetup(complete));
    });
  }
}
