// What calls the hooks of remediation, in a cluster, with the credentials of hooks, which no other pod has.
import { Secret } from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import { SLACK_TOKEN } from "../../monitoring";
import type { RemediationPlan } from "../../remediation";
import { namesIn } from "../names";
import { type FollowerArgs, follower } from "./follower";

export interface RemediationArgs extends FollowerArgs {
  plan: RemediationPlan;
  /** Of hooks, by the names of their files. */
  credentials: Readonly<Record<string, pulumi.Input<string>>>;
}

export class Remediation extends pulumi.ComponentResource {
  constructor(name: string, args: RemediationArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tocsin:kubernetes:Remediation", name, {}, opts);
    const { plan, credentials, namespace } = args;
    const names = namesIn(namespace);
    const hooks = Object.entries(credentials);
    const secret = new Secret(
      `${name}-hook-credentials`,
      {
        metadata: { name: names.hookCredentials, namespace, labels: names.labels },
        stringData: Object.fromEntries(hooks.map(([key, content]) => [key, pulumi.secret(content)])),
      },
      { parent: this },
    );
    const hasThreads = Object.keys(plan.channels).length > 0;
    follower(
      name,
      {
        ...args,
        which: "remediation",
        args: ["--credentials=/hooks", ...(hasThreads ? [`--token-file=/credentials/${SLACK_TOKEN}`] : [])],
        secrets: {
          hooks: { secretName: names.hookCredentials, keys: hooks.map(([key]) => key) },
          ...(hasThreads && { credentials: { secretName: names.alertmanagerCredentials, keys: [SLACK_TOKEN] } }),
        },
      },
      { parent: this, dependsOn: [secret] },
    );
    this.registerOutputs();
  }
}
