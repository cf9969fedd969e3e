// Whether the credentials are those of an account that the settings allow, as STS says, before anything is created.
import execa from "execa";
import { type AwsAccount, isAllowed } from "../../components/monitoring";

const SECONDS = 20;

/**
 * The account that would be deployed to, as the AWS CLI finds it; undefined where the CLI is not here: then the provider alone asks.
 * Throws where it is another one than the settings allow, or the credentials do not do.
 */
export async function accountOf(aws: AwsAccount): Promise<string | undefined> {
  const { failed, stdout, stderr, exitCode } = await execa("aws", callOf(aws), {
    reject: false,
    timeout: SECONDS * 1000,
    stdin: "ignore",
  });
  if (failed && exitCode === undefined && !stderr) return undefined;
  if (failed) throw new Error(`AWS does not say who you are: ${lastLine(stderr)}\n${as(aws)}`);
  const account = stdout.trim().split(":")[4] ?? "";
  if (isAllowed(account, aws.allowedAccountIds)) return account;
  throw new Error(
    `The credentials are those of the AWS account ${account}; the settings allow ${aws.allowedAccountIds.join(", ")} (allowedAccountIds). ` +
      `Nothing was changed.\n${as(aws)}`,
  );
}

/** Prints an ARN with the account's id. A role is assumed as the deployment will. */
function callOf({ region, profile, assumeRole: role, endpoints: { sts } }: AwsAccount): string[] {
  const where = ["--region", region, "--output", "text"];
  const options = [...where, ...given("--profile", profile), ...given("--endpoint-url", sts)];
  if (!role) return ["sts", "get-caller-identity", "--query", "Arn", ...options];
  const session = ["--role-arn", role.roleArn, "--role-session-name", role.sessionName];
  const arn = ["--query", "AssumedRoleUser.Arn"];
  return ["sts", "assume-role", ...session, ...given("--external-id", role.externalId), ...arn, ...options];
}

const given = (option: string, value: string | undefined) => (value === undefined ? [] : [option, value]);

const as = ({ profile, assumeRole }: AwsAccount): string =>
  `Asked with ${profile === undefined ? "the environment's credentials" : `the profile ${profile}`}${
    assumeRole ? `, as ${assumeRole.roleArn}` : ""
  }.`;

const lastLine = (text: string): string => text.trim().split("\n").at(-1) ?? "";
