// A whole environment on EC2: hosts, servers, and what is between them.
import * as pulumi from "@pulumi/pulumi";
import {
  type Credentials,
  holdsSecretAddress,
  logsKeptHere,
  type Monitoring,
  putByHand,
  tracesKeptHere,
} from "../monitoring";
import { LONGEST_DAYS } from "../remediation";
import type { TracedService } from "../traces";
import { Access } from "./aws/access";
import { ConfigurationDelivery } from "./aws/configuration-delivery";
import { GrafanaLoadBalancer } from "./aws/grafana-load-balancer";
import { ManagedPrometheus } from "./aws/managed-prometheus";
import { SecretParameters } from "./aws/secret-parameters";
import { cloudwatchFile } from "./hosts/cloudwatch-exporter";
import { hostAgents } from "./hosts/host-agents";
import { watchedHosts } from "./hosts/watched-hosts";
import { networksOf } from "./machine/machine";
import { givenSecrets } from "./servers/given-secrets";
import { logRulesOf } from "./servers/log-units";
import { monitoringServers } from "./servers/monitoring-servers";
import { LEDGER } from "./servers/paths";
import { otherFiles, PROMETHEUS_FILE, prometheusFile } from "./servers/server-files";
import { gatewayFile } from "./servers/trace-units";
import { CertificateAuthority } from "./tls/authority";
import { asksCloudwatch } from "./topology/cloudwatch";
import type { Ec2Settings } from "./topology/endpoints";
import { LOGS_PASSWORD } from "./topology/logs";
import { addressesOf, sessionsTo } from "./topology/reaching";
import { serversOf } from "./topology/server";
import { storesOf, TRACES_PASSWORD } from "./topology/traces";

export interface Ec2MonitoringArgs {
  settings: Ec2Settings;
  monitoring: Monitoring;
  /** Whose spans are known; used where the settings have traces. */
  traced: readonly TracedService[];
  /** Dashboards as Grafana JSON, by file name. */
  dashboards: Readonly<Record<string, string>>;
  credentials: Credentials;
  /** When this is deployed: the servers' certificate is valid from then on. */
  now: Date;
  /** The bundled program of the continuous drill; used where the settings ask for one. */
  drillProgram?: string;
  /** The bundled program that adds to incidents' threads; used where messages have any. */
  incidentsProgram?: string;
  /** The bundled program that calls hooks; used where alerts have any. */
  remediationProgram?: string;
}

export class Ec2Monitoring extends pulumi.ComponentResource {
  /** Where each part is reached at this end of its session, or at the load balancer. */
  readonly addresses: Readonly<Record<string, string>>;
  /** The commands that open those sessions, and the one that shows Grafana's password. */
  readonly commands: Readonly<Record<string, pulumi.Output<string>>>;
  /** Ids of the servers by name. */
  readonly servers: Readonly<Record<string, pulumi.Output<string>>>;
  /** The version that the servers are to run. */
  readonly version: pulumi.Output<string>;

  private readonly authority: CertificateAuthority | undefined;
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
        asksCloudwatch: platform.cloudwatch !== undefined,
        takes: (["logs", "traces"] as const).filter((what) => this.takes[what]),
        overTls: platform.tls !== "none",
      },
      parent,
    );
    this.authority =
      platform.tls === "none" ? undefined : new CertificateAuthority(`${name}-authority`, args.now, parent);
    const authority = this.authority && { authority: this.authority.certificate };
    const ofHosts = platform.tls === "all" ? authority : undefined;
    this.secrets = this.secretParameters();
    const reads = [LOGS_PASSWORD, TRACES_PASSWORD].flatMap((password) =>
      this.secrets.names[password] === undefined ? [] : [this.secrets.arnOf(password)],
    );
    const hosts = watchedHosts(name, args.settings, { access, networks, ...ofHosts, reads }, parent);
    hostAgents(name, args.settings, this.secrets, parent);
    this.workspace = this.managedPrometheus();
    const delivery = this.delivery(hosts);
    const { bucket } = delivery;
    const { secrets, workspace } = this;
    const what = { ...args, ...authority, access, networks, bucket, secrets, ...(workspace && { workspace }) };
    this.servers = monitoringServers(name, what, parent);
    this.version = delivery.version;
    const balancer = this.loadBalancer(access);
    this.addresses = addressesOf(platform);
    const [first] = Object.values(this.servers);
    this.commands = {
      ...(first && sessionsTo(first, platform, secrets.names, this.keeps)),
      ...(balancer && { "load balancer": balancer.dnsName }),
    };
    this.registerOutputs({ addresses: this.addresses, commands: this.commands, version: this.version });
  }

  private get isCluster(): boolean {
    return serversOf(this.args.settings.platform).length > 1;
  }

  /** What is stored on the servers. */
  private get keeps() {
    return { logs: this.takes.logs, traces: tracesKeptHere(this.args.settings) !== undefined };
  }

  /** What servers take from hosts; lines for a store that exists go there at once. */
  private get takes() {
    const { settings } = this.args;
    return {
      logs: logsKeptHere(settings) !== undefined,
      traces: settings.traces !== undefined,
    };
  }

  /** Of everything that is found on hosts, and of services' own exporters. */
  private hostPorts(): number[] {
    const found = this.args.monitoring.jobs.flatMap(({ discovery }) =>
      discovery?.kind === "ec2" ? discovery.searches.map(({ port }) => port) : [],
    );
    return [...new Set(found)].sort((a, b) => a - b);
  }

  private secretParameters(): SecretParameters {
    return new SecretParameters(
      `${this.name}-secrets`,
      {
        environment: this.name,
        given: givenSecrets(this.args.credentials, this.authority?.servers),
        made: [
          "grafana-admin",
          "web-password",
          ...(this.takes.logs ? [LOGS_PASSWORD] : []),
          ...(this.takes.traces ? [TRACES_PASSWORD] : []),
        ],
      },
      { parent: this },
    );
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

  private delivery(hosts: pulumi.Resource[]): ConfigurationDelivery {
    const { monitoring, settings, traced, dashboards, credentials } = this.args;
    const { drillProgram, incidentsProgram, remediationProgram } = this.args;
    const { platform } = settings;
    const given = credentials.receivers ?? {};
    // An address that nobody is to know is neither printed by the engine nor kept in the clear in its state.
    const sealed = (content: string): pulumi.Output<string> =>
      holdsSecretAddress(content, monitoring.notifications) ? pulumi.secret(content) : pulumi.output(content);
    const { traces } = settings;
    const stores = storesOf(this.name, platform);
    const gateway = traces && gatewayFile({ settings: traces, services: traced, stores });
    const cloudwatch = cloudwatchFile(this.name, platform);
    const entries = serversOf(platform).map((server) => {
      const files = {
        monitoring,
        platform,
        server,
        dashboards,
        ...(drillProgram && { drillProgram }),
        ...(incidentsProgram && { incidentsProgram }),
        ...(remediationProgram && { remediationProgram }),
        ...(server.shard === 0 && {
          ...(settings.logs && this.takes.logs && { logRules: logRulesOf(settings, settings.logs) }),
          ...(gateway && { gateway }),
        }),
        ...(cloudwatch && asksCloudwatch(platform, server) && { cloudwatch }),
        credentials: [...Object.keys(given), ...putByHand(settings.notifications, given).map(({ name }) => name)],
      };
      // The workspace has its address only when it is made.
      const prometheus = this.workspace
        ? this.workspace.endpoint.apply((workspace) => sealed(prometheusFile({ ...files, workspace })))
        : sealed(prometheusFile(files));
      const others = Object.entries(otherFiles(files)).map(([path, content]) => [path, sealed(content)] as const);
      return [server.name, { [PROMETHEUS_FILE]: prometheus, ...Object.fromEntries(others) }] as const;
    });
    return new ConfigurationDelivery(
      `${this.name}-configuration`,
      {
        environment: this.name,
        servers: Object.fromEntries(entries),
        defaultTags: platform.aws.defaultTags,
        ...(monitoring.notifications.remediation && { ledger: { prefix: `${LEDGER}/`, days: LONGEST_DAYS + 1 } }),
      },
      // A host that the rules miss is made before the rules.
      { parent: this, dependsOn: hosts },
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
}
