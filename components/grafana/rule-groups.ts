// Rules that Grafana itself evaluates, in folders of their teams.
import * as pulumi from "@pulumi/pulumi";
import { RuleGroup } from "@pulumiverse/grafana/alerting/ruleGroup";
import { Folder } from "@pulumiverse/grafana/oss/folder";
import type { Organisation } from "./organisation";
import type { GrafanaRuleGroup } from "./rules";
import { uidOf } from "./uid";

export interface GrafanaRulesArgs {
  environment: string;
  /** Where it lies. */
  organisation: Organisation;
  groups: readonly GrafanaRuleGroup[];
  /** The uid of each team's folder. */
  teamFolders: Readonly<Record<string, pulumi.Input<string>>>;
}

/** In each team's folder a folder a severity, where names of rules do not meet, and in it a group a mixin. */
export class GrafanaRules extends pulumi.ComponentResource {
  constructor(name: string, args: GrafanaRulesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tocsin:grafana:GrafanaRules", name, {}, opts);
    const { environment, organisation, groups, teamFolders } = args;
    const folders = new Map<string, Folder>();
    for (const { team, folder: title, name: group, intervalSeconds, rules } of groups) {
      const key = `${team}-${title}`;
      const folder =
        folders.get(key) ??
        new Folder(
          `${name}-${key}`,
          {
            ...organisation,
            uid: uidOf("tocsin", environment, team, title),
            title,
            parentFolderUid: parentOf(team, teamFolders),
          },
          { parent: this },
        );
      folders.set(key, folder);
      new RuleGroup(
        `${key}-${group}`,
        {
          ...organisation,
          name: group,
          folderUid: folder.uid,
          intervalSeconds,
          rules: rules.map(({ datas, ...rule }) => ({ ...rule, datas: [...datas] })),
        },
        { parent: this },
      );
    }
    this.registerOutputs({});
  }
}

function parentOf(team: string, teamFolders: GrafanaRulesArgs["teamFolders"]): pulumi.Input<string> {
  const uid = teamFolders[team];
  if (uid === undefined) throw new Error(`Team ${team} owns rules and has no folder`);
  return uid;
}
