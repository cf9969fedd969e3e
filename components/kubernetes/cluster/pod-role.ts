// A role that EKS gives to pods, by pod identity: no keys, and no annotation of their service account.
import * as iam from "@pulumi/aws/iam";
import type * as pulumi from "@pulumi/pulumi";

import { named } from "../../ec2/aws/aws-names";

/** A role without any right yet. */
export function podRole(name: string, opts: pulumi.CustomResourceOptions): iam.Role {
  const assumeRolePolicy = {
    Version: "2012-10-17" as const,
    Statement: [
      {
        Effect: "Allow" as const,
        Principal: { Service: "pods.eks.amazonaws.com" },
        Action: ["sts:AssumeRole", "sts:TagSession"],
      },
    ],
  };
  return new iam.Role(name, { ...named("role", name), assumeRolePolicy }, opts);
}
