import type { Policy } from "../../policy";
import { isAbout } from "../siblings";

export const bucketEncryptionSaid: Policy = {
  name: "bucket-encryption-said",
  level: "advisory",
  description: "Every bucket says how it is encrypted.",
  judges: "resources",
  *check(resources) {
    const encryptions = resources.filter(({ type }) =>
      /^aws:s3\/bucketServerSideEncryptionConfiguration(v2)?:/i.test(type),
    );
    for (const bucket of resources.filter(({ type }) => /^aws:s3\/bucket(v2)?:/i.test(type))) {
      if (
        bucket.props.serverSideEncryptionConfiguration !== undefined ||
        "serverSideEncryptionConfiguration" in bucket.props
      )
        continue;
      if (encryptions.some((encryption) => isAbout(encryption, "bucket", bucket))) continue;
      yield {
        place: { resource: `${bucket.name} (${bucket.type})` },
        found: "nothing says how the bucket is encrypted",
        why: "S3 then uses a key of its own, which no policy of keys controls and no log of their use shows",
        fix: 'Add new aws.s3.BucketServerSideEncryptionConfiguration(…, { bucket: bucket.id, rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms" } }] })',
      };
    }
  },
  examples: {
    bad: 'new aws.s3.Bucket("blocks")',
    good: 'const bucket = new aws.s3.Bucket("blocks");\nnew aws.s3.BucketServerSideEncryptionConfiguration("blocks", { bucket: bucket.id, rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms" } }] })',
  },
};
