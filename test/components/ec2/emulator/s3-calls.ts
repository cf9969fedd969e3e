// How a bucket, what is set of it and what is in it are created.
import { objectOf, type Properties } from "../cloudformation/forms";
import { type Call, pick } from "./call";

const bucket = (call: string, inner: string, of: (given: Properties) => unknown): Call => ({
  call: `s3.${call}`,
  args: (given) => ({ Bucket: given.Bucket, [inner]: of(given) }),
});

export const S3_CALLS: Readonly<Record<string, Call>> = {
  "aws:s3/bucket:Bucket": {
    call: "s3.create_bucket",
    args: (_, { id }) => ({ Bucket: id, CreateBucketConfiguration: { LocationConstraint: "eu-central-1" } }),
  },
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": bucket(
    "put_bucket_lifecycle_configuration",
    "LifecycleConfiguration",
    ({ Rules }) => ({
      Rules: [Rules].flat().map((each) => ({ ...objectOf(each), ID: objectOf(each).Id, Id: undefined })),
    }),
  ),
  "aws:s3/bucketObjectv2:BucketObjectv2": {
    call: "s3.put_object",
    args: ({ Content, Tags, ...given }) => ({
      Body: Content,
      Tagging: new URLSearchParams(objectOf(Tags) as Record<string, string>).toString(),
      ...pick(given, "Bucket", "Key", "ContentType", "ServerSideEncryption"),
    }),
  },
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": bucket(
    "put_bucket_ownership_controls",
    "OwnershipControls",
    ({ Rule }) => ({ Rules: [Rule] }),
  ),
  "aws:s3/bucketPolicy:BucketPolicy": bucket("put_bucket_policy", "Policy", ({ Policy }) => Policy),
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": bucket(
    "put_public_access_block",
    "PublicAccessBlockConfiguration",
    ({ Bucket: _, ...all }) => all,
  ),
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": bucket(
    "put_bucket_encryption",
    "ServerSideEncryptionConfiguration",
    ({ Rules }) => ({
      Rules: [Rules].flat().map((each) => ({
        ApplyServerSideEncryptionByDefault: {
          SSEAlgorithm: objectOf(objectOf(each).ApplyServerSideEncryptionByDefault).SseAlgorithm,
        },
      })),
    }),
  ),
  "aws:s3/bucketVersioning:BucketVersioning": bucket(
    "put_bucket_versioning",
    "VersioningConfiguration",
    ({ VersioningConfiguration }) => VersioningConfiguration,
  ),
};
