// The provider of AWS as the settings say: in which account, as whom, with which tags.
import { Provider, type ProviderArgs } from "@pulumi/aws/provider";
import type { AwsAccount } from "../components/monitoring";

/**
 * @param tags Of every resource, beside the settings' own.
 */
export function awsProvider(name: string, account: AwsAccount, tags: Readonly<Record<string, string>> = {}): Provider {
  return new Provider(name, argsOf(account, tags));
}

function argsOf(
  { region, profile, assumeRole, allowedAccountIds, defaultTags, endpoints }: AwsAccount,
  more: Readonly<Record<string, string>>,
): ProviderArgs {
  const tags = { ...defaultTags, ...more };
  return {
    region,
    ...(profile !== undefined && { profile }),
    ...(assumeRole && { assumeRoles: [assumeRole] }),
    // The provider asks STS who it is, and refuses to do anything in another account.
    ...(allowedAccountIds.length > 0 && { allowedAccountIds }),
    ...(Object.keys(tags).length > 0 && { defaultTags: { tags } }),
    ...(Object.keys(endpoints).length > 0 && { endpoints: [endpoints] }),
    // A bucket's name before the host's would have to resolve, and to be in its certificate.
    ...(endpoints.s3 !== undefined && { s3UsePathStyle: true }),
  };
}
