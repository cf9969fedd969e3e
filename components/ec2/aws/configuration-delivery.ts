// The bucket from which servers pull their configuration: private, encrypted, and with every version of every file.
import { createHash } from "node:crypto";
import * as s3 from "@pulumi/aws/s3";
import * as pulumi from "@pulumi/pulumi";
import { onlyEncryptedTransport } from "../../bucket-policy";
import { awsName } from "./aws-names";
import { onObjects, tagsOf } from "./tags";

export interface ConfigurationDeliveryArgs {
  environment: string;
  /** Files of each server by path, by the server's name. */
  servers: Readonly<Record<string, Readonly<Record<string, pulumi.Input<string>>>>>;
  /** Tags that the provider puts on everything. */
  defaultTags: Readonly<Record<string, string>>;
  /** What servers write there, and the days after which it is of no use. */
  ledger?: { prefix: string; days: number };
}

/** Days that files are kept which a deployment replaced. */
const KEPT_DAYS = 90;

/** A new configuration never replaces a machine: it is a new file here. */
export class ConfigurationDelivery extends pulumi.ComponentResource {
  readonly bucket: s3.Bucket;
  /** The version that servers are to run. */
  readonly version: pulumi.Output<string>;

  constructor(name: string, args: ConfigurationDeliveryArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tocsin:ec2:ConfigurationDelivery", name, {}, opts);
    const tags = tagsOf(args.environment, name);
    const short = awsName("bucket", name);
    const prefix = short === name ? {} : { bucketPrefix: `${short}-` };
    this.bucket = // All in it is made from the settings. Only a purge takes the protection away.
      new s3.Bucket(name, { ...prefix, tags, forceDestroy: true }, { parent: this, protect: true });
    const settled = this.lockedDown(name, args.ledger);
    // A checksum of a secret is none.
    this.version = pulumi.unsecret(
      pulumi
        .output(args.servers)
        .apply((servers) =>
          hash(JSON.stringify(Object.entries(servers).map(([server, files]) => [server, sorted(files)]))).slice(0, 12),
        ),
    );
    for (const [server, files] of Object.entries(args.servers)) {
      const put = (path: string, content: pulumi.Input<string>, dependsOn: pulumi.Resource[]) =>
        new s3.BucketObjectv2(
          `${name}-${server}/${path}`,
          {
            bucket: this.bucket.id,
            key: `${server}/${path}`,
            content,
            contentType: "text/plain; charset=utf-8",
            serverSideEncryption: "AES256",
            tags,
            ...onObjects(args.defaultTags),
          },
          { parent: this, dependsOn },
        );
      const objects = Object.entries(files).map(([path, content]) => put(path, content, settled));
      // Last, so that what it lists is there; a server that reads between the two finds other checksums, and waits.
      const manifest = pulumi.unsecret(
        pulumi.all([this.version, files]).apply(([version, contents]) => manifestOf(version, contents)),
      );
      put("manifest", manifest, objects);
    }
    this.registerOutputs({ bucket: this.bucket.id, version: this.version });
  }

  private lockedDown(name: string, ledger: ConfigurationDeliveryArgs["ledger"]): pulumi.Resource[] {
    const opts = { parent: this };
    const bucket = this.bucket.id;
    const versioning = new s3.BucketVersioning(name, { bucket, versioningConfiguration: { status: "Enabled" } }, opts);
    return [
      versioning,
      new s3.BucketPublicAccessBlock(
        name,
        { bucket, blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true },
        opts,
      ),
      new s3.BucketServerSideEncryptionConfiguration(
        name,
        { bucket, rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }] },
        opts,
      ),
      new s3.BucketOwnershipControls(name, { bucket, rule: { objectOwnership: "BucketOwnerEnforced" } }, opts),
      new s3.BucketLifecycleConfiguration(
        name,
        {
          bucket,
          rules: [
            {
              id: "old-versions",
              status: "Enabled",
              filter: { prefix: "" },
              noncurrentVersionExpiration: { noncurrentDays: KEPT_DAYS },
            },
            ...(ledger
              ? [
                  {
                    id: "ledger",
                    status: "Enabled",
                    filter: { prefix: ledger.prefix },
                    expiration: { days: ledger.days },
                    noncurrentVersionExpiration: { noncurrentDays: 1 },
                  },
                ]
              : []),
          ],
        },
        { ...opts, dependsOn: [versioning] },
      ),
      new s3.BucketPolicy(name, { bucket, policy: onlyEncryptedTransport(this.bucket.arn) }, opts),
    ];
  }
}

/** What `pull.sh` reads: the version, and the checksum of each file. */
export function manifestOf(version: string, files: Readonly<Record<string, string>>): string {
  return [`version ${version}`, ...sorted(files).map(([path, content]) => `${hash(content)}  ${path}`), ""].join("\n");
}

const hash = (text: string) => createHash("sha256").update(text).digest("hex");

const sorted = (files: Readonly<Record<string, string>>) => Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1));
