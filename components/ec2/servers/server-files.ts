// The configuration of one monitoring server, as files: what its bucket holds and its pull brings.
import { alertmanagerConfig, slackTemplate } from "../../alertmanager";
import { drillPlanOf } from "../../drill";
import { incidentsPlanOf } from "../../incidents";
import {
  credentialPaths,
  type Ec2Platform,
  type Monitoring,
  runbookDashboards,
  withoutPlugins,
} from "../../monitoring";
import { hasManagedRules } from "../../monitoring/platforms/ec2/settings";
import { archiveConfig, blackboxConfig, prometheusConfig, type RemoteWrite, ruleFile, shareOf } from "../../prometheus";
import { remediationPlanOf } from "../../remediation";
import { CLIENT_FILES } from "../tls/authority";
import { grafanaUrl } from "../topology/endpoints";
import { PORTS } from "../topology/ports";
import { addressOf, type Server, serversOf, shardsOf } from "../topology/server";
import { grafanaFiles } from "./grafana-files";
import { ACCESS, CLOUDWATCH, DRILL, GATEWAY, INCIDENTS, LOG_RULES, REMEDIATION, SECRETS } from "./paths";

export interface ServerFilesArgs {
  /** The names of the credentials that the server has as files. */
  credentials: readonly string[];
  monitoring: Monitoring;
  platform: Ec2Platform;
  server: Server;
  /** Dashboards as Grafana JSON, by file name. */
  dashboards: Readonly<Record<string, string>>;
  /** The rules of vmalert; none where the server keeps no logs. */
  logRules?: string;
  /** The configuration of the gateway of traces; none where the server takes no traces. */
  gateway?: string;
  /** What CloudWatch is asked for; none where the server does not ask. */
  cloudwatch?: string;
  /** The bundled program of the continuous drill; used where the settings ask for one. */
  drillProgram?: string;
  /** The bundled program that adds to incidents' threads; used where messages have any. */
  incidentsProgram?: string;
  /** The bundled program that calls hooks; used where alerts have any. */
  remediationProgram?: string;
  /** The workspace's endpoint, `https://…/workspaces/ws-…/`, where there is one. */
  workspace?: string;
}

/** By path. */
export const serverFiles = (args: ServerFilesArgs): Record<string, string> => ({
  [PROMETHEUS_FILE]: prometheusFile(args),
  ...otherFiles(args),
});

export const PROMETHEUS_FILE = "prometheus/prometheus.yml";

/** Exactly one evaluates: where the workspace does, the servers have no rules. */
const evaluates = ({ platform }: ServerFilesArgs) => !hasManagedRules(platform);

const hasArchive = ({ monitoring }: ServerFilesArgs) => monitoring.business.series.length > 0;

function shardOf({ platform, server }: ServerFilesArgs) {
  const shards = shardsOf(platform);
  return shards > 1 ? { index: server.shard, of: shards } : undefined;
}

/** The only file that names the workspace. */
export function prometheusFile(args: ServerFilesArgs): string {
  const { monitoring, platform, server } = args;
  const among = { environment: monitoring.environment, servers: serversOf(platform) };
  const shard = shardOf(args);
  return prometheusConfig(monitoring, {
    alertmanagers: among.servers.map((one) => addressOf(one, "alertmanager", among)),
    credentialFile: (file) => `${SECRETS}/${file}`,
    ruleFiles: evaluates(args) ? ["rules/*.yml"] : [],
    access: { ...ACCESS, tls: true },
    ...(platform.tls !== "none" && {
      client: { certificate: `${SECRETS}/${CLIENT_FILES.certificate}`, key: `${SECRETS}/${CLIENT_FILES.key}` },
    }),
    ...(among.servers.length > 1 && {
      replica: { cluster: `${monitoring.environment}-${server.shard}`, name: server.name },
    }),
    ...(shard && { shard }),
    ...(hasArchive(args) && { archive: `https://127.0.0.1:${PORTS.archive}` }),
    remoteWrite: writingTo(args),
  });
}

/** All others, by path. */
export function otherFiles(args: ServerFilesArgs): Record<string, string> {
  const { monitoring, platform, dashboards } = args;
  const shard = shardOf(args);
  const { drill } = monitoring.notifications;
  const incidents = incidentsPlanOf(monitoring);
  const hooks = remediationPlanOf(monitoring);
  const groups = shard ? monitoring.groups.map((group) => shareOf(group, shard)) : monitoring.groups;
  return {
    ...(evaluates(args)
      ? Object.fromEntries(groups.map((group) => [`prometheus/rules/${group.name}.yml`, ruleFile(group)]))
      : {}),
    ...(hasArchive(args) && { "archive/prometheus.yml": archiveConfig() }),
    "alertmanager/alertmanager.yml": alertmanagerConfig(monitoring, {
      credentials: credentialPaths(args.credentials, (name) => `${SECRETS}/${name}`),
      templates: ["templates/*.tmpl"],
      // This server's own: the Alertmanager that sends a group is the one whose message it is.
      incidents: followerAt(PORTS.incidents),
      hooks: followerAt(PORTS.remediation),
    }),
    "alertmanager/templates/slack.tmpl": slackTemplate(),
    ...(args.logRules && { [LOG_RULES]: args.logRules }),
    ...(args.gateway && { [GATEWAY]: args.gateway }),
    ...(args.cloudwatch && { [CLOUDWATCH]: args.cloudwatch }),
    "blackbox/blackbox.yml": blackboxConfig(monitoring.jobs),
    ...(drill &&
      args.drillProgram && {
        [DRILL.plan]: JSON.stringify(drillPlanOf(monitoring, drill.team)),
        [DRILL.program]: args.drillProgram,
      }),
    ...(incidents &&
      args.incidentsProgram && {
        [INCIDENTS.plan]: JSON.stringify(incidents),
        [INCIDENTS.program]: args.incidentsProgram,
      }),
    ...(hooks &&
      args.remediationProgram && {
        [REMEDIATION.plan]: JSON.stringify(hooks),
        [REMEDIATION.program]: args.remediationProgram,
      }),
    ...below(
      "grafana",
      grafanaFiles({
        url: grafanaUrl(platform),
        behindLoadBalancer: platform.loadBalancer !== undefined,
        archive: hasArchive(args),
        traces: args.gateway !== undefined && !monitoring.traces?.existing,
        existing: withoutPlugins({ logs: monitoring.logs?.existing, traces: monitoring.traces?.existing }),
      }),
    ),
    ...below("grafana/dashboards", dashboards),
    ...below("grafana/runbooks", runbookDashboards(monitoring)),
  };
}

const followerAt = (port: number) => ({
  url: `http://127.0.0.1:${port}/groups`,
  ...ACCESS,
});

function writingTo({ monitoring, platform, workspace }: ServerFilesArgs): RemoteWrite[] {
  const { remoteWrite } = platform;
  if (!remoteWrite) return [];
  const common = {
    queue: remoteWrite.queue,
    ...(remoteWrite.series === "business" && { keep: monitoring.business.series }),
  };
  switch (remoteWrite.to) {
    case "managed":
      if (!workspace) throw new Error("remoteWrite to managed needs the workspace's endpoint");
      return [{ name: "managed", url: `${workspace}api/v1/remote_write`, region: platform.region, ...common }];
    case "endpoint":
      return [
        {
          name: "endpoint",
          url: remoteWrite.url,
          withoutReplica: !remoteWrite.replicaLabel,
          ...(remoteWrite.tokenParameter && { tokenFile: `${SECRETS}/remote-write-token` }),
          ...common,
        },
      ];
  }
}

const below = (folder: string, files: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(files).map(([path, content]) => [`${folder}/${path}`, content]));
