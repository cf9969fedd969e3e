// What all machines have in common: where their image is found, how they are locked down, and the role they run as.
import * as ec2 from "@pulumi/aws/ec2";
import * as iam from "@pulumi/aws/iam";
import * as ssm from "@pulumi/aws/ssm";
import * as pulumi from "@pulumi/pulumi";
import { imageParameter, type OperatingSystem } from "./operating-system";
import { assumedBy } from "./policy-document";
import { architectureOf } from "./releases";
import { tagsOf } from "./tags";

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

/** A role for machines, which sessions and associations of SSM reach without SSH. */
export function machineRole(name: string, environment: string, opts: pulumi.ResourceOptions) {
  const tags = tagsOf(environment, name);
  const role = new iam.Role(name, { assumeRolePolicy: assumedBy("ec2.amazonaws.com"), tags }, opts);
  new iam.RolePolicyAttachment(
    `${name}-ssm`,
    { role: role.name, policyArn: "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore" },
    opts,
  );
  const profile = new iam.InstanceProfile(name, { role: role.name, tags }, opts);
  return { role, profile };
}
