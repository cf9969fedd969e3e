// All hosts of an environment: those that are made, and those that exist.
import type * as pulumi from "@pulumi/pulumi";
import type { Access } from "../aws/access";
import { arnsOf } from "../aws/foreign-parameters";
import type { Ec2Settings } from "../topology/endpoints";
import { ExistingHosts } from "./existing-hosts";
import { MonitoredHosts } from "./monitored-hosts";

export interface WatchedBy {
  access: Access;
  networks: pulumi.Output<string[]>;
  /** As PEM: of the authority whose certificates the exporters of new machines ask for. */
  authority?: pulumi.Input<string>;
  /** ARNs of further parameters that every made host reads. */
  reads?: readonly pulumi.Input<string>[];
}

/** What the servers' files name is to be there before them: what is returned can be waited for. */
export function watchedHosts(
  environment: string,
  settings: Ec2Settings,
  { access, networks, authority, reads = [] }: WatchedBy,
  opts: { parent: pulumi.Resource },
): pulumi.Resource[] {
  const { hosts, downloads, exporters, network, discovery, region, aws } = settings.platform;
  const common = { environment, region, downloads, exporters: hosts.exporters, networks };
  const runningOn = (names: readonly { name: string }[]) =>
    exporters.filter(({ on }) => names.some(({ name }) => name === on));
  const onMade = runningOn([...hosts.instances, ...hosts.groups]);
  const parameters = onMade.flatMap(({ environmentParameter }) => environmentParameter ?? []);
  const made = () =>
    new MonitoredHosts(
      `${environment}-hosts`,
      {
        ...common,
        ...hosts,
        subnets: network.subnets,
        securityGroup: access.hosts.id,
        dataExporters: onMade,
        ...(authority !== undefined && { authority }),
        parameters: [...arnsOf(parameters, region, opts), ...reads],
        teamTag: discovery.teamTag,
        defaultTags: aws.defaultTags,
        teamOf: (host) => settings.hosts.find(({ name }) => name === host)?.team ?? settings.team,
      },
      opts,
    );
  return [
    ...(hosts.instances.length + hosts.groups.length > 0 ? [made()] : []),
    ...hosts.existing.map(
      (existing) =>
        new ExistingHosts(
          `${environment}-${existing.name}`,
          { ...common, hosts: existing, dataExporters: runningOn([existing]) },
          opts,
        ),
    ),
  ];
}
