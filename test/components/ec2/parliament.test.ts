// Every IAM policy, judged by parliament: actions that do not exist, resources that they do not take, stars that are too wide.
import execa from "execa";
import { beforeAll, describe, expect, test } from "vitest";
import { EksCluster, PrometheusAccess } from "../../../components/kubernetes";
import { PYTHON_TIMEOUT_MS, pythonWith } from "../../support/machine/python";
import { underMocks } from "../../support/mocks";
import { hook } from "./followers/hook";
import { deployed, settingsWith } from "./registered";

/** Reads policies by name as JSON, and prints what parliament finds: a list of [name, finding]. */
const JUDGE = `
import json, sys
from parliament import analyze_policy_string
policies = json.load(sys.stdin)
found = []
for name, text in policies.items():
    policy = analyze_policy_string(text, ignore_private_auditors=True)
    for finding in policy.findings:
        found.append([name, finding.issue + " " + str(finding.detail)])
print(json.dumps(found))
`;

/** Reads policies by name as JSON, and prints the actions on `*` that take a narrower resource, as AWS' service authorization reference says. */
const WIDE = `
import json, os, sys, parliament
known = json.load(open(os.path.join(os.path.dirname(parliament.__file__), "iam_definition.json")))
narrow = {
    (service["prefix"] + ":" + privilege["privilege"]).lower()
    for service in known for privilege in service["privileges"]
    if any(one["resource_type"] for one in privilege["resource_types"])
}
found = []
for name, text in json.load(sys.stdin).items():
    for statement in json.loads(text)["Statement"]:
        if "*" in statement["Resource"]:
            found += [name + " " + action for action in statement["Action"] if action.lower() in narrow]
print(json.dumps(found))
`;

const SPEAKS = { to: "managed", rules: "managed" };

/** Policies of roles by the name of their resource. Those of resources and of trust have principals, which it does not judge. */
async function policies(): Promise<Record<string, string>> {
  const ec2 = await deployed(
    settingsWith({
      remoteWrite: SPEAKS,
      cloudwatch: { loadBalancers: {}, rds: {}, sqs: {} },
      exporters: [{ kind: "redis", name: "r", address: "r:1", port: 9121, environmentParameter: "/r/env" }],
      discovery: {
        services: {
          mysql: { from: "rds", port: 9104 },
          redis: { from: "elasticache", port: 9122 },
          nodejs: { from: "ecs", port: 9464 },
          qdrant: { from: "msk", port: 11_001 },
        },
      },
      downloads: { versions: { prometheus: "3.15.0" } },
    }),
  );
  const withHook = await deployed(settingsWith({}, { notifications: { remediation: [hook] } }), {}, "hooks");
  const cluster = {
    region: "eu-central-1",
    aws: { allowedAccountIds: [], defaultTags: {}, endpoints: {} },
    version: "1.35",
    vpcId: "vpc-1",
    privateSubnetIds: ["subnet-1", "subnet-2"],
    endpoint: { private: true, publicFrom: [] },
    admins: [],
    nodes: { instanceTypes: ["m7i.large"], least: 1, most: 2, diskGiB: 20 },
  };
  const { resources } = await underMocks("prod", async () => {
    new EksCluster("prod", cluster);
    const workspaces = ["arn:aws:aps:eu-central-1:*:workspace/ws-1"];
    new PrometheusAccess("prod", {
      clusterName: "prod",
      namespace: "monitoring",
      region: "eu-central-1",
      bucket: "blocks",
      workspaces,
    });
    return {};
  });
  const all = [...ec2.resources, ...withHook.resources, ...resources].filter(
    ({ type }) => type === "aws:iam/rolePolicy:RolePolicy",
  );
  return Object.fromEntries(
    all.map(({ name, inputs }) => [
      name,
      typeof inputs.policy === "string" ? inputs.policy : JSON.stringify(inputs.policy),
    ]),
  );
}

describe("parliament", () => {
  let python: string | undefined;
  beforeAll(async () => {
    python = await pythonWith("parliament", "setuptools");
  }, PYTHON_TIMEOUT_MS);

  const judged = async (given: Record<string, string>): Promise<[string, string][]> =>
    JSON.parse((await execa(python ?? "", ["-W", "ignore", "-c", JUDGE], { input: JSON.stringify(given) })).stdout);

  test(
    "objects to no policy of ours",
    async (context) => {
      if (!python) return context.skip();
      const ours = await policies();
      expect(Object.keys(ours).length).toBeGreaterThan(5);
      const found = await judged(ours);
      expect(found).toEqual([]);
    },
    PYTHON_TIMEOUT_MS,
  );

  test("knows no narrower resource where one of our policies has all", async (context) => {
    if (!python) return context.skip();
    const wide = async (given: Record<string, string>): Promise<string[]> =>
      JSON.parse((await execa(python ?? "", ["-W", "ignore", "-c", WIDE], { input: JSON.stringify(given) })).stdout);
    expect(await wide(await policies())).toEqual([]);
    const statement = { Effect: "Allow", Action: ["ssm:GetParameter", "ec2:DescribeInstances"], Resource: "*" };
    expect(await wide({ a: JSON.stringify({ Statement: [statement] }) })).toEqual(["a ssm:GetParameter"]);
  });

  test("objects to an action that does not exist, and to a resource that an action does not take", async (context) => {
    if (!python) return context.skip();
    const statement = (Action: string, Resource: string) =>
      JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action, Resource }] });
    const found = await judged({
      a: statement("s3:GetObjects", "*"),
      b: statement("s3:GetObject", "arn:aws:s3:::bucket"),
    });
    expect(found.map(([name]) => name)).toEqual(["a", "b"]);
  });
});
