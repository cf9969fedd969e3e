// What the servers' role may look at, so that Prometheus finds what AWS runs and CloudWatch is asked: no more than that takes.
import { getCallerIdentityOutput } from "@pulumi/aws/getCallerIdentity";
import * as pulumi from "@pulumi/pulumi";
import type { AwsRole, Ec2Platform } from "../../monitoring";
import { asksCloudwatch } from "../topology/cloudwatch";
import type { Server } from "../topology/server";
import type { Statement } from "./policy-document";

/** Actions of one service, and the ends of the ARNs that they take: `arn:aws:<service>:<region>:<account>:` comes before; none where AWS knows no narrower resource. */
type Right = readonly [actions: readonly string[], ends: readonly string[]];

const RIGHTS: Readonly<Record<AwsRole, readonly Right[]>> = {
  rds: [
    [["rds:DescribeDBClusters"], ["cluster:*"]],
    [["rds:DescribeDBInstances"], ["db:*"]],
  ],
  elasticache: [
    [["elasticache:DescribeCacheClusters"], ["cluster:*"]],
    [["elasticache:DescribeServerlessCaches"], ["serverlesscache:*"]],
    [["elasticache:ListTagsForResource"], ["cluster:*", "serverlesscache:*"]],
  ],
  ecs: [
    [["ecs:ListClusters", "ecs:ListServices", "ec2:DescribeNetworkInterfaces"], []],
    [["ecs:DescribeClusters"], ["cluster/*"]],
    [["ecs:DescribeServices"], ["service/*"]],
    [["ecs:ListTasks", "ecs:DescribeContainerInstances"], ["container-instance/*"]],
    [["ecs:DescribeTasks"], ["task/*"]],
  ],
  msk: [
    [["kafka:ListClustersV2"], []],
    [["kafka:ListNodes"], ["cluster/*"]],
  ],
};

/** AWS knows no narrower resource of these. */
const OF_CLOUDWATCH: Statement = {
  actions: ["cloudwatch:GetMetricData", "cloudwatch:ListMetrics", "tag:GetResources"],
  resources: ["*"],
};

/** What the server that asks CloudWatch may ask for. */
export const askingCloudwatch = (platform: Ec2Platform, server: Server): Statement[] =>
  asksCloudwatch(platform, server) ? [OF_CLOUDWATCH] : [];

/** Of the discoveries that the settings name. */
export function lookingInto({ discovery, region }: Ec2Platform, opts: pulumi.InvokeOptions): Statement[] {
  const roles = [...new Set(Object.values(discovery.services).map(({ from }) => from))];
  const asked = roles.flatMap((role) => (role === "instances" ? [] : RIGHTS[role]));
  if (asked.length === 0) return [];
  const { accountId } = getCallerIdentityOutput({}, opts);
  return asked.map(([actions, ends]) => {
    const service = actions[0]?.split(":")[0] ?? "";
    const narrow = ends.map((end) => pulumi.interpolate`arn:aws:${service}:${region}:${accountId}:${end}`);
    return { actions, resources: ends.length > 0 ? narrow : ["*"] };
  });
}
