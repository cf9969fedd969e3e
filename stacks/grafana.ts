// A Grafana that exists, and the Prometheus behind it: dashboards, rules and messages in the one, files for the other.
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { Provider } from "@pulumiverse/grafana/provider";
import {
  dataSourceUid,
  GrafanaContent,
  GrafanaDataSource,
  GrafanaNotifications,
  GrafanaRules,
  GrafanaServiceAccount,
  grafanaRuleGroups,
  lostInGrafana,
  organisationOf,
  prometheusFiles,
  treeNameOf,
} from "../components/grafana";
import { Files } from "../components/host";
import {
  addressText,
  assemble,
  credentialsGiven,
  dashboardFiles,
  type Endpoints,
  holdsSecretAddress,
  type Monitoring,
} from "../components/monitoring";
import { type Facts, type GrafanaFacts, type SettingsOn, type Surroundings, stackOn } from "./stack";

/** What holds for a Grafana of any version. */
const NOT_ASKED: GrafanaFacts = { noTree: "Grafana was not asked whether it has routing trees" };

type GrafanaSettings = SettingsOn<"grafana">;

function monitoring(settings: GrafanaSettings, { environment, ownRules }: Facts): Monitoring {
  return assemble(environment, settings, endpoints(settings), ownRules);
}

function deploy(
  settings: GrafanaSettings,
  { environment, projectDir, credentials, grafana: found = NOT_ASKED }: Surroundings,
  watched: Monitoring,
) {
  const { platform } = settings;
  const dataSource = dataSourceUid(environment, platform.dataSource);
  const tree = found.noTree === undefined ? treeNameOf(environment) : undefined;
  const groups =
    platform.alerting === "grafana"
      ? grafanaRuleGroups(watched, {
          dataSource,
          owner: settings.team,
          recordings: platform.recordings === "grafana",
          tree,
        })
      : [];

  const provider = new Provider("grafana", {
    url: platform.url,
    ...(credentials.platform?.auth && { auth: credentials.platform.auth }),
    // Grafana's own API server has an organisation in its path, which its resources have no input for.
    ...(tree !== undefined && platform.organisation !== undefined && { orgId: platform.organisation }),
  });
  const opts = { provider };
  const organisation = organisationOf(platform.organisation);
  if ("url" in platform.dataSource) {
    const args = {
      environment,
      organisation,
      dataSource: platform.dataSource,
      credentials: credentials.platform ?? {},
    };
    new GrafanaDataSource("prometheus", args, opts);
  }
  const content = new GrafanaContent(
    "tocsin",
    {
      environment,
      organisation,
      // Whose series a company's Prometheus has is not known here.
      dashboards: dashboardFiles(watched, { datasourceUid: dataSource, environments: {} }),
      owners: [...new Set([settings.team, ...groups.map(({ team }) => team), ...Object.keys(platform.teams)])],
      teams: platform.teams,
    },
    opts,
  );
  if (platform.alerting === "grafana") {
    const notifications = new GrafanaNotifications(
      "notifications",
      { organisation, notifications: watched.notifications, credentials: credentials.receivers ?? {}, tree },
      opts,
    );
    new GrafanaRules(
      "rules",
      { environment, organisation, groups, teamFolders: content.teamFolders },
      // What a rule fires before its tree is there, the organisation's policies would send.
      { ...opts, ...(tree !== undefined && { dependsOn: [notifications] }) },
    );
  }
  // What no Grafana can do for a Prometheus: its operator includes these files.
  const handedOver = join(projectDir, ".tocsin", environment, "prometheus");
  const given = credentialsGiven(settings.notifications);
  const files = Object.entries(prometheusFiles(watched, platform, given)).map(([path, content]) => [
    path,
    holdsSecretAddress(content, watched.notifications) ? pulumi.secret(content) : content,
  ]);
  new Files("prometheus-files", { dir: handedOver, files: Object.fromEntries(files) });
  const account =
    platform.serviceAccount === "none"
      ? undefined
      : new GrafanaServiceAccount(
          "deployer",
          { environment, organisation, rights: platform.serviceAccount, hasTree: tree !== undefined },
          opts,
        );
  const lost =
    platform.alerting === "grafana" && found.noTree !== undefined ? lostInGrafana(watched, found.noTree) : [];
  for (const sentence of lost) pulumi.log.warn(sentence, content);
  return {
    addresses: { grafana: platform.url },
    lost,
    dashboards: content.dashboardUrls,
    prometheusFiles: handedOver,
    ...(account && { serviceAccountToken: account.token }),
  };
}

export const grafana = stackOn("grafana", { monitoring, deploy });

function endpoints({ platform, links }: GrafanaSettings): Endpoints {
  const { url, scrapes } = platform;
  if (!links.runbook) {
    throw new Error(
      "links.runbook: found nothing; on the platform grafana, give where the runbooks are published, with {mixin} and {alert}",
    );
  }
  return {
    prometheus: addressText(scrapes.prometheus),
    alertmanager: addressText(scrapes.alertmanager),
    nodeExporter: addressText(scrapes.nodeExporter),
    blackbox: addressText(scrapes.blackboxExporter),
    evaluates: platform.alerting,
    runbook: links.runbook,
    dashboard: `${url}/d/{uid}`,
  };
}
