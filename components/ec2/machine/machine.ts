// What all machines have in common: where their image is found, how they are locked down, and the role they run as.
import * as ec2 from "@pulumi/aws/ec2";
import * as iam from "@pulumi/aws/iam";
import * as ssm from "@pulumi/aws/ssm";
import * as pulumi from "@pulumi/pulumi";
import { named } from "../aws/aws-names";
import { allow, assumedBy, type Statement } from "../aws/policy-document";
import { tagsOf } from "../aws/tags";
import { imageParameter, type OperatingSystem } from "./operating-system";
import { architectureOf } from "./releases";

/** IMDSv2 only, and not for containers, which are one hop further. */
export const METADATA = { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 } as const;

/** What is pinned in the state: a newer image would replace the machine. Name the instance in `--replace` to take one. */
export const PINNED = ["ami"];

/** The newest image of an operating system for an instance type. */
export function imageOf(os: OperatingSystem, type: string, opts: pulumi.InvokeOptions): pulumi.Output<string> {
  return ssm.getParameterOutput({ name: imageParameter(os, architectureOf(type)) }, opts).insecureValue;
}

/** The networks of subnets, in CIDR notation. */
export const networksOf = (subnets: readonly string[], opts: pulumi.InvokeOptions): pulumi.Output<string[]> =>
  pulumi.all(subnets.map((id) => ec2.getSubnetOutput({ id }, opts).cidrBlock));

/** AWS' own documents have no account. */
const DOCUMENTS = "arn:aws:ssm:*:*:document/*";
const ASSOCIATIONS = "arn:aws:ssm:*:*:association/*";
const INSTANCES = "arn:aws:ec2:*:*:instance/*";

/**
 * What the agent of SSM does, as in AWS' policy AmazonSSMManagedInstanceCore, but for reading parameters: with that one each
 * machine could read the secrets of all. What takes no narrower resource has `*`.
 */
export const AGENT: readonly Statement[] = [
  { actions: ["ssm:DescribeDocument", "ssm:GetDocument"], resources: [DOCUMENTS] },
  { actions: ["ssm:UpdateAssociationStatus"], resources: [DOCUMENTS, INSTANCES] },
  { actions: ["ssm:UpdateInstanceAssociationStatus"], resources: [ASSOCIATIONS, INSTANCES] },
  { actions: ["ssm:DescribeAssociation"], resources: [ASSOCIATIONS, DOCUMENTS, INSTANCES] },
  {
    actions: ["ssm:ListInstanceAssociations", "ssm:PutComplianceItems", "ssm:UpdateInstanceInformation"],
    resources: [INSTANCES],
  },
  {
    actions: [
      "ssm:GetDeployablePatchSnapshotForInstance",
      "ssm:GetManifest",
      "ssm:ListAssociations",
      "ssm:PutConfigurePackageResult",
      "ssm:PutInventory",
      "ssmmessages:CreateControlChannel",
      "ssmmessages:CreateDataChannel",
      "ssmmessages:OpenControlChannel",
      "ssmmessages:OpenDataChannel",
      "ec2messages:AcknowledgeMessage",
      "ec2messages:DeleteMessage",
      "ec2messages:FailMessage",
      "ec2messages:GetEndpoint",
      "ec2messages:GetMessages",
      "ec2messages:SendReply",
    ],
    resources: ["*"],
  },
];

/** A role for machines, which sessions and associations of SSM reach without SSH. */
export function machineRole(name: string, environment: string, opts: pulumi.ResourceOptions) {
  const tags = tagsOf(environment, name);
  const role = new iam.Role(
    name,
    { ...named("role", name), assumeRolePolicy: assumedBy("ec2.amazonaws.com"), tags },
    opts,
  );
  new iam.RolePolicy(`${name}-ssm`, { role: role.name, policy: allow(...AGENT) }, opts);
  const profile = new iam.InstanceProfile(name, { ...named("profile", name), role: role.name, tags }, opts);
  return { role, profile };
}
