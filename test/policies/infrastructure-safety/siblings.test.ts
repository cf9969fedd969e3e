// Policies on all resources of a stack: what one lacks, another may supply.
import { describe, expect, it, test } from "vitest";
import { NOTHING, type Resource } from "../../../policies/content";
import { bucketBlocksPublicAccess } from "../../../policies/infrastructure-safety/policies/bucket-blocks-public-access";
import { bucketEncryptionSaid } from "../../../policies/infrastructure-safety/policies/bucket-encryption-said";
import { encryptedVolume } from "../../../policies/infrastructure-safety/policies/encrypted-volume";
import { noPublicBucket } from "../../../policies/infrastructure-safety/policies/no-public-bucket";
import { judge, type Policy } from "../../../policies/policy";

const resource = (type: string, props: Resource["props"], more: Partial<Resource> = {}): Resource => ({
  name: "one",
  type,
  props,
  urn: `urn:${type}`,
  ...more,
});

const found = (policy: Policy, ...resources: Resource[]) =>
  judge({ name: "test", description: "", policies: [policy] }, { content: NOTHING, resources }).map(
    ({ message }) => message,
  );

const BLOCK = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";
const bucket = (props: Resource["props"] = {}) => resource("aws:s3/bucket:Bucket", props);
const all = { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true };
/** As at preview: the bucket's id is not known, but what it is made from is. */
const ofBucket = { madeFrom: { bucket: ["urn:aws:s3/bucket:Bucket"] } };
const block = (props: object = all) => resource(BLOCK, { bucket: undefined, ...props }, ofBucket);
const policyOf = (statement: object) =>
  resource("aws:s3/bucketPolicy:BucketPolicy", { policy: JSON.stringify({ Statement: [statement] }) }, ofBucket);

describe("no-public-bucket", () => {
  test.each([
    ["an access list", bucket({ acl: "public-read" })],
    ["a list beside it", resource("aws:s3/bucketAcl:BucketAcl", { acl: "public-read-write" }, ofBucket)],
    ["a policy for everyone", policyOf({ Effect: "Allow", Principal: "*", Action: "s3:GetObject" })],
    ["a policy for every account", policyOf({ Effect: "Allow", Principal: { AWS: ["*"] } })],
    ["a block that is off", block({ ...all, blockPublicPolicy: false })],
  ])("finds %s", (_, one) => {
    expect(found(noPublicBucket, one)).toHaveLength(1);
  });

  test.each([
    ["a private list", bucket({ acl: "private" })],
    ["a policy with a condition", policyOf({ Effect: "Allow", Principal: "*", Condition: { StringEquals: {} } })],
    ["a refusal for everyone", policyOf({ Effect: "Deny", Principal: "*" })],
    ["a policy that is not known yet", resource("aws:s3/bucketPolicy:BucketPolicy", { policy: undefined })],
    ["a policy that is no JSON", resource("aws:s3/bucketPolicy:BucketPolicy", { policy: "{" })],
  ])("leaves %s alone", (_, one) => {
    expect(found(noPublicBucket, one)).toEqual([]);
  });

  it("is content where a block of the bucket or of the account takes the effect away", () => {
    const account = resource("aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock", all);
    const open = policyOf({ Effect: "Allow", Principal: "*" });
    expect(found(noPublicBucket, bucket(), open, block())).toEqual([]);
    expect(found(noPublicBucket, bucket(), open, account)).toEqual([]);
    expect(found(noPublicBucket, bucket({ acl: "public-read" }), resource(BLOCK, all))).toHaveLength(1);
  });
});

describe("bucket-blocks-public-access", () => {
  it("looks for the block of the same bucket, by what it is made from or by its name", () => {
    expect(found(bucketBlocksPublicAccess, bucket())).toHaveLength(1);
    expect(found(bucketBlocksPublicAccess, bucket(), block())).toEqual([]);
    expect(found(bucketBlocksPublicAccess, bucket({ bucket: "rules" }), resource(BLOCK, { bucket: "rules" }))).toEqual(
      [],
    );
    expect(
      found(bucketBlocksPublicAccess, bucket({ bucket: "rules" }), resource(BLOCK, { bucket: "other" })),
    ).toHaveLength(1);
  });
});

describe("bucket-encryption-said", () => {
  const type = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
  it("takes it from the bucket or from beside it", () => {
    expect(found(bucketEncryptionSaid, bucket())).toHaveLength(1);
    expect(found(bucketEncryptionSaid, bucket(), resource(type, {}, ofBucket))).toEqual([]);
    expect(found(bucketEncryptionSaid, bucket({ serverSideEncryptionConfiguration: { rule: {} } }))).toEqual([]);
  });
});

describe("encrypted-volume", () => {
  const VOLUME = "aws:ebs/volume:Volume";
  const INSTANCE = "aws:ec2/instance:Instance";
  const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";

  test.each([
    [VOLUME, { size: 1 }],
    [VOLUME, { encrypted: false }],
    [INSTANCE, { rootBlockDevice: { volumeSize: 8 } }],
    [INSTANCE, { ebsBlockDevices: [{ encrypted: true }, { deviceName: "b" }] }],
    [TEMPLATE, { blockDeviceMappings: [{ ebs: { volumeSize: 8 } }] }],
    ["aws:efs/fileSystem:FileSystem", {}],
  ])("finds %s %j", (type, props) => {
    expect(found(encryptedVolume, resource(type, props))).toEqual([expect.stringContaining("is not encrypted")]);
  });

  test.each([
    [VOLUME, { encrypted: true }],
    [VOLUME, { encrypted: undefined }],
    [VOLUME, { snapshotId: "snap-1" }],
    [INSTANCE, {}],
    [TEMPLATE, { blockDeviceMappings: [{ ebs: { encrypted: "true" } }, { noDevice: "b" }] }],
  ])("leaves %s %j alone", (type, props) => {
    expect(found(encryptedVolume, resource(type, props))).toEqual([]);
  });

  it("leaves all alone where the region encrypts by default", () => {
    const byDefault = (enabled: boolean | undefined) =>
      resource("aws:ebs/encryptionByDefault:EncryptionByDefault", { enabled });
    expect(found(encryptedVolume, resource(VOLUME, {}), byDefault(true))).toEqual([]);
    expect(found(encryptedVolume, resource(VOLUME, {}), byDefault(false))).toHaveLength(1);
  });
});
