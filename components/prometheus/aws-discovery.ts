// Databases, caches, brokers and tasks of AWS → targets, by Prometheus' discovery for AWS: what is kept, and the labels it gets.
import type { AwsDiscovery, AwsRole } from "../monitoring";

interface Role {
  /** A label that everything found has, and no other target. */
  found: string;
  /** What the names of tags begin with, from the whole to its parts: the tag of a part counts more. */
  tags: readonly string[];
  /** Labels that make an address, where `__address__` is not the one of the service itself. */
  address?: readonly [host: string, port: string];
  /** Labels with the value that says that it speaks TLS. */
  tls?: readonly (readonly [label: string, value: string])[];
  /** A label with the value that it has while it works. */
  working?: readonly [label: string, value: string];
}

const ROLES: Readonly<Record<AwsRole, Role>> = {
  rds: {
    found: "__meta_rds_instance_arn",
    tags: ["__meta_rds_cluster_tag_", "__meta_rds_instance_tag_"],
    address: ["__meta_rds_instance_endpoint_address", "__meta_rds_instance_endpoint_port"],
  },
  elasticache: {
    found: "__meta_elasticache_deployment_option",
    tags: ["__meta_elasticache_serverless_cache_tag_", "__meta_elasticache_cache_cluster_tag_"],
    tls: [
      ["__meta_elasticache_cache_cluster_transit_encryption_enabled", "true"],
      ["__meta_elasticache_deployment_option", "serverless"],
    ],
  },
  ecs: {
    found: "__meta_ecs_task_arn",
    tags: ["__meta_ecs_tag_service_", "__meta_ecs_tag_task_"],
    working: ["__meta_ecs_last_status", "RUNNING"],
  },
  msk: { found: "__meta_msk_cluster_arn", tags: ["__meta_msk_cluster_tag_"] },
};

/** An entry of `aws_sd_configs`. The credentials are those of the machine's role. */
export const searching = ({ role, region, every, port }: AwsDiscovery) => ({
  role,
  region,
  ...(port && { port }),
  refresh_interval: every,
});

/** As Prometheus writes a tag's name: everything but letters, digits and underscores is an underscore. */
const sanitized = (tag: string) => tag.replace(/\W/g, "_");

const literal = (value: string) => value.replace(/[.+]/g, "\\$&");

/** The `relabel_configs` of what is found; other targets of the job stay as they are. */
export function relabellingOf({ role, tags, environment, labels, via }: AwsDiscovery) {
  const { found, address = ["__address__"], tls = [], tags: kinds, working } = ROLES[role];
  const named = (tag: string) => kinds.map((kind) => `${kind}${sanitized(tag)}`);
  const set = (target_label: string, replacement: string, ...having: (readonly [label: string, regex: string])[]) => ({
    source_labels: [...having.map(([label]) => label), found],
    regex: [...having.map(([, regex]) => regex), ".+"].join(";"),
    target_label,
    replacement,
  });
  const keep = (labelsOfIt: readonly string[], regex: string) => ({
    source_labels: [...labelsOfIt, found],
    regex: `${regex};.+|${";".repeat(labelsOfIt.length)}`,
    action: "keep",
  });
  const ours = named(tags.environment);
  return [
    keep(
      ours,
      `(${ours.map((_, at) => ours.map((__, i) => (i === at ? literal(environment) : "[^;]*")).join(";")).join("|")})`,
    ),
    ...(working ? [keep([working[0]], working[1])] : []),
    ...named(tags.service).map((tag) => set("service", "$1", [tag, "(.+)"])),
    // One that is being made has no address, and one that is of no service is not asked for.
    {
      source_labels: ["service", address[0], found],
      regex: ".+;.+;.+|.*;.*;",
      action: "keep",
    },
    set("team", labels.team),
    ...named(tags.team).map((tag) => set("team", "$1", [tag, "(.+)"])),
    set(
      "instance",
      address.map((_, at) => `$${at + 1}`).join(":"),
      ...address.map((label) => [label, "(.+)"] as const),
    ),
    ...(via ? through(via, set, tls) : []),
  ];
}

type Setting = (target: string, replacement: string, ...having: (readonly [label: string, regex: string])[]) => object;

/** The address goes into the query, and the scrape to the exporter. */
const through = (
  { exporter, path, target }: NonNullable<AwsDiscovery["via"]>,
  set: Setting,
  tls: NonNullable<Role["tls"]>,
) => [
  set("__param_target", target("$1", false), ["instance", "(.+)"]),
  ...tls.map(([label, value]) => set("__param_target", target("$1", true), [label, value], ["instance", "(.+)"])),
  set("__metrics_path__", path),
  set("__address__", exporter),
];
