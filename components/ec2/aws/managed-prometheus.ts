// A workspace of Amazon Managed Service for Prometheus: it keeps series, and by setting evaluates the rules.
import * as amp from "@pulumi/aws/amp";
import * as sns from "@pulumi/aws/sns";
import * as pulumi from "@pulumi/pulumi";
import { managedAlertmanagerDefinition } from "../../alertmanager";
import type { Monitoring } from "../../monitoring";
import { ruleFile } from "../../prometheus";
import { seconds } from "../../rules";
import { awsName, named } from "./aws-names";
import type { Statement } from "./policy-document";
import { tagsOf } from "./tags";

export interface ManagedPrometheusArgs {
  monitoring: Monitoring;
  region: string;
  /** Where rules are evaluated. */
  rules: "servers" | "managed";
}

/** The longest that a workspace keeps series, in days. */
const LONGEST_DAYS = 1_095;
const DAY_SECONDS = 86_400;

export class ManagedPrometheus extends pulumi.ComponentResource {
  /** `https://…/workspaces/ws-…/`. */
  readonly endpoint: pulumi.Output<string>;
  /** What a server may do that writes to it. */
  readonly writing: Statement;

  constructor(name: string, args: ManagedPrometheusArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tocsin:ec2:ManagedPrometheus", name, {}, opts);
    const { monitoring } = args;
    const tags = tagsOf(monitoring.environment, name);
    const workspace = new amp.Workspace(
      name,
      { alias: awsName("workspace", name), tags },
      { parent: this, protect: true },
    );
    new amp.WorkspaceConfiguration(
      name,
      { workspaceId: workspace.id, retentionPeriodInDays: daysOf(monitoring) },
      { parent: this },
    );
    if (args.rules === "managed") this.evaluating(name, workspace, args);
    this.endpoint = workspace.prometheusEndpoint;
    this.writing = { actions: ["aps:RemoteWrite"], resources: [workspace.arn] };
    this.registerOutputs({ endpoint: this.endpoint });
  }

  private evaluating(name: string, workspace: amp.Workspace, { monitoring, region }: ManagedPrometheusArgs) {
    const tags = tagsOf(monitoring.environment, name);
    for (const group of monitoring.groups)
      new amp.RuleGroupNamespace(
        `${name}-${group.name}`,
        { workspaceId: workspace.id, name: awsName("ruleGroup", group.name), data: ruleFile(group), tags },
        { parent: this },
      );
    // Not encrypted with a key: AWS' own key lets no other service in, and a message holds nothing that its readers do not see anyway.
    const topic = new sns.Topic(name, { ...named("topic", name), tags }, { parent: this });
    new sns.TopicPolicy(
      name,
      {
        arn: topic.arn,
        policy: pulumi.jsonStringify({
          Version: "2012-10-17",
          Statement: [
            {
              Sid: "Alertmanager",
              Effect: "Allow",
              Principal: { Service: "aps.amazonaws.com" },
              Action: ["sns:Publish", "sns:GetTopicAttributes"],
              Resource: topic.arn,
              Condition: { ArnEquals: { "aws:SourceArn": workspace.arn } },
            },
          ],
        }),
      },
      { parent: this },
    );
    new amp.AlertManagerDefinition(
      name,
      {
        workspaceId: workspace.id,
        definition: topic.arn.apply((arn) => managedAlertmanagerDefinition(monitoring, { topic: arn, region })),
      },
      { parent: this },
    );
  }
}

/** Technical series as long as the settings say, business ones as long as there is: the workspace has one period for all. */
function daysOf({ retention, business }: Monitoring): number {
  const technical = seconds(retention) / DAY_SECONDS;
  const longest =
    business.series.length === 0
      ? technical
      : business.retention === "forever"
        ? LONGEST_DAYS
        : seconds(business.retention) / DAY_SECONDS;
  return Math.min(LONGEST_DAYS, Math.max(1, Math.ceil(Math.max(technical, longest))));
}
