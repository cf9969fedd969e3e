// The monitoring servers of an environment, and what they have in common: their size, their zone, their snapshots.
import * as route53 from "@pulumi/aws/route53";
import * as pulumi from "@pulumi/pulumi";
import { alertmanagerFlags } from "../../alertmanager";
import { incidentsPlanOf } from "../../incidents";
import { type Credentials, existingStores, type Monitoring, putByHand } from "../../monitoring";
import { remediationPlanOf } from "../../remediation";
import { seconds } from "../../rules";
import type { Access } from "../aws/access";
import type { ConfigurationDelivery } from "../aws/configuration-delivery";
import { askingCloudwatch, lookingInto } from "../aws/discovery-rights";
import { arnsOf } from "../aws/foreign-parameters";
import type { ManagedPrometheus } from "../aws/managed-prometheus";
import type { SecretParameters } from "../aws/secret-parameters";
import { tagsOf } from "../aws/tags";
import { exportersOnServers } from "../hosts/data-exporters";
import { asksCloudwatch } from "../topology/cloudwatch";
import type { Ec2Settings } from "../topology/endpoints";
import { LOGS_PASSWORD } from "../topology/logs";
import { addressesOf } from "../topology/reaching";
import { addressOf, serversOf, shardsOf, zoneOf } from "../topology/server";
import { TRACE_STORE_PASSWORD, TRACES_PASSWORD } from "../topology/traces";
import { GRAFANA_STORE_PASSWORDS } from "./grafana-files";
import { MonitoringServer } from "./monitoring-server";
import { LEDGER } from "./paths";
import { readinessDocument } from "./readiness";
import { blockBytesOf, sizeOf } from "./sizing";
import { Snapshots } from "./snapshots";

export interface MonitoringServersArgs {
  settings: Ec2Settings;
  monitoring: Monitoring;
  credentials: Credentials;
  access: Access;
  /** Of the servers, in CIDR notation. */
  networks: pulumi.Output<string[]>;
  bucket: ConfigurationDelivery["bucket"];
  secrets: SecretParameters;
  /** As PEM, where the servers speak TLS with each other. */
  authority?: pulumi.Input<string>;
  workspace?: ManagedPrometheus;
}

/** Longer than anyone will ask. */
const FOREVER = "100y";

/** Ids of their machines by name. */
export function monitoringServers(
  environment: string,
  args: MonitoringServersArgs,
  opts: { parent: pulumi.Resource },
): Record<string, pulumi.Output<string>> {
  const { monitoring, settings, access, networks, bucket, secrets, authority, workspace } = args;
  const { platform, team } = settings;
  const { subnets } = platform.network;
  const servers = serversOf(platform);
  const existing = existingStores(settings);
  const hooks = remediationPlanOf(monitoring);
  const among = { environment, servers };
  const size = sizeOf(monitoring, shardsOf(platform));
  const volumeGiB = platform.servers.volume ?? size.volumeGiB;
  const { tag } = new Snapshots(`${environment}-snapshots`, { environment, keep: platform.servers.snapshots }, opts);
  const zone =
    servers.length > 1 || (settings.logs && !existing.logs) || settings.traces
      ? zoneFor(environment, platform.network.vpc, opts)
      : undefined;
  const readiness = platform.servers.count > 1 ? readinessDocument(environment, opts) : undefined;
  const onServers = exportersOnServers(platform);
  const foreign = foreignSecrets(environment, args);
  const read = [...Object.values(foreign), ...onServers.flatMap((one) => one.environmentParameter ?? [])];
  const archive = monitoring.business.retention === "forever" ? FOREVER : monitoring.business.retention;
  const made: Record<string, MonitoringServer> = {};
  let before: MonitoringServer | undefined;
  for (const [index, server] of servers.entries()) {
    const peers = servers.filter(({ name }) => name !== server.name);
    const isKeeper = server.shard === 0;
    const logs = isKeeper && !existing.logs ? settings.logs : undefined;
    const traces = isKeeper ? settings.traces : undefined;
    const {
      [LOGS_PASSWORD]: logsPassword,
      [TRACES_PASSWORD]: tracesPassword,
      [TRACE_STORE_PASSWORD]: traceStorePassword,
      ...others
    } = secrets.names;
    before = new MonitoringServer(
      `${environment}-${server.name}`,
      {
        environment,
        region: platform.region,
        server: server.name,
        subnet: subnets[index % subnets.length] ?? "",
        securityGroup: access.servers.id,
        type: platform.servers.type ?? size.type,
        volumeGiB,
        snapshotTag: tag,
        ...(traces && { traces }),
        ...(zone && { record: { zone: zone.zoneId, name: `${server.name}.${zoneOf(environment)}` } }),
        bucket: { name: bucket.id, arn: bucket.arn },
        may: [
          { actions: ["ssm:GetParameter"], resources: [...secrets.arns, ...arnsOf(read, platform.region, opts)] },
          ...(workspace ? [workspace.writing] : []),
          ...lookingInto(platform, opts),
          ...askingCloudwatch(platform, server),
          ...(hooks
            ? [
                {
                  actions: ["s3:GetObject", "s3:PutObject"],
                  resources: [pulumi.interpolate`${bucket.arn}/${LEDGER}/*`],
                },
              ]
            : []),
        ],
        networks,
        ...(readiness && { readiness }),
        ...(authority !== undefined && { authority }),
        setup: {
          downloads: platform.downloads,
          retention: monitoring.retention,
          garbagePercent: size.garbagePercent,
          ...(monitoring.lookback && { lookback: monitoring.lookback }),
          retentionBytes: platform.servers.volume ? blockBytesOf(volumeGiB) : size.blockBytes,
          ...(monitoring.business.series.length > 0 && { archive }),
          peers: peers.map((peer) => addressOf(peer, "cluster", among)),
          exporterOverTls: platform.tls === "all",
          behindLoadBalancer: platform.loadBalancer !== undefined,
          urls: addressesOf(platform),
          secrets: {
            ...others,
            ...(logs && logsPassword && { [LOGS_PASSWORD]: logsPassword }),
            ...(traces && tracesPassword && { [TRACES_PASSWORD]: tracesPassword }),
            ...(traces && traceStorePassword && { [TRACE_STORE_PASSWORD]: traceStorePassword }),
            ...(existing.logs && logsPassword && { [GRAFANA_STORE_PASSWORDS.logs]: logsPassword }),
            ...(traceStorePassword && { [GRAFANA_STORE_PASSWORDS.traces]: traceStorePassword }),
            ...foreign,
          },
          dataExporters: onServers,
          ...(logs && {
            logs: {
              settings: logs,
              environment,
              alertmanagers: servers.map((one) => addressOf(one, "alertmanager", among)),
            },
          }),
          ...(asksCloudwatch(platform, server) && { cloudwatch: true }),
          ...(incidentsPlanOf(monitoring) && { incidents: true }),
          ...(hooks && { remediation: { hasThreads: Object.keys(hooks.channels).length > 0 } }),
          ...(monitoring.notifications.drill && { drillEvery: seconds(monitoring.notifications.drill.every) }),
          alertmanagerFlags: alertmanagerFlags(monitoring.notifications),
        },
        defaultTags: platform.aws.defaultTags,
        teamTag: platform.discovery.teamTag,
        team,
      },
      // One after the other, each at work before the next is touched, so that a change of all leaves one at work.
      { ...opts, dependsOn: before ? [before] : [] },
    );
    made[server.name] = before;
  }
  return Object.fromEntries(Object.entries(made).map(([name, { instance }]) => [name, instance]));
}

/** Parameters that a server reads and the stack does not make: by file. */
function foreignSecrets(environment: string, { credentials, settings }: MonitoringServersArgs): Record<string, string> {
  const { remoteWrite } = settings.platform;
  return {
    // Where the settings have no credential, somebody puts one there by hand; it is never in the state then.
    ...Object.fromEntries(
      putByHand(settings.notifications, credentials.receivers ?? {}).map(({ name }) => [
        name,
        `/tocsin/${environment}/${name}`,
      ]),
    ),
    ...(remoteWrite?.to === "endpoint" &&
      remoteWrite.tokenParameter && { "remote-write-token": remoteWrite.tokenParameter }),
  };
}

function zoneFor(environment: string, vpc: string, opts: pulumi.CustomResourceOptions): route53.Zone {
  const name = `${environment}-zone`;
  return new route53.Zone(
    name,
    {
      name: zoneOf(environment),
      comment: "Monitoring servers",
      vpcs: [{ vpcId: vpc }],
      tags: tagsOf(environment, name),
    },
    opts,
  );
}
