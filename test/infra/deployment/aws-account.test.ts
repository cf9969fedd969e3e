// Credentials of an account that the settings do not allow, against STS of an emulator (moto), through the real AWS CLI.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AwsAccount } from "../../../components/monitoring";
import { accountOf } from "../../../infra/deployment/aws-account";
import { Processes, within } from "../../e2e/processes";
import { programsOrSkip } from "../../support/machine/programs";
import { freePorts } from "../../support/ports";

const programs = programsOrSkip("aws", "moto_server");

const ACCOUNT = "210987654321";
const VARIABLES = { AWS_ACCESS_KEY_ID: "testing", AWS_SECRET_ACCESS_KEY: "testing", AWS_EC2_METADATA_DISABLED: "true" };

describe.skipIf(!programs)("the account of the credentials", () => {
  const processes = new Processes();
  const before = { ...process.env };
  let sts: string;

  beforeAll(async () => {
    const { port } = await freePorts("port");
    sts = `http://127.0.0.1:${port}`;
    Object.assign(process.env, VARIABLES);
    processes.start(programs?.moto_server ?? "", ["-H", "127.0.0.1", "-p", String(port)], {
      MOTO_ACCOUNT_ID: ACCOUNT,
    });
    await within(
      60,
      async () => (await fetch(sts)).ok || undefined,
      () => "moto's server does not answer",
    );
  }, 90_000);

  afterAll(async () => {
    process.env = before;
    await processes.endAll();
  });

  const aws = (more: Partial<AwsAccount> = {}): AwsAccount => ({
    region: "eu-central-1",
    allowedAccountIds: [ACCOUNT],
    defaultTags: {},
    endpoints: { sts },
    ...more,
  });
  const roleIn = (account: string) => ({
    roleArn: `arn:aws:iam::${account}:role/deploys`,
    externalId: "tocsin-1",
    sessionName: "tocsin",
  });

  test("is said where the settings allow it", async () => expect(await accountOf(aws())).toBe(ACCOUNT));

  test("is refused where they allow others", async () => {
    await expect(accountOf(aws({ allowedAccountIds: ["123456789012", "123456789013"] }))).rejects.toThrow(
      `The credentials are those of the AWS account ${ACCOUNT}; the settings allow 123456789012, 123456789013 (allowedAccountIds). ` +
        "Nothing was changed.\nAsked with the environment's credentials.",
    );
  });

  test("is the assumed role's where there is one", async () => {
    const allowed = { allowedAccountIds: ["123456789012"] };
    expect(await accountOf(aws({ ...allowed, assumeRole: roleIn("123456789012") }))).toBe("123456789012");
    await expect(accountOf(aws({ ...allowed, assumeRole: roleIn("999999999999") }))).rejects.toThrow("999999999999");
  });

  test("is not said by a profile that is not there, and the message names it", async () => {
    await expect(accountOf(aws({ profile: "nobody" }))).rejects.toThrow(
      /AWS does not say who you are: .*nobody.*\nAsked with the profile nobody\./s,
    );
  });

  test("is left to the provider where the AWS CLI is not here", async () => {
    const path = process.env.PATH;
    process.env.PATH = "/nowhere";
    try {
      expect(await accountOf(aws())).toBeUndefined();
    } finally {
      process.env.PATH = path;
    }
  });
});
