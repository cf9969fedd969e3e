// What Prometheus may do in AWS: write blocks to a bucket that is kept here, and samples to Amazon Managed Prometheus.
import { PodIdentityAssociation } from "@pulumi/aws/eks";
import * as iam from "@pulumi/aws/iam";
import * as s3 from "@pulumi/aws/s3";
import { Secret } from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import { onlyEncryptedTransport } from "../../bucket-policy";
import { yaml } from "../../prometheus";
import { podRole } from "../cluster/pod-role";
import { namesIn } from "../names";

export interface PrometheusAccessArgs {
  clusterName: pulumi.Input<string>;
  namespace: string;
  region: string;
  /** The name of a bucket to create for Thanos' blocks. */
  bucket?: string;
  /** ARNs of the workspaces of Amazon Managed Prometheus that it writes to. */
  workspaces: readonly string[];
}

/** Days after which what was never wholly uploaded is removed. */
const INCOMPLETE_DAYS = 7;

interface Statement {
  Effect: "Allow";
  Action: string[];
  Resource: pulumi.Input<string>[];
}

export class PrometheusAccess extends pulumi.ComponentResource {
  constructor(name: string, args: PrometheusAccessArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tocsin:kubernetes:PrometheusAccess", name, {}, opts);
    const { clusterName, namespace, bucket, workspaces } = args;
    const role = podRole(`${name}-prometheus`, { parent: this });
    const statements: Statement[] = [
      ...(bucket ? this.storage(name, bucket, args) : []),
      ...(workspaces.length > 0
        ? [{ Effect: "Allow" as const, Action: ["aps:RemoteWrite"], Resource: [...new Set(workspaces)] }]
        : []),
    ];
    new iam.RolePolicy(
      `${name}-prometheus`,
      { role: role.name, policy: { Version: "2012-10-17", Statement: statements } },
      { parent: this },
    );
    new PodIdentityAssociation(
      `${name}-prometheus`,
      { clusterName, namespace, serviceAccount: namesIn(namespace).prometheus, roleArn: role.arn },
      { parent: this },
    );
    this.registerOutputs();
  }

  /** A private, encrypted bucket, which outlives the stack; and how Thanos finds it: by its role, without keys. */
  private storage(name: string, bucket: string, { namespace, region }: PrometheusAccessArgs): Statement[] {
    const opts = { parent: this };
    const names = namesIn(namespace);
    const made = new s3.Bucket(`${name}-blocks`, { bucket }, { ...opts, retainOnDelete: true });
    const of = { bucket: made.id };
    new s3.BucketPublicAccessBlock(
      `${name}-blocks`,
      { ...of, blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true },
      opts,
    );
    new s3.BucketServerSideEncryptionConfiguration(
      `${name}-blocks`,
      { ...of, rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms" }, bucketKeyEnabled: true }] },
      opts,
    );
    new s3.BucketOwnershipControls(`${name}-blocks`, { ...of, rule: { objectOwnership: "BucketOwnerEnforced" } }, opts);
    new s3.BucketPolicy(`${name}-blocks`, { ...of, policy: onlyEncryptedTransport(made.arn) }, opts);
    new s3.BucketLifecycleConfiguration(
      `${name}-blocks`,
      {
        ...of,
        rules: [
          {
            id: "incomplete-uploads",
            status: "Enabled",
            filter: { prefix: "" },
            abortIncompleteMultipartUpload: { daysAfterInitiation: INCOMPLETE_DAYS },
          },
        ],
      },
      opts,
    );
    new Secret(
      `${name}-${names.thanosStorage}`,
      {
        metadata: { name: names.thanosStorage, namespace, labels: names.labels },
        stringData: {
          "objstore.yml": yaml({
            type: "S3",
            config: { bucket, region, endpoint: `s3.${region}.amazonaws.com`, aws_sdk_auth: true },
          }),
        },
      },
      opts,
    );
    return [
      { Effect: "Allow", Action: ["s3:ListBucket"], Resource: [made.arn] },
      {
        Effect: "Allow",
        Action: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
        Resource: [pulumi.interpolate`${made.arn}/*`],
      },
    ];
  }
}
