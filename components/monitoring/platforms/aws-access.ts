// Which AWS account a platform deploys to, as whom, and with which tags on everything.
import { z } from "zod";
import { httpUrl } from "../settings/fields";

/** What EC2 takes: Tag in its API reference. */
export const tagKey = z
  .string()
  .min(1)
  .max(128, "a tag's name of at most 128 characters")
  .regex(/^[\p{L}\p{N}\p{Zs}_.:/=+@-]+$/u, "a tag's name of letters, digits, spaces and _ . : / = + - @")
  .refine((key) => !/^aws:/i.test(key), "a tag's name that does not begin with aws:, which is AWS' own");
const tagValue = z
  .string()
  .max(256, "a tag's value of at most 256 characters")
  .regex(/^[\p{L}\p{N}\p{Zs}_.:/=+@-]*$/u, "a tag's value of letters, digits, spaces and _ . : / = + - @");

/** By these the monitoring knows its machines. */
const OWN_KEYS = ["Name", "managed-by", "tocsin:environment", "tocsin:role"];

/** Tags that are put on a resource. It has 50 at most, and some are the monitoring's. */
export const ownTags = (most: number) =>
  z
    .record(
      tagKey.refine(
        (key) => !OWN_KEYS.includes(key),
        `another name than ${OWN_KEYS.join(", ")}, which the monitoring sets`,
      ),
      tagValue,
    )
    .refine((all) => Object.keys(all).length <= most, `at most ${most} tags`)
    .default({});

export const region = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "a region such as eu-central-1");

const ROLE = /^arn:aws[\w-]*:iam::(\d{12}):role\/[\w+=,.@/-]+$/;

/** The account of a role's ARN. */
const accountOf = (roleArn: string): string => ROLE.exec(roleArn)?.[1] ?? "";

const assumeRole = z.strictObject({
  roleArn: z.string().regex(ROLE, "a role's ARN such as arn:aws:iam::123456789012:role/monitoring"),
  // STS AssumeRole: ExternalId and RoleSessionName.
  externalId: z
    .string()
    .regex(/^[\w+=,.@:/-]{2,1224}$/, "2 to 1224 letters, digits and + = , . @ : / -")
    .optional()
    .describe("What the role's trust policy asks of whoever comes from another account. No credential."),
  sessionName: z
    .string()
    .regex(/^[\w+=,.@-]{2,64}$/, "2 to 64 letters, digits and + = , . @ -")
    .default("tocsin")
    .describe("What CloudTrail shows."),
});

/** Services that a deployment calls, by the provider's names. */
export const AWS_SERVICES = [
  "amp",
  "autoscaling",
  "cloudwatchlogs",
  "dlm",
  "ec2",
  "eks",
  "elbv2",
  "iam",
  "kms",
  "route53",
  "s3",
  "sns",
  "ssm",
  "sts",
] as const;

export const awsAccess = z
  .strictObject({
    profile: z
      .string()
      .regex(/^[\w+=,.@/-]+$/, "a profile's name of letters, digits and + = , . @ / -")
      .optional()
      .describe("Of `~/.aws/config`; whatever credentials the environment has where left out."),
    assumeRole: assumeRole.optional().describe("The role that deploys, in this account or another."),
    allowedAccountIds: z
      .array(z.string().regex(/^\d{12}$/, "an account's id of 12 digits, in quotes"))
      .default([])
      .describe("The accounts that this environment may be in: with credentials of another one, nothing is created."),
    defaultTags: ownTags(35).describe("Tags of every resource that has tags."),
    endpoints: z
      .partialRecord(z.enum(AWS_SERVICES), httpUrl)
      .default({})
      .describe("Where the deployment reaches a service in place of its public address: a VPC endpoint, an emulator."),
  })
  .prefault({})
  .refine(({ assumeRole: role, allowedAccountIds }) => !role || isAllowed(accountOf(role.roleArn), allowedAccountIds), {
    path: ["assumeRole", "roleArn"],
    error: "a role of one of allowedAccountIds",
  });

export type AwsAccess = z.infer<typeof awsAccess>;

/** Whether an environment may be in an account; without a list, it may be in any. */
export const isAllowed = (account: string, allowed: readonly string[]): boolean =>
  allowed.length === 0 || allowed.includes(account);
