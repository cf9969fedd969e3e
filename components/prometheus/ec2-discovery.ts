// Instances of EC2 → targets: what is asked for, and the labels that a target gets, each bounded by names that people give.
import type { Ec2Discovery, Ec2Member, Ec2Search } from "../monitoring";
import { timeoutOf } from "../monitoring/targets/intervals";

/** A stopped host stays a target, so that InstanceDown fires for it; a terminated one is gone on purpose. */
const STATES = ["running", "stopping", "stopped"];

/** An entry of `ec2_sd_configs`. The credentials are those of the machine's role. */
export function searching({ region, every }: Ec2Discovery, { port, tags }: Ec2Search) {
  return {
    region,
    port,
    refresh_interval: every,
    filters: [
      ...Object.entries(tags).map(([tag, values]) => ({ name: `tag:${tag}`, values })),
      { name: "instance-state-name", values: STATES },
    ],
  };
}

/** Prometheus' name of a tag: everything but letters, digits and underscores is an underscore. */
const meta = (tag: string) => `__meta_ec2_tag_${tag.replace(/\W/g, "_")}`;

const GROUP = meta("aws:autoscaling:groupName");
const PRIVATE_NAME = "__meta_ec2_private_dns_name";

const copy = (source: readonly string[], regex: string, target: string, replacement: string) => ({
  source_labels: source,
  regex,
  target_label: target,
  replacement,
});

/** The `relabel_configs` of found instances; targets that are not instances stay as they are. */
export function relabellingOf({ tags, labels, instance, members }: Ec2Discovery) {
  // Every instance has one, and no other target.
  const found = (target: string, replacement: string) => copy([PRIVATE_NAME], ".+", target, replacement);
  return [
    copy([PRIVATE_NAME], "([^.]+).*", "host", "$1"),
    copy([meta(tags.host)], "(.+)", "host", "$1"),
    // The machines of a group share a name; with the address in the network, which comes again, they have one each.
    copy([meta(tags.host), GROUP, PRIVATE_NAME], "(.+);.+;([^.]+).*", "host", "$1-$2"),
    instance === "host"
      ? copy(["host", PRIVATE_NAME], "(.+);.+", "instance", "$1")
      : copy(["host", "__address__", PRIVATE_NAME], "(.+);.*:(\\d+);.+", "instance", "$1:$2"),
    found("service", labels.service),
    found("team", labels.team),
    copy([meta(tags.team)], "(.+)", "team", "$1"),
    ...(tags.service ? [copy([meta(tags.service)], "(.+)", "service", "$1")] : []),
    ...(labels.job ? [found("job", labels.job)] : []),
    ...(members ? onlyMembers(members) : []),
  ];
}

/** Found machines' exporters that speak TLS, as the tag of each machine says. */
export const overTls = ({ searches }: Ec2Discovery, tag: string) =>
  [...new Set(searches.map(({ port }) => port))].map((port) =>
    copy([meta(tag), "__address__"], `(.+ )?${port}( .+)?;.+:${port}`, "__scheme__", "https"),
  );

/** Of what was found, the named hosts' ports are services. */
function onlyMembers(members: readonly Ec2Member[]) {
  const at = ({ host, port }: Ec2Member) => `${host}:${port}`.replaceAll(".", "\\.");
  const has = (member: Ec2Member, target: string, value: string) => copy(["instance"], at(member), target, value);
  return [
    ...members.flatMap((member) => [
      has(member, "service", member.service),
      has(member, "team", member.team),
      ...(member.metricsPath ? [has(member, "__metrics_path__", member.metricsPath)] : []),
      ...(member.interval
        ? [
            has(member, "__scrape_interval__", member.interval),
            has(member, "__scrape_timeout__", timeoutOf(member.interval)),
          ]
        : []),
    ]),
    // Targets that are not instances have an address of their own, and are kept.
    { source_labels: ["instance", PRIVATE_NAME], regex: `(${members.map(at).join("|")});.+|.*;`, action: "keep" },
    // Exporters of what is elsewhere: their host goes first, as the other line knows them by their instance.
    ...members.flatMap((member) =>
      member.about ? [has(member, "host", ""), has(member, "instance", member.about)] : [],
    ),
  ];
}
