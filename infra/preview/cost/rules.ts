// What each kind of resource costs a month.
import { z } from "zod";
import type { Resource } from "../rendered";
import { HOURS, type Prices } from "./prices";

/** A kind of thing that costs. */
export interface Share {
  /** Such as `t3.medium` or `gp3 volumes`. */
  what: string;
  /** How many; of volumes their gibibytes, of samples millions. */
  count: number;
  /** Dollars a month. */
  dollars: number;
  /** Whether somebody charges for it at a price that is not known here. */
  isUnpriced?: true;
}

interface Priced {
  prices: Prices;
  resources: readonly Resource[];
  /** Samples that Prometheus takes in a month. */
  samples: number;
}

interface Rule {
  type: RegExp;
  cost: (resource: Resource, priced: Priced) => Share[];
}

const volume = z.object({
  size: z.number().optional(),
  volumeSize: z.number().optional(),
  type: z.string().optional(),
  volumeType: z.string().optional(),
  iops: z.number().optional(),
  throughput: z.number().optional(),
});

/** Of an instance or a launch template. */
const machine = z.object({
  instanceType: z.string().optional(),
  rootBlockDevice: volume.optional(),
  ebsBlockDevices: z.array(volume).default([]),
  blockDeviceMappings: z.array(z.object({ ebs: volume.optional() })).default([]),
});

/** Of volumes, which snapshots are made of by their tags. */
const tags = z.record(z.string(), z.string()).default({});
const snapshots = z.object({ policyDetails: z.object({ targetTags: tags }).optional() });

const group = z.object({
  desiredCapacity: z.number().optional(),
  minSize: z.number().default(1),
  launchTemplate: z.object({ id: z.string().optional() }).optional(),
});

const nodeGroup = z.object({
  instanceTypes: z.array(z.string()).optional(),
  instanceType: z.string().optional(),
  diskSize: z.number().default(20),
  scalingConfig: z.object({ desiredSize: z.number() }).optional(),
  desiredCapacity: z.number().optional(),
});

/** An image's own root volume, where nothing else is said. */
const ROOT_GIB = 8;
/** A sample with its share of the index, in bytes: what Prometheus' documentation reckons with. */
const BYTES_OF_SAMPLE = 2;
/** Amazon Managed Service for Prometheus keeps samples for 150 days. */
const MONTHS_KEPT = 150 / (HOURS / 24);
const FIRST_SAMPLES = 2e9;
const PRICED_SAMPLES = 1e7;
const GIB = 2 ** 30;

const lasting = (what: string, hourly: number, count = 1): Share => ({
  what,
  count,
  dollars: count * hourly * HOURS,
});

function disk(given: z.infer<typeof volume>, prices: Prices, count = 1): Share {
  const size = (given.size ?? given.volumeSize ?? ROOT_GIB) * count;
  const kind = given.type ?? given.volumeType ?? "gp3";
  const gp3 = kind === "gp3";
  const more = gp3
    ? Math.max(0, (given.iops ?? 0) - 3_000) * prices.of("ebs.gp3.iops") +
      Math.max(0, (given.throughput ?? 0) - 125) * prices.of("ebs.gp3.throughput")
    : 0;
  const dollars = size * prices.of(gp3 ? "ebs.gp3" : "ebs.other") + count * more;
  return { what: `${kind} volumes, GiB`, count: size, dollars };
}

function machines(inputs: unknown, prices: Prices, count: number): Share[] {
  const { instanceType, rootBlockDevice, ebsBlockDevices, blockDeviceMappings } = machine.parse(inputs);
  const mapped = blockDeviceMappings.flatMap(({ ebs }) => (ebs ? [ebs] : []));
  const disks = [...(rootBlockDevice ? [rootBlockDevice] : []), ...ebsBlockDevices, ...mapped];
  return [
    ...(instanceType ? [lasting(instanceType, prices.of(instanceType), count)] : []),
    ...(disks.length > 0 ? disks : [{}]).map((one) => disk(one, prices, count)),
  ];
}

const nodes = (inputs: unknown, prices: Prices): Share[] => {
  const { instanceTypes, instanceType, diskSize, scalingConfig, desiredCapacity } = nodeGroup.parse(inputs);
  const type = instanceTypes?.[0] ?? instanceType ?? "t3.medium";
  const count = scalingConfig?.desiredSize ?? desiredCapacity ?? 2;
  return [lasting(type, prices.of(type), count), disk({ size: diskSize }, prices, count)];
};

/** Claims of volumes anywhere in a chart's values: the place that asks says how many replicas there are. */
function claims(values: unknown, prices: Prices, replicas = 1): Share[] {
  if (typeof values !== "object" || values === null) return [];
  const here = { replicas, ...values };
  const count = typeof here.replicas === "number" ? here.replicas : replicas;
  const size = z.object({ resources: z.object({ requests: z.object({ storage: z.string() }) }) }).safeParse(values);
  const own = size.success ? [gibibytes(size.data.resources.requests.storage)] : [];
  const persisted = z.object({ enabled: z.literal(true), size: z.string() }).safeParse(values);
  if (persisted.success) own.push(gibibytes(persisted.data.size));
  const inner = Object.values(values).flatMap((value) => claims(value, prices, count));
  return [...own.map((gib) => disk({ size: gib }, prices, count)), ...inner];
}

/** What claims are charged at is known on AWS alone: elsewhere volumes may be folders of a node. */
function volumes(values: unknown, { prices, resources }: Priced): Share[] {
  const shares = claims(values, prices);
  if (resources.some(({ type }) => EKS_CLUSTER.test(type))) return shares;
  return shares.map(({ count }) => ({ what: "GiB of the cluster's volumes", count, dollars: 0, isUnpriced: true }));
}

function gibibytes(quantity: string): number {
  const [, number = "0", unit = ""] = /^([\d.]+)([KMGT]i?)?$/.exec(quantity) ?? [];
  const factor: Record<string, number> = {
    Mi: 2 ** -10,
    Gi: 1,
    Ti: 2 ** 10,
    M: 1e6 / GIB,
    G: 1e9 / GIB,
    T: 1e12 / GIB,
  };
  return Number(number) * (factor[unit] ?? 0);
}

const EKS_CLUSTER = /^(aws:eks\/cluster|eks:index):Cluster$/;

/** The first rule that fits counts. */
export const RULES: readonly Rule[] = [
  { type: /^aws:ec2\/instance:Instance$/, cost: ({ inputs }, { prices }) => machines(inputs, prices, 1) },
  {
    type: /^aws:autoscaling\/group:Group$/,
    cost: ({ inputs }, { prices, resources }) => {
      const { desiredCapacity, minSize, launchTemplate } = group.parse(inputs);
      const template = resources.find(({ id, type }) => type.endsWith(":LaunchTemplate") && id === launchTemplate?.id);
      return machines(template?.inputs ?? {}, prices, desiredCapacity ?? minSize);
    },
  },
  {
    type: /^aws:ebs\/volume:Volume$/,
    cost: ({ inputs }, { prices }) => [disk(volume.parse(inputs), prices)],
  },
  {
    type: /^aws:dlm\/lifecyclePolicy:LifecyclePolicy$/,
    cost: ({ inputs }, { prices, resources }) => {
      const wanted = Object.entries(snapshots.parse(inputs).policyDetails?.targetTags ?? {});
      const sizes = resources
        .filter(({ type }) => type === "aws:ebs/volume:Volume")
        .filter(({ inputs: { tags: own } }) => wanted.every(([tag, value]) => tags.parse(own)[tag] === value))
        .map(({ inputs: one }) => volume.parse(one).size ?? 0);
      const count = sizes.reduce((sum, size) => sum + size, 0);
      return [{ what: "snapshots, GiB", count, dollars: count * prices.of("ebs.snapshot") }];
    },
  },
  {
    type: /^aws:(lb|alb)\/loadBalancer:LoadBalancer$/,
    cost: (_, { prices }) => [lasting("load balancers", prices.of("lb.hour"))],
  },
  {
    type: /^aws:ec2\/natGateway:NatGateway$/,
    cost: (_, { prices }) => [lasting("NAT gateways", prices.of("nat.hour"))],
  },
  {
    type: /^aws:ec2\/vpcEndpoint:VpcEndpoint$/,
    cost: ({ inputs }, { prices }) => {
      const zones = Array.isArray(inputs.subnetIds) ? inputs.subnetIds.length : 1;
      return inputs.vpcEndpointType === "Interface"
        ? [lasting("interface endpoints", prices.of("endpoint.hour"), zones)]
        : [];
    },
  },
  {
    type: /^aws:kms\/key:Key$/,
    cost: (_, { prices }) => [{ what: "keys", count: 1, dollars: prices.of("kms.key") }],
  },
  {
    type: EKS_CLUSTER,
    cost: ({ type, inputs }, { prices }) => [
      lasting("EKS clusters", prices.of("eks.hour")),
      // The component brings a group of nodes of its own, unless its arguments say not to.
      ...(type === "eks:index:Cluster" && inputs.skipDefaultNodeGroup !== true ? nodes(inputs, prices) : []),
    ],
  },
  {
    type: /^(aws:eks\/nodeGroup:NodeGroup|eks:index:(ManagedNodeGroup|NodeGroupV2|NodeGroup))$/,
    cost: ({ inputs }, { prices }) => nodes(inputs, prices),
  },
  {
    type: /^aws:amp\/workspace:Workspace$/,
    cost: (_, { prices, samples }) => {
      const first = Math.min(samples, FIRST_SAMPLES);
      const taken =
        (first * prices.of("amp.samples") + (samples - first) * prices.of("amp.samples.more")) / PRICED_SAMPLES;
      const kept = (samples * BYTES_OF_SAMPLE * MONTHS_KEPT) / GIB;
      return [
        { what: "samples to Amazon Managed Prometheus, millions", count: samples / 1e6, dollars: taken },
        { what: "samples kept there, GiB", count: kept, dollars: kept * prices.of("amp.storage") },
      ];
    },
  },
  { type: /^kubernetes:helm\.sh\/v3:Release$/, cost: ({ inputs }, priced) => volumes(inputs.values, priced) },
  { type: /^kubernetes:apps\/v1:StatefulSet$/, cost: ({ inputs }, priced) => volumes(inputs.spec, priced) },
  { type: /^kubernetes:core\/v1:PersistentVolumeClaim$/, cost: ({ inputs }, priced) => volumes(inputs.spec, priced) },
];
