// The settings of the platform `ec2`: hosts in an AWS account, and the servers that watch them (long: one schema).
import { z } from "zod";
import { EXPORTERS } from "../../../mixins";
import {
  address,
  durationText,
  httpsUrl,
  httpUrl,
  name,
  parameterName,
  port,
  someNetwork,
} from "../../settings/fields";

const id = (prefix: string) =>
  z.string().regex(new RegExp(`^${prefix}-[0-9a-f]{8,17}$`), `an id such as ${prefix}-0123456789abcdef0`);

const instanceType = z.string().regex(/^[a-z]+\d[a-z0-9-]*\.[a-z0-9-]+$/, "an instance type such as t4g.small");

const os = z.enum(["amazon-linux", "debian", "ubuntu"]);

/** What EC2 takes: Tag in its API reference. */
const tagKey = z
  .string()
  .min(1)
  .max(128, "a tag's name of at most 128 characters")
  .regex(/^[\p{L}\p{N}\p{Zs}_.:/=+@-]+$/u, "a tag's name of letters, digits, spaces and _ . : / = + - @")
  .refine((key) => !/^aws:/i.test(key), "a tag's name that does not begin with aws:, which is AWS' own");
const tagValue = z
  .string()
  .max(256, "a tag's value of at most 256 characters")
  .regex(/^[\p{L}\p{N}\p{Zs}_.:/=+@-]*$/u, "a tag's value of letters, digits, spaces and _ . : / = + - @");

/** A value to look for: `*` and `?` stand for any text. */
const tagPattern = z
  .string()
  .min(1)
  .max(256)
  .regex(/^[\p{L}\p{N}\p{Zs}_.:/=+@*?-]+$/u, "a tag's value, with * for any text");

/** SSM takes five targets for an association, each with fifty values. */
const MOST_TAGS = 5;

/** Tags that an instance must have, each with one of the values; `*` stands for any text. */
const tags = z
  .record(tagKey, z.union([tagPattern, z.array(tagPattern).min(1).max(50, "at most 50 values, which is SSM's limit")]))
  .refine((all) => Object.keys(all).length > 0, "at least one tag, or every instance of the account is meant")
  .refine(
    (all) => Object.keys(all).length <= MOST_TAGS,
    `at most ${MOST_TAGS} tags, which is what an association of SSM takes`,
  );

/** By these the monitoring knows its machines. */
const OWN_KEYS = ["Name", "managed-by", "tocsin:environment", "tocsin:role"];

/** Tags that are put on a machine. */
const ownTags = z
  .record(
    tagKey.refine(
      (key) => !OWN_KEYS.includes(key),
      `another name than ${OWN_KEYS.join(", ")}, which the monitoring sets`,
    ),
    tagValue,
  )
  // An instance has 50, and some are the monitoring's.
  .refine((all) => Object.keys(all).length <= 40, "at most 40 tags")
  .default({});

/** What runs on a host. The blackbox exporter, which asks any address that a request names, only where hosts are to probe. */
const exporters = z.array(z.enum(["node", "container", "blackbox"])).default(["node", "container"]);

const host = {
  type: instanceType.default("t4g.small"),
  os: os.default("amazon-linux"),
  tags: ownTags,
  securityGroups: z
    .array(id("sg"))
    .default([])
    .describe("Of the machine's own business, beside the one that lets the monitoring servers in."),
};

const instance = z.strictObject({
  name: name.describe("One of `hosts`."),
  ...host,
  subnet: id("subnet").optional(),
  formerly: z.array(name).default([]).describe("Names that it had: a new name then does not replace the machine."),
});

const group = z
  .strictObject({
    name,
    team: name.optional(),
    ...host,
    min: z.int().min(0).default(1).describe("An alert fires when fewer are discovered."),
    max: z.int().min(1),
  })
  .refine(({ min, max }) => min <= max, "a max that is not less than min");

const existing = z.strictObject({
  name,
  tags,
  os,
  architecture: z.enum(["arm64", "amd64"]).default("amd64"),
  expected: z
    .int()
    .min(1)
    .describe(
      "How many instances carry the tags at least: for the forecast; an alert fires when fewer are discovered.",
    ),
  securityGroups: z
    .array(id("sg"))
    .default([])
    .describe("Security groups of theirs that are to let the monitoring servers in."),
});

/** Who may reach the load balancer: a security group or a network, never everybody. */
const client = z.union([id("sg"), someNetwork]);

const queue = z
  .strictObject({
    capacity: z.int().min(1).default(10_000),
    maxShards: z.int().min(1).default(50),
    maxSamplesPerSend: z.int().min(1).default(2_000),
  })
  .prefault({});

/** Where series are written to beside the servers' own disks. */
const remoteWrite = z.discriminatedUnion("to", [
  z.strictObject({
    to: z.literal("managed").describe("Amazon Managed Service for Prometheus, in a workspace of the stack's own."),
    series: z.enum(["all", "business"]).default("all"),
    queue,
    rules: z
      .enum(["servers", "managed"])
      .default("servers")
      .describe("`managed` evaluates rules in the workspace and not on the servers; messages then go to an SNS topic."),
  }),
  z.strictObject({
    to: z.literal("endpoint"),
    url: httpUrl.describe("Of Mimir, Thanos or any other that takes remote writes."),
    series: z.enum(["all", "business"]).default("all"),
    queue,
    tokenParameter: parameterName.optional().describe("Name of an SSM parameter that holds a bearer token."),
  }),
]);

/** What is downloaded onto hosts and servers. */
const RELEASES = [
  "prometheus",
  "alertmanager",
  "node_exporter",
  "blackbox_exporter",
  "cadvisor",
  "grafana",
  ...Object.values(EXPORTERS).map(({ onMachine }) => onMachine.name),
];

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
    region: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "a region such as eu-central-1"),
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
        exporters,
      })
      .prefault({}),
    discovery: z
      .strictObject({
        every: durationText.default("30s"),
        hostTag: z.string().min(1).default("Name"),
        teamTag: z.string().min(1).default("team"),
        services: z
          .record(name, z.strictObject({ port, expected: z.int().min(0).default(1) }))
          .default({})
          .describe(
            "Mixins whose targets are the instances with the tag `tocsin:<mixin>`, whose value is the service's name. `expected` is how many there are at least: for the forecast; an alert fires when fewer are discovered.",
          ),
      })
      .prefault({})
      .describe("How instances are found, and which of their tags become labels."),
    exporters: z.array(dataExporter).default([]),
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
    remoteWrite: remoteWrite.optional(),
    downloads: z
      .strictObject({
        mirror: httpsUrl
          .optional()
          .describe(
            "An https:// URL, since the checksums may come from there as well. Holds `<file>` and `<project>-sha256sums.txt` of each release.",
          ),
        versions: z
          .partialRecord(z.enum(RELEASES), z.string().regex(/^\d+\.\d+\.\d+$/, "a version such as 3.5.0"))
          .default({}),
        checksums: z
          .partialRecord(
            z.enum(RELEASES),
            z.partialRecord(z.enum(["arm64", "amd64"]), z.string().regex(/^[0-9a-f]{64}$/, "64 hexadecimal digits")),
          )
          .default({})
          .describe(
            "SHA-256 by release and architecture, in place of what the makers publish: `{ cadvisor: { arm64: … } }`.",
          ),
      })
      .prefault({})
      .describe("What is downloaded: another version, or a mirror in place of the makers' releases."),
  })
  .refine(
    ({ network, loadBalancer }) => !loadBalancer || network.subnets.length > 1,
    "two subnets or more: a load balancer needs them in two availability zones",
  );

export type Ec2Platform = z.infer<typeof ec2Platform>;
