// What Grafana shows: the data source, folders and who may do what in them, and the dashboards.
import * as pulumi from "@pulumi/pulumi";
import { Dashboard } from "@pulumiverse/grafana/oss/dashboard";
import { Folder } from "@pulumiverse/grafana/oss/folder";
import { FolderPermission } from "@pulumiverse/grafana/oss/folderPermission";
import { getTeamOutput } from "@pulumiverse/grafana/oss/getTeam";
import type { Organisation } from "./organisation";
import { uidOf } from "./uid";

export interface GrafanaContentArgs {
  environment: string;
  /** Where it lies. */
  organisation: Organisation;
  /** Dashboards as Grafana's JSON, by file name. */
  dashboards: Readonly<Record<string, string>>;
  /** The settings' teams that own anything; each has a folder. */
  owners: readonly string[];
  /** The name of the Grafana team of a settings' team; one without it has a folder that only administrators change. */
  teams: Readonly<Record<string, string>>;
}

/**
 * The environment's folder with its dashboards, and in it a folder a team. Everybody may look; an editor may change none of
 * what is deployed; a team may add to its own folder.
 */
export class GrafanaContent extends pulumi.ComponentResource {
  /** The uid of each team's folder. */
  readonly teamFolders: Readonly<Record<string, pulumi.Output<string>>>;
  /** The address of each dashboard, by uid. */
  readonly dashboardUrls: Readonly<Record<string, pulumi.Output<string>>>;

  constructor(name: string, args: GrafanaContentArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tocsin:grafana:GrafanaContent", name, {}, opts);
    const { environment, organisation, owners, teams } = args;

    const root = new Folder(
      `${name}-folder`,
      { ...organisation, uid: uidOf("tocsin", environment), title: `Tocsin ${environment}` },
      { parent: this },
    );
    new FolderPermission(
      `${name}-folder`,
      { ...organisation, folderUid: root.uid, permissions: [...LOOK_ONLY] },
      { parent: this },
    );

    this.teamFolders = Object.fromEntries(
      owners.map((team) => {
        const folder = new Folder(
          `${name}-${team}`,
          { ...organisation, uid: uidOf("tocsin", environment, team), title: team, parentFolderUid: root.uid },
          { parent: this },
        );
        const grafanaTeam = teams[team];
        const own = grafanaTeam
          ? [{ teamId: getTeamOutput({ ...organisation, name: grafanaTeam }, { parent: this }).id, permission: "Edit" }]
          : [];
        new FolderPermission(
          `${name}-${team}`,
          { ...organisation, folderUid: folder.uid, permissions: [...LOOK_ONLY, ...own] },
          { parent: this },
        );
        return [team, folder.uid];
      }),
    );

    this.dashboardUrls = Object.fromEntries(
      Object.entries(args.dashboards).map(([file, configJson]) => {
        const uid = file.replace(/\.json$/, "");
        // By hand nothing is changed for long: the next deployment has the last word.
        const dashboard = new Dashboard(
          uid,
          { ...organisation, configJson, folder: root.uid, overwrite: true },
          { parent: this },
        );
        return [uid, dashboard.url];
      }),
    );
    this.registerOutputs({ teamFolders: this.teamFolders, dashboardUrls: this.dashboardUrls });
  }
}

const LOOK_ONLY = [
  { role: "Viewer", permission: "View" },
  { role: "Editor", permission: "View" },
] as const;
