import type { Policy } from "../../policy";
import { isAbout } from "../siblings";

export const bucketBlocksPublicAccess: Policy = {
  name: "bucket-blocks-public-access",
  level: "advisory",
  description: "Every bucket has a block of public access beside it.",
  judges: "resources",
  *check(resources) {
    const blocks = resources.filter(({ type }) => /^aws:s3\/bucketPublicAccessBlock:/.test(type));
    if (resources.some(({ type }) => /^aws:s3\/accountPublicAccessBlock:/.test(type))) return;
    for (const bucket of resources.filter(({ type }) => /^aws:s3\/bucket(v2)?:/i.test(type))) {
      if (blocks.some((block) => isAbout(block, "bucket", bucket))) continue;
      yield {
        place: { resource: `${bucket.name} (${bucket.type})` },
        found: "the bucket has no BucketPublicAccessBlock",
        why: "New buckets are closed by default; one policy or list that is added by hand later opens it",
        fix: "Add new aws.s3.BucketPublicAccessBlock(…, { bucket: bucket.id, … }) with all four settings true",
      };
    }
  },
  examples: {
    bad: 'new aws.s3.Bucket("rules")',
    good: 'const bucket = new aws.s3.Bucket("rules");\nnew aws.s3.BucketPublicAccessBlock("rules", { bucket: bucket.id, blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true })',
  },
};
