// Daily snapshots of the data volumes, of which the last ones are kept.
import * as dlm from "@pulumi/aws/dlm";
import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { dlmDescription, named } from "../aws/aws-names";
import { assumedByOwn } from "../aws/policy-document";
import { tagsOf } from "../aws/tags";

export interface SnapshotsArgs {
  environment: string;
  /** How many are kept. */
  keep: number;
}

export class Snapshots extends pulumi.ComponentResource {
  /** What a volume must carry. */
  readonly tag: Readonly<Record<string, string>>;

  constructor(name: string, args: SnapshotsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tocsin:ec2:Snapshots", name, {}, opts);
    this.tag = { "tocsin:snapshots": args.environment };
    const tags = tagsOf(args.environment, name);
    const role = new iam.Role(
      name,
      { ...named("role", name), assumeRolePolicy: assumedByOwn("dlm.amazonaws.com", { parent: this }), tags },
      { parent: this },
    );
    const policyArn = "arn:aws:iam::aws:policy/service-role/AWSDataLifecycleManagerServiceRole";
    const attached = new iam.RolePolicyAttachment(name, { role: role.name, policyArn }, { parent: this });
    new dlm.LifecyclePolicy(
      name,
      {
        description: dlmDescription(`Data volumes of the monitoring of ${args.environment}`),
        executionRoleArn: role.arn,
        policyDetails: {
          resourceTypes: ["VOLUME"],
          targetTags: this.tag,
          schedules: [
            {
              name: "daily",
              copyTags: true,
              createRule: { interval: 24, intervalUnit: "HOURS", times: "03:00" },
              retainRule: { count: args.keep },
            },
          ],
        },
        tags,
      },
      { parent: this, dependsOn: [attached] },
    );
    this.registerOutputs({ tag: this.tag });
  }
}
