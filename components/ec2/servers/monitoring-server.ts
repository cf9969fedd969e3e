// A monitoring server: a machine that can be replaced at any time, and beside it what stays: its data volume and its address.
import { createHash } from "node:crypto";
import * as ebs from "@pulumi/aws/ebs";
import * as ec2 from "@pulumi/aws/ec2";
import { RolePolicy } from "@pulumi/aws/iam";
import { Record as DnsRecord } from "@pulumi/aws/route53";
import { BucketObjectv2 } from "@pulumi/aws/s3";
import type { Document } from "@pulumi/aws/ssm";
import * as pulumi from "@pulumi/pulumi";
import { type Traces, tracesKeptHere } from "../../monitoring";
import { allow, type Statement } from "../aws/policy-document";
import { onObjects, ROLE_TAG, tagsOf } from "../aws/tags";
import { imageOf, METADATA, machineRole, PINNED } from "../machine/machine";
import { installPackages } from "../machine/operating-system";
import { architectureOf } from "../machine/releases";
import { fetching, shellScript, userData } from "../machine/setup";
import { tlsTag } from "../tls/exporters";
import { whenReady } from "./readiness";
import { type ServerSetupArgs, serverSetup } from "./server-setup";

type Known = "os" | "architecture" | "volume" | "bucket" | "server" | "region" | "networks" | "authority";

export interface MonitoringServerArgs {
  environment: string;
  region: string;
  /** `monitoring-1`. */
  server: string;
  subnet: string;
  securityGroup: pulumi.Input<string>;
  type: string;
  /** Of the data volume, in GiB. */
  volumeGiB: number;
  /** The tag of volumes that snapshots are made of. */
  snapshotTag: Readonly<Record<string, string>>;
  /** Where it takes traces; those that it keeps are on a volume of their own, of which there are no snapshots. */
  traces?: Traces;
  /** The private zone in which the server has its name, and the name; none where it is the only one. */
  record?: { zone: pulumi.Input<string>; name: string };
  bucket: { name: pulumi.Input<string>; arn: pulumi.Input<string> };
  /** What it may do beside reading its configuration and finding instances. */
  may: readonly Statement[];
  /** Networks of the monitoring servers, in CIDR notation. */
  networks: pulumi.Input<string[]>;
  /** As PEM, where the servers speak TLS with each other. */
  authority?: pulumi.Input<string>;
  setup: Omit<ServerSetupArgs, Known | "traces">;
  /** What it is asked before the next server is touched; nothing where no other one does the same work. */
  readiness?: Document;
  /** Tags that the provider puts on everything. */
  defaultTags: Readonly<Record<string, string>>;
  teamTag: string;
  team: string;
}

/** What has modern packages and the AWS tools on board. */
const OS = "amazon-linux";

export class MonitoringServer extends pulumi.ComponentResource {
  readonly instance: pulumi.Output<string>;
  readonly volume: pulumi.Output<string>;

  constructor(name: string, args: MonitoringServerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tocsin:ec2:MonitoringServer", name, {}, opts);
    const { environment, server } = args;
    const tags = tagsOf(environment, server, { [ROLE_TAG]: "monitoring", [args.teamTag]: args.team });
    const subnet = ec2.getSubnetOutput({ id: args.subnet }, { parent: this });
    const volumeOf = (what: string, size: number, more: Readonly<Record<string, string>> = {}) =>
      new ebs.Volume(
        `${name}-${what}`,
        {
          availabilityZone: subnet.availabilityZone,
          size,
          type: "gp3",
          encrypted: true,
          tags: { ...tagsOf(environment, `${server}-${what}`), ...more },
        },
        { parent: this, protect: true },
      );
    const volume = volumeOf("data", args.volumeGiB, args.snapshotTag);
    const ownTraces = tracesKeptHere(args);
    const traces = ownTraces && volumeOf("traces", Math.ceil(ownTraces.volume));
    const network = new ec2.NetworkInterface(
      name,
      { subnetId: args.subnet, securityGroups: [args.securityGroup], tags: tagsOf(environment, server) },
      { parent: this },
    );
    if (args.record) {
      const { zone, name: dnsName } = args.record;
      new DnsRecord(
        name,
        { zoneId: zone, name: dnsName, type: "A", ttl: 60, records: [network.privateIp] },
        { parent: this },
      );
    }
    const setup = this.setup(name, volume.id, traces?.id, args);
    const instance = new ec2.Instance(
      name,
      {
        ami: imageOf(OS, args.type, { parent: this }),
        instanceType: args.type,
        iamInstanceProfile: this.role(name, args).name,
        primaryNetworkInterface: { networkInterfaceId: network.id },
        metadataOptions: METADATA,
        rootBlockDevice: { encrypted: true, volumeType: "gp3", volumeSize: 20, tags },
        userData: setup.userData,
        // Another version of a part is another machine: all that it must keep is on its volume and in its bucket.
        userDataReplaceOnChange: true,
        tags: { ...tags, ...(args.setup.exporterOverTls && tlsTag(["node"], [])) },
      },
      // The volume and the address can be with one machine only.
      { parent: this, deleteBeforeReplace: true, ignoreChanges: PINNED, dependsOn: [setup.object] },
    );
    const attach = (what: string, deviceName: string, { id }: ebs.Volume) =>
      new ec2.VolumeAttachment(
        `${name}-${what}`,
        { deviceName, instanceId: instance.id, volumeId: id, stopInstanceBeforeDetaching: true },
        { parent: this, deleteBeforeReplace: true },
      );
    attach("data", "/dev/sdf", volume);
    if (traces) attach("traces", "/dev/sdg", traces);
    if (args.readiness) whenReady(name, args.readiness, instance.id, { parent: this });
    this.instance = instance.id;
    this.volume = volume.id;
    this.registerOutputs({ instance: this.instance, volume: this.volume });
  }

  private role(name: string, { environment, server, bucket, may }: MonitoringServerArgs) {
    const { role, profile } = machineRole(name, environment, { parent: this });
    const policy = allow(
      {
        actions: ["s3:GetObject"],
        resources: [
          pulumi.interpolate`${bucket.arn}/${server}/*`,
          pulumi.interpolate`${bucket.arn}/${setupKey(server)}`,
        ],
      },
      {
        actions: ["s3:ListBucket"],
        resources: [bucket.arn],
        condition: { StringLike: { "s3:prefix": `${server}/*` } },
      },
      // EC2 knows no narrower resource for these.
      { actions: ["ec2:DescribeInstances", "ec2:DescribeAvailabilityZones"], resources: ["*"] },
      ...may,
    );
    new RolePolicy(name, { role: role.name, policy }, { parent: this });
    return profile;
  }

  /** The script that makes a machine the server; its beginnings fetch it. */
  private setup(
    name: string,
    volume: pulumi.Output<string>,
    tracesVolume: pulumi.Output<string> | undefined,
    args: MonitoringServerArgs,
  ) {
    const { authority, bucket, networks, region, server, setup, type } = args;
    const content = pulumi
      .all([volume, bucket.name, networks, authority ?? "", tracesVolume ?? ""])
      .apply(([id, bucketName, known, pem, tracesId]) => {
        const complete = serverSetup({
          ...setup,
          os: OS,
          architecture: architectureOf(type),
          volume: id,
          bucket: bucketName,
          server,
          region,
          networks: known,
          ...(pem !== "" && { authority: pem }),
          ...(args.traces && { traces: { settings: args.traces, volume: tracesId || undefined } }),
        });
        return `${shellScript(complete).join("\n")}\n`;
      });
    const object = new BucketObjectv2(
      `${name}-setup`,
      {
        bucket: bucket.name,
        key: setupKey(server),
        content,
        contentType: "text/plain; charset=utf-8",
        serverSideEncryption: "AES256",
        tags: tagsOf(args.environment, `${server}-setup`),
        ...onObjects(args.defaultTags),
      },
      { parent: this },
    );
    const userDataText = pulumi.all([bucket.name, content]).apply(([bucketName, text]) => {
      const sha256 = createHash("sha256").update(text).digest("hex");
      return userData(fetching(installPackages(OS, ["aws"]), `s3://${bucketName}/${setupKey(server)}`, sha256, region));
    });
    return { object, userData: userDataText };
  }
}

const setupKey = (server: string) => `setup/${server}.sh`;
