// The provider of AWS, wherever a stack makes one: every setting of `aws` arrives, and nothing is set that no setting asks for.
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { ec2 } from "../../stacks/ec2";
import { kubernetes } from "../../stacks/kubernetes";
import { deployed, devSettings, settingsWith } from "../components/ec2/registered";
import { cluster } from "../components/kubernetes/clusters";
import { NOW, type Registered, underMocks } from "../support/mocks";

const roleArn = "arn:aws:iam::210987654321:role/deploys";
const AWS = {
  profile: "shop-prod",
  assumeRole: { roleArn, externalId: "tocsin-1" },
  allowedAccountIds: ["210987654321"],
  defaultTags: { CostCenter: "4711" },
  endpoints: { s3: "https://bucket.vpce-1.s3.eu-central-1.vpce.amazonaws.com", sts: "https://sts.example.com" },
};

const surroundings = {
  environment: "dev",
  runtime: "native" as const,
  projectDir: "/project",
  packageDir: "/project",
  credentials: {},
  now: NOW,
};

const receivers = { "slack-token": pulumi.secret("xoxb-1") };

const EKS = { region: "eu-central-1", version: "1.35", vpcId: "vpc-1", privateSubnetIds: ["subnet-1", "subnet-2"] };

/** What each platform that makes one registers, with the settings of AWS. */
const PLATFORMS = {
  ec2: (aws: object) => underMocks("dev", () => ec2.deploy(settingsWith({ aws }), surroundings)),
  "kubernetes with a cluster of its own": (aws: object) =>
    underMocks("dev", () =>
      kubernetes.deploy(cluster({ cluster: { eks: { ...EKS, aws } } }), {
        ...surroundings,
        credentials: { receivers },
      }),
    ),
};

const providerOf = ({ resources }: { resources: readonly Registered[] }) => {
  const found = resources.filter(({ type }) => type === "pulumi:providers:aws");
  expect(found).toHaveLength(1);
  // Providers get their settings as JSON.
  return Object.fromEntries(
    Object.entries(found[0]?.inputs ?? {}).map(([name, value]) => [
      name,
      typeof value === "string" && /^[[{]/.test(value) ? JSON.parse(value) : value,
    ]),
  );
};

describe.each(Object.entries(PLATFORMS))("the provider of %s", (platform, deployed) => {
  test("is given all that the settings say", async () => {
    const { defaultTags, ...rest } = providerOf(await deployed(AWS));
    expect(rest).toEqual({
      region: "eu-central-1",
      profile: "shop-prod",
      assumeRoles: [{ ...AWS.assumeRole, sessionName: "tocsin" }],
      allowedAccountIds: AWS.allowedAccountIds,
      endpoints: [AWS.endpoints],
      s3UsePathStyle: "true",
      // The SDK's own.
      ...Object.fromEntries(Object.entries(rest).filter(([name]) => /^skip|^version$/.test(name))),
    });
    expect(defaultTags).toMatchObject({ tags: AWS.defaultTags });
  });

  test("is given a region alone where the settings say nothing else", async () => {
    const names = Object.keys(providerOf(await deployed({}))).filter((name) => !/^skip|^version$/.test(name));
    expect(names).toEqual(platform === "ec2" ? ["region"] : expect.arrayContaining(["region", "defaultTags"]));
    expect(names).not.toContain("allowedAccountIds");
  });
});

describe("what the provider's tags do not reach", () => {
  test("has them all the same: machines of groups and their volumes, nodes of a cluster", async () => {
    const { resources } = await PLATFORMS.ec2({ defaultTags: AWS.defaultTags });
    const of = (type: string) => resources.filter((one) => one.type === `aws:${type}`).map(({ inputs }) => inputs);
    for (const { tagSpecifications } of of("ec2/launchTemplate:LaunchTemplate"))
      for (const { tags } of tagSpecifications as { tags: object }[]) expect(tags).toMatchObject(AWS.defaultTags);
    for (const { tags } of of("autoscaling/group:Group"))
      expect(tags).toContainEqual({ key: "CostCenter", value: "4711", propagateAtLaunch: true });
    const hosts = of("ec2/instance:Instance").filter(({ volumeTags }) => volumeTags !== undefined);
    expect(hosts.length).toBeGreaterThan(1);
    for (const { volumeTags } of hosts) expect(volumeTags).toMatchObject(AWS.defaultTags);
  });

  test("are objects of a bucket, which take ten tags: they get none of them", async () => {
    const { resources } = await PLATFORMS.ec2({ defaultTags: AWS.defaultTags });
    const objects = resources.filter(({ type }) => type === "aws:s3/bucketObjectv2:BucketObjectv2");
    expect(objects.length).toBeGreaterThan(10);
    for (const { inputs } of objects) expect(inputs.overrideProvider).toEqual({ defaultTags: { tags: {} } });
  });
});

describe("commands that reach what was deployed", () => {
  test("have the profile, and kubectl the profile and the role", async () => {
    const { outputs } = await deployed(settingsWith({ aws: AWS }));
    const told = Object.values(outputs.commands as Record<string, string>);
    expect(told.length).toBeGreaterThan(5);
    for (const command of told) expect(command).toContain("--region eu-central-1 --profile shop-prod ");
    const eks = (await PLATFORMS["kubernetes with a cluster of its own"](AWS)).resources;
    expect(eks.find(({ type }) => type === "eks:index:Cluster")?.inputs.providerCredentialOpts).toEqual({
      profileName: "shop-prod",
      roleArn,
    });
  });
});

describe("settings of AWS", () => {
  test.each([
    ["an account that is a number", { allowedAccountIds: [123456789012] }, "platform.aws.allowedAccountIds[0]"],
    [
      "a role of another account",
      { ...AWS, allowedAccountIds: ["123456789012"] },
      "a role of one of allowedAccountIds",
    ],
    ["a role that is none", { assumeRole: { roleArn: "deploys" } }, "a role's ARN such as arn:aws:iam::"],
    ["an endpoint of no service in use", { endpoints: { glacier: "https://x" } }, "platform.aws.endpoints"],
    ["a tag of the monitoring's own", { defaultTags: { Name: "x" } }, "another name than Name, managed-by"],
    ["a profile with a space", { profile: "a b" }, "a profile's name of letters"],
  ])("refuse %s", (_, aws, message) => expect(() => settingsWith({ aws })).toThrow(message));

  test("refuse more tags than an instance takes", () => {
    const tags = (prefix: string, many: number) =>
      Object.fromEntries(Array.from({ length: many }, (_, index) => [`${prefix}${index}`, "x"]));
    const platform = devSettings.platform as { hosts: { instances: object[] } };
    const [first = {}, ...others] = platform.hosts.instances;
    const hosts = { ...platform.hosts, instances: [{ ...first, tags: tags("own", 20) }, ...others] };
    expect(() => settingsWith({ hosts, aws: { defaultTags: tags("all", 21) } })).toThrow(
      "platform.hosts.instances[0].tags: found 41 tags with those of platform.aws.defaultTags; at most 40",
    );
  });
});
