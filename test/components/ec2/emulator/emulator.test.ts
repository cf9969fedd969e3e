// What is registered on AWS, created through boto3 in an emulator (moto): botocore knows each call's arguments, moto what refers to what.
import { readFileSync } from "node:fs";
import execa from "execa";
import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { PYTHON_TIMEOUT_MS, pythonWith } from "../../../support/machine/python";
import { plainValue } from "../../../support/mocks";
import { deployed, type Resource, settingsWith } from "../registered";
import { CALLS, callOf } from "./calls";

/** Reads calls in order, and prints what each ended with: nothing, or an error. What there is already is made before. */
const RUN = `
import json, os, re, sys
import boto3
os.environ.update(AWS_ACCESS_KEY_ID="testing", AWS_SECRET_ACCESS_KEY="testing", MOTO_IAM_LOAD_MANAGED_POLICIES="true")
from moto import mock_aws
with mock_aws():
    client = lambda service: boto3.client(service, region_name="eu-central-1")
    vpc = client("ec2").create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnets = [
        client("ec2").create_subnet(VpcId=vpc, CidrBlock=f"10.0.{n}.0/24", AvailabilityZone="eu-central-1" + "ab"[n])["Subnet"]["SubnetId"]
        for n in range(2)
    ]
    image = client("ec2").describe_images(Owners=["amazon"])["Images"][0]["ImageId"]
    group = client("ec2").create_security_group(GroupName="theirs", Description="theirs", VpcId=vpc)["GroupId"]
    ids = {"sg-0123456789abcdef0": group, "vpc-0123456789abcdef0": vpc, "subnet-0123456789abcdef0": subnets[0], "subnet-0123456789abcdef1": subnets[1]}
    def known(value):
        if isinstance(value, dict): return {name: known(each) for name, each in value.items()}
        if isinstance(value, list): return [known(each) for each in value]
        if not isinstance(value, str): return value
        if value in ids: return ids[value]
        if re.fullmatch("subnet-[0-9a-f]+(,subnet-[0-9a-f]+)+", value): return ",".join(known(each) for each in value.split(","))
        return image if re.fullmatch("ami-[0-9a-f]+", value) else value
    ended = []
    for one in json.load(sys.stdin):
        service, method = one["call"].split(".")
        try:
            answer = getattr(client(service), method)(**known(one["args"]))
            for step in one.get("id", "").split("."):
                if step: answer = answer[int(step) if step.isdigit() else step]
            if method == "create_security_group":
                # As the provider does: EC2 has made a rule that lets everything out.
                everything = {"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}
                client(service).revoke_security_group_egress(GroupId=answer, IpPermissions=[everything])
            if one.get("id"): ids[one["resource"]] = answer.split("/")[-1]
            ended.append([one["name"], ""])
        except Exception as error:
            if isinstance(error, NotImplementedError) or "Not yet implemented" in str(error):
                ended.append([one["name"], "moto has no " + one["call"]])
            else: ended.append([one["name"], f"{type(error).__name__}: {error}"[:300]])
print(json.dumps(ended))
`;

const endings = z.array(z.tuple([z.string(), z.string()]));

const certificate = "arn:aws:acm:eu-central-1:123456789012:certificate/5d6e1b5a-0000-4000-8000-000000000000";
const EVERYTHING = {
  loadBalancer: { host: "grafana.example.com", certificate, from: ["10.0.0.0/8"] },
  remoteWrite: { to: "managed", rules: "managed" },
};

/** Calls that the emulator does not have, of the version that is pinned here. */
const MOTO_LACKS: readonly string[] = [
  "amp.create_alert_manager_definition",
  "amp.update_workspace_configuration",
  "dlm.create_lifecycle_policy",
  "ssm.create_association",
];

describe("boto3 against an emulator", () => {
  let python: string | undefined;
  beforeAll(async () => {
    python = await pythonWith("moto[s3]", "boto3");
  }, PYTHON_TIMEOUT_MS);

  async function created(resources: readonly Resource[]): Promise<z.infer<typeof endings>> {
    // The emulator denies whatever a policy denies under a condition, whether the condition holds or not.
    const isPolicy = ({ type }: Resource) => type === "aws:s3/bucketPolicy:BucketPolicy";
    const ordered = [...resources.filter((one) => !isPolicy(one)), ...resources.filter(isPolicy)];
    const calls = ordered.flatMap((one) => {
      const call = callOf({
        ...one,
        inputs: Object.fromEntries(Object.entries(one.inputs).map(([k, v]) => [k, plainValue(v)])),
      });
      return call ? [{ ...call, name: `${one.type} ${one.name}`, resource: one.id }] : [];
    });
    const { stdout } = await execa(python ?? "", ["-W", "ignore", "-c", RUN], { input: JSON.stringify(calls) });
    return endings.parse(JSON.parse(stdout));
  }

  test.each([
    ["dev", {}],
    ["dev with a load balancer and a managed workspace", EVERYTHING],
  ])(
    "creates all of %s",
    async (_, platform) => {
      const { resources } = await deployed(settingsWith(platform));
      if (!python) return;
      const ended = await created(resources);
      expect(ended.length).toBeGreaterThan(100);
      const isLack = (error: string) => error.startsWith("moto has no ");
      expect(ended.filter(([, error]) => error !== "" && !isLack(error))).toEqual([]);
      const lacks = new Set(ended.map(([, error]) => error).filter(isLack));
      const known = MOTO_LACKS.filter((call) => platform === EVERYTHING || !call.startsWith("amp."));
      expect([...lacks].sort()).toEqual(known.map((call) => `moto has no ${call}`));
    },
    PYTHON_TIMEOUT_MS,
  );

  test(
    "is refused what no call takes, and what refers to nothing",
    async (context) => {
      if (!python) return context.skip();
      const { resources } = await deployed(settingsWith());
      const spoilt = resources.map((one): Resource => {
        if (one.type === "aws:ebs/volume:Volume") return { ...one, inputs: { ...one.inputs, size: "large" } };
        if (one.type === "aws:iam/instanceProfile:InstanceProfile") return { ...one, id: "another" };
        return one;
      });
      const said = (await created(spoilt)).map(([name, error]) => `${name}: ${error}`).join("\n");
      expect(said).toMatch(/^aws:ebs\/volume:Volume .*\n.*Invalid type for parameter Size/m);
      expect(said).toMatch(/^aws:ec2\/instance:Instance .*(InvalidIamInstanceProfile|NoSuchEntity)/m);
    },
    PYTHON_TIMEOUT_MS,
  );

  test("is said in the docs to create what it has a call for", () => {
    const page = readFileSync("docs/platforms/ec2.md", "utf8");
    const rows = [...page.matchAll(/^\| `([^`]+)` \| (?:yes|no) \| (yes|no) \|/gm)].map(([, type, made]) => [
      `aws:${type}`,
      made,
    ]);
    const isMade = (call: (typeof CALLS)[string]) => typeof call === "object" && !MOTO_LACKS.includes(call.call);
    expect(Object.fromEntries(rows)).toEqual(
      Object.fromEntries(Object.entries(CALLS).map(([type, call]) => [type, isMade(call) ? "yes" : "no"])),
    );
  });

  test("has a call, or says why there is none, for every kind of resource in use", async () => {
    const { resources } = await deployed(settingsWith(EVERYTHING));
    const types = new Set(resources.map(({ type }) => type).filter((type) => type.startsWith("aws:")));
    expect([...types].filter((type) => !(type in CALLS))).toEqual([]);
  });
});
