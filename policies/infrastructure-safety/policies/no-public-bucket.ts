import { fieldsOf, listOf, type Resource, textOf } from "../../content";
import type { Policy } from "../../policy";
import { isAbout } from "../siblings";

const PUBLIC = new Set(["public-read", "public-read-write"]);

const BLOCKS = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"];

export const noPublicBucket: Policy = {
  name: "no-public-bucket",
  level: "mandatory",
  description: "No bucket can be read by everyone.",
  judges: "resources",
  *check(resources) {
    for (const one of resources) {
      const open = opening(one);
      // A block of public access that stands in the same stack takes the effect away.
      if (!open || resources.some((other) => blocks(other) && concernsSame(other, one, resources))) continue;
      yield {
        place: { resource: `${one.name} (${one.type})` },
        found: open,
        why: "What monitoring keeps there tells every host, address and weakness, to anyone who finds the name",
        fix: "Take it away, and add an aws.s3.BucketPublicAccessBlock with all four settings true",
      };
    }
  },
  examples: {
    bad: 'new aws.s3.Bucket("rules", { acl: "public-read" })',
    good: 'const bucket = new aws.s3.Bucket("rules");\nnew aws.s3.BucketPublicAccessBlock("rules", { bucket: bucket.id, blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true })',
  },
};

/** What opens a bucket, in words. */
function opening({ type, props }: Resource): string | undefined {
  if (/^aws:s3\/bucket(v2|acl|aclv2|object|objectv2)?:/i.test(type) && PUBLIC.has(textOf(props.acl) ?? "")) {
    return `acl is ${textOf(props.acl)}`;
  }
  if (/^aws:s3\/bucketPolicy:/.test(type)) {
    return statementsIn(props.policy).some(allowsEveryone)
      ? "the policy allows everyone, without a condition"
      : undefined;
  }
  if (!/^aws:s3\/bucketPublicAccessBlock:/.test(type)) return undefined;
  const off = BLOCKS.filter((name) => props[name] === false);
  return off.length === 0 ? undefined : `${off.join(", ")} ${off.length > 1 ? "are" : "is"} false`;
}

const blocks = ({ type, props }: Resource) =>
  /^aws:s3\/(bucketPublicAccessBlock|accountPublicAccessBlock):/.test(type) &&
  BLOCKS.every((name) => props[name] === true || props[name] === "true");

/** Whether the block is of the account, or of the bucket that is opened. */
function concernsSame(block: Resource, open: Resource, resources: readonly Resource[]): boolean {
  if (/accountPublicAccessBlock/.test(block.type)) return true;
  if (isAbout(block, "bucket", open)) return true;
  return resources.some(
    (bucket) =>
      /^aws:s3\/bucket(v2)?:/i.test(bucket.type) && isAbout(block, "bucket", bucket) && isAbout(open, "bucket", bucket),
  );
}

function statementsIn(policy: unknown): readonly unknown[] {
  let document: unknown = policy;
  if (typeof policy === "string") {
    try {
      document = JSON.parse(policy);
    } catch {
      return [];
    }
  }
  const { Statement } = fieldsOf(document);
  return Array.isArray(Statement) ? listOf(Statement) : [Statement];
}

function allowsEveryone(statement: unknown): boolean {
  const { Effect, Principal, Condition } = fieldsOf(statement);
  const { AWS } = fieldsOf(Principal);
  return (
    Effect === "Allow" && Condition === undefined && (Principal === "*" || AWS === "*" || listOf(AWS).includes("*"))
  );
}
