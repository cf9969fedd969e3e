// The policy of every bucket that is made here, on whatever platform.
import * as pulumi from "@pulumi/pulumi";

/** Refuses whoever asks without TLS. @param arn The bucket's. */
export function onlyEncryptedTransport(arn: pulumi.Output<string>): pulumi.Output<string> {
  return pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "OnlyEncryptedTransport",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [arn, pulumi.interpolate`${arn}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ],
  });
}
