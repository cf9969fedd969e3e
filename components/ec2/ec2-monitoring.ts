// A whole environment on EC2: hosts, servers, and what is between them.
import { getCallerIdentityOutput } from "@pulumi/aws/getCallerIdentity";
import * as route53 from "@pulumi/aws/route53";
import * as pulumi from "@pulumi/pulumi";
import type { Credentials, Monitoring } from "../monitoring";
import { Access } from "./access";
import { ConfigurationDelivery } from "./configuration-delivery";
import { type Ec2Settings, grafanaUrl } from "./endpoints";
import { ExistingHosts } from "./existing-hosts";
import { GrafanaLoadBalancer } from "./grafana-load-balancer";
import { networksOf } from "./machine";
import { ManagedPrometheus } from "./managed-prometheus";
import { MonitoredHosts } from "./monitored-hosts";
import { MonitoringServer } from "./monitoring-server";
import { PORTS } from "./ports";
import { SecretParameters } from "./secret-parameters";
import { addressOf, type Server, serversOf, shardsOf, zoneOf } from "./server";
import { serverFiles } from "./server-files";
import { blockBytesOf, sizeOf } from "./sizing";
import { Snapshots } from "./snapshots";
import { tagsOf } from "./tags";

export interface Ec2MonitoringArgs {
  settings: Ec2Settings;
  monitoring: Monitoring;
  /** Dashboards as Grafana JSON, by file name. */
  dashboards: Readonly<Record<string, string>>;
  credentials: Credentials;
}

/** Longer than anyone will ask. */
const FOREVER = "100y";

export class Ec2Monitoring extends pulumi.ComponentResource {
  /** Where each part is reached at this end of its session, or at the load balancer. */
  readonly addresses: Readonly<Record<string, string>>;
  /** The commands that open those sessions, and the one that shows Grafana's password. */
  readonly commands: Readonly<Record<string, pulumi.Output<string>>>;
  /** Ids of the servers by name. */
  readonly servers: Readonly<Record<string, pulumi.Output<string>>>;
  /** The version that the servers are to run. */
  readonly version: pulumi.Output<string>;

  private readonly secrets: SecretParameters;
  private readonly workspace: ManagedPrometheus | undefined;

  constructor(
    readonly name: string,
    private readonly args: Ec2MonitoringArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("tocsin:ec2:Ec2Monitoring", name, {}, opts);
    const { platform } = args.settings;
    const parent = { parent: this };
    const networks = networksOf(platform.network.subnets, parent);
    const access = new Access(
      `${name}-access`,
      {
        environment: name,
        vpc: platform.network.vpc,
        hostPorts: this.hostPorts(),
        existing: [...new Set(platform.hosts.existing.flatMap(({ securityGroups }) => securityGroups))],
        isCluster: this.isCluster,
      },
      parent,
    );
    this.watchedHosts(access, networks);
    this.secrets = this.secretParameters();
    this.workspace = this.managedPrometheus();
    const delivery = this.delivery();
    this.servers = this.monitoringServers(access, networks, delivery);
    this.version = delivery.version;
    const balancer = this.loadBalancer(access);
    this.addresses = this.reachable();
    this.commands = { ...this.sessions(), ...(balancer && { "load balancer": balancer.dnsName }) };
    this.registerOutputs({ addresses: this.addresses, commands: this.commands, version: this.version });
  }

  private get isCluster(): boolean {
    return serversOf(this.args.settings.platform).length > 1;
  }

  /** Of everything that is found on hosts, and of services' own exporters. */
  private hostPorts(): number[] {
    const found = this.args.monitoring.jobs.flatMap(({ discovery }) =>
      discovery?.kind === "ec2" ? discovery.searches.map(({ port }) => port) : [],
    );
    return [...new Set(found)].sort((a, b) => a - b);
  }

  private watchedHosts(access: Access, networks: pulumi.Output<string[]>): void {
    const { settings } = this.args;
    const { hosts, downloads, exporters, network, discovery, region } = settings.platform;
    const common = { environment: this.name, region, downloads, exporters: hosts.exporters, networks };
    const runsOn = (names: readonly { name: string }[]) =>
      exporters.filter(({ on }) => names.some(({ name }) => name === on));
    const onMade = runsOn([...hosts.instances, ...hosts.groups]);
    if (hosts.instances.length + hosts.groups.length > 0)
      new MonitoredHosts(
        `${this.name}-hosts`,
        {
          ...common,
          ...hosts,
          subnets: network.subnets,
          securityGroup: access.hosts.id,
          dataExporters: onMade,
          parameters: this.arnsOf(onMade.flatMap(({ environmentParameter }) => environmentParameter ?? [])),
          teamTag: discovery.teamTag,
          teamOf: (host) => settings.hosts.find(({ name }) => name === host)?.team ?? settings.team,
        },
        { parent: this },
      );
    for (const existing of hosts.existing)
      new ExistingHosts(
        `${this.name}-${existing.name}`,
        { ...common, hosts: existing, dataExporters: runsOn([existing]) },
        { parent: this },
      );
  }

  /** Of parameters that somebody else made. */
  private arnsOf(names: readonly string[]): pulumi.Output<string>[] {
    const { accountId } = getCallerIdentityOutput({}, { parent: this });
    const { region } = this.args.settings.platform;
    return names.map((name) => pulumi.interpolate`arn:aws:ssm:${region}:${accountId}:parameter${name}`);
  }

  private secretParameters(): SecretParameters {
    const { slack, pagerdutyRoutingKey } = this.args.credentials;
    return new SecretParameters(
      `${this.name}-secrets`,
      {
        environment: this.name,
        given: {
          ...(slack && ("token" in slack ? { "slack-token": slack.token } : { "slack-webhook": slack.webhook })),
          ...(pagerdutyRoutingKey && { "pagerduty-routing-key": pagerdutyRoutingKey }),
        },
        made: ["grafana-admin", ...(this.isCluster ? ["web-password"] : [])],
      },
      { parent: this },
    );
  }

  /** Parameters that a server reads and the stack does not make: by file. */
  private foreignSecrets(): Record<string, string> {
    const { credentials, settings } = this.args;
    const { remoteWrite } = settings.platform;
    return {
      // Where the settings have no credential, somebody puts one there by hand; it is never in the state then.
      ...(!credentials.slack && { "slack-webhook": `/tocsin/${this.name}/slack-webhook` }),
      ...(remoteWrite?.to === "endpoint" &&
        remoteWrite.tokenParameter && { "remote-write-token": remoteWrite.tokenParameter }),
    };
  }

  private managedPrometheus(): ManagedPrometheus | undefined {
    const { monitoring, settings } = this.args;
    const { remoteWrite, region } = settings.platform;
    if (remoteWrite?.to !== "managed") return undefined;
    return new ManagedPrometheus(
      `${this.name}-prometheus`,
      { monitoring, region, rules: remoteWrite.rules },
      { parent: this },
    );
  }

  private delivery(): ConfigurationDelivery {
    const { monitoring, settings, dashboards, credentials } = this.args;
    const { platform } = settings;
    const filesOf = (server: Server, workspace?: string) =>
      serverFiles({
        monitoring,
        platform,
        server,
        dashboards,
        slack: credentials.slack && "token" in credentials.slack ? "token" : "webhook",
        pages: credentials.pagerdutyRoutingKey !== undefined,
        ...(workspace && { workspace }),
      });
    const entries = serversOf(platform).map((server) => {
      const endpoint = this.workspace?.endpoint;
      if (!endpoint) return [server.name, filesOf(server)] as const;
      // Which files there are is known now; what is in them, when the workspace has its address.
      const files = endpoint.apply((known) => filesOf(server, known));
      const paths = Object.keys(filesOf(server, "https://workspace.invalid/"));
      const contents = paths.map((path): [string, pulumi.Input<string>] => [
        path,
        files.apply((all) => all[path] ?? ""),
      ]);
      return [server.name, Object.fromEntries(contents)] as const;
    });
    return new ConfigurationDelivery(
      `${this.name}-configuration`,
      { environment: this.name, servers: Object.fromEntries(entries) },
      { parent: this },
    );
  }

  private monitoringServers(
    access: Access,
    networks: pulumi.Output<string[]>,
    { bucket }: ConfigurationDelivery,
  ): Record<string, pulumi.Output<string>> {
    const { monitoring, settings } = this.args;
    const { platform, team } = settings;
    const { subnets } = platform.network;
    const servers = serversOf(platform);
    const among = { environment: this.name, servers };
    const size = sizeOf(monitoring, shardsOf(platform));
    const volumeGiB = platform.servers.volume ?? size.volumeGiB;
    const { tag } = new Snapshots(
      `${this.name}-snapshots`,
      { environment: this.name, keep: platform.servers.snapshots },
      { parent: this },
    );
    const zone = this.isCluster ? this.zone() : undefined;
    const onServers = platform.exporters.filter(({ on }) => on === "servers");
    const foreign = this.foreignSecrets();
    const read = [...Object.values(foreign), ...onServers.flatMap((one) => one.environmentParameter ?? [])];
    const archive = monitoring.business.retention === "forever" ? FOREVER : monitoring.business.retention;
    const made: Record<string, MonitoringServer> = {};
    let before: MonitoringServer | undefined;
    for (const [index, server] of servers.entries()) {
      const peers = servers.filter(({ name }) => name !== server.name);
      before = new MonitoringServer(
        `${this.name}-${server.name}`,
        {
          environment: this.name,
          region: platform.region,
          server: server.name,
          subnet: subnets[index % subnets.length] ?? "",
          securityGroup: access.servers.id,
          type: platform.servers.type ?? size.type,
          volumeGiB,
          snapshotTag: tag,
          ...(zone && { record: { zone: zone.zoneId, name: `${server.name}.${zoneOf(this.name)}` } }),
          bucket: { name: bucket.id, arn: bucket.arn },
          may: [
            { actions: ["ssm:GetParameter"], resources: [...this.secrets.arns, ...this.arnsOf(read)] },
            ...(this.workspace ? [this.workspace.writing] : []),
          ],
          networks,
          setup: {
            downloads: platform.downloads,
            retention: monitoring.retention,
            retentionBytes: platform.servers.volume ? blockBytesOf(volumeGiB) : size.blockBytes,
            ...(monitoring.business.series.length > 0 && { archive }),
            peers: peers.map((peer) => addressOf(peer, "cluster", among)),
            behindLoadBalancer: platform.loadBalancer !== undefined,
            urls: {
              prometheus: this.localUrl("prometheus"),
              alertmanager: this.localUrl("alertmanager"),
              grafana: grafanaUrl(platform),
            },
            secrets: { ...this.secrets.names, ...foreign },
            dataExporters: onServers,
          },
          teamTag: platform.discovery.teamTag,
          team,
        },
        // One after the other, so that a change of all leaves one at work.
        { parent: this, dependsOn: before ? [before] : [] },
      );
      made[server.name] = before;
    }
    return Object.fromEntries(Object.entries(made).map(([name, { instance }]) => [name, instance]));
  }

  private zone(): route53.Zone {
    const { vpc } = this.args.settings.platform.network;
    const name = `${this.name}-zone`;
    return new route53.Zone(
      name,
      { name: zoneOf(this.name), comment: "Monitoring servers", vpcs: [{ vpcId: vpc }], tags: tagsOf(this.name, name) },
      { parent: this },
    );
  }

  private loadBalancer(access: Access): GrafanaLoadBalancer | undefined {
    const { loadBalancer, network } = this.args.settings.platform;
    if (!loadBalancer) return undefined;
    return new GrafanaLoadBalancer(
      `${this.name}-grafana`,
      {
        environment: this.name,
        vpc: network.vpc,
        subnets: network.subnets,
        certificate: loadBalancer.certificate,
        from: loadBalancer.from,
        servers: access.servers.id,
        instances: this.servers,
      },
      { parent: this },
    );
  }

  private localUrl(part: "prometheus" | "alertmanager"): string {
    return `${this.isCluster ? "https" : "http"}://localhost:${PORTS[part]}`;
  }

  private reachable(): Record<string, string> {
    return {
      grafana: grafanaUrl(this.args.settings.platform),
      prometheus: this.localUrl("prometheus"),
      alertmanager: this.localUrl("alertmanager"),
    };
  }

  /** Without a port open to anyone: AWS asks who somebody is. */
  private sessions(): Record<string, pulumi.Output<string>> {
    const [first] = Object.values(this.servers);
    if (!first) return {};
    const { region } = this.args.settings.platform;
    const password = (file: string) =>
      pulumi.output(
        `aws ssm get-parameter --region ${region} --name ${this.secrets.names[file]} --with-decryption --query Parameter.Value --output text`,
      );
    const forward = (port: number) =>
      pulumi.interpolate`aws ssm start-session --region ${region} --target ${first} --document-name AWS-StartPortForwardingSession --parameters portNumber=${port},localPortNumber=${port}`;
    return {
      grafana: forward(PORTS.grafana),
      "grafana's password (user admin)": password("grafana-admin"),
      prometheus: forward(PORTS.prometheus),
      alertmanager: forward(PORTS.alertmanager),
      ...(this.isCluster && { "prometheus' and alertmanager's password (user tocsin)": password("web-password") }),
      shell: pulumi.interpolate`aws ssm start-session --region ${region} --target ${first}`,
    };
  }
}
