// Parameters of SSM that somebody else made, and that machines read.
import { getCallerIdentityOutput } from "@pulumi/aws/getCallerIdentity";
import * as pulumi from "@pulumi/pulumi";

/** Their ARNs. `names` start with a slash. */
export function arnsOf(names: readonly string[], region: string, opts: pulumi.InvokeOptions): pulumi.Output<string>[] {
  const { accountId } = getCallerIdentityOutput({}, opts);
  return names.map((name) => pulumi.interpolate`arn:aws:ssm:${region}:${accountId}:parameter${name}`);
}
