// A service account that deploys in place of an administrator.
import * as pulumi from "@pulumi/pulumi";
import { Role } from "@pulumiverse/grafana/enterprise/role";
import { RoleAssignment } from "@pulumiverse/grafana/enterprise/roleAssignment";
import { ServiceAccount } from "@pulumiverse/grafana/oss/serviceAccount";
import { ServiceAccountToken } from "@pulumiverse/grafana/oss/serviceAccountToken";
import type { Organisation } from "./organisation";

export interface GrafanaServiceAccountArgs {
  environment: string;
  /** Where it lies. */
  organisation: Organisation;
  /**
   * `basic` is the basic role Admin of the organisation: without fine-grained rights, Grafana gives those to provision
   * alerts, data sources and permissions of folders to no lesser one. `fine` is the permissions below.
   */
  rights: "basic" | "fine";
  /** Whether the environment has a tree of notification policies of its own, and inhibitions. */
  hasTree: boolean;
}

/** What this program does in Grafana, and no more: no users, no teams, no settings of the server. */
const PERMISSIONS = [
  { action: "datasources:create" },
  ...["read", "write", "delete", "query"].map((verb) => ({ action: `datasources:${verb}`, scope: "datasources:*" })),
  { action: "folders:create", scope: "folders:*" },
  ...["read", "write", "delete"].map((verb) => ({ action: `folders:${verb}`, scope: "folders:*" })),
  ...["read", "write"].map((verb) => ({ action: `folders.permissions:${verb}`, scope: "folders:*" })),
  ...["create", "read", "write", "delete"].map((verb) => ({ action: `dashboards:${verb}`, scope: "folders:*" })),
  { action: "alert.provisioning:read" },
  { action: "alert.provisioning:write" },
  { action: "teams:read", scope: "teams:*" },
];

/** Of Grafana's own API server, which has the trees of notification policies and the inhibitions. */
const TREE_PERMISSIONS = [
  { action: "alert.notifications.routes:read" },
  { action: "alert.notifications.routes:write" },
  ...["read", "write", "delete"].map((verb) => ({
    action: `alert.notifications.inhibition-rules:${verb}`,
    scope: "inhibition-rules:*",
  })),
  { action: "alert.provisioning.provenance:write" },
];

/** The account and a token of it, for `platform.auth` of later deployments. */
export class GrafanaServiceAccount extends pulumi.ComponentResource {
  /** A secret. */
  readonly token: pulumi.Output<string>;

  constructor(name: string, args: GrafanaServiceAccountArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tocsin:grafana:GrafanaServiceAccount", name, {}, opts);
    const account = new ServiceAccount(
      name,
      { ...args.organisation, name: `tocsin-${args.environment}`, role: args.rights === "basic" ? "Admin" : "None" },
      { parent: this },
    );
    if (args.rights === "fine") {
      const role = new Role(
        name,
        {
          ...args.organisation,
          name: `tocsin:${args.environment}:deployer`,
          description: "Deploys folders, dashboards, data sources and alerting",
          autoIncrementVersion: true,
          permissions: [...PERMISSIONS, ...(args.hasTree ? TREE_PERMISSIONS : [])],
        },
        { parent: this },
      );
      new RoleAssignment(
        name,
        { ...args.organisation, roleUid: role.uid, serviceAccounts: [account.id] },
        { parent: this },
      );
    }
    const token = new ServiceAccountToken(
      name,
      { name: `${name}-token`, serviceAccountId: account.id },
      { parent: this },
    );
    this.token = pulumi.secret(token.key);
    this.registerOutputs({ token: this.token });
  }
}
