// The examples of policies on resources are programs: each is run under mocks, with the SDKs that they name.
import * as ebs from "@pulumi/aws/ebs";
import * as ec2 from "@pulumi/aws/ec2";
import * as s3 from "@pulumi/aws/s3";
import * as docker from "@pulumi/docker";
import * as apps from "@pulumi/kubernetes/apps";
import * as helm from "@pulumi/kubernetes/helm";
import { describe, expect, test } from "vitest";
import { seenTogether } from "../../../policies/engine/seen";
import { judge, type Policy } from "../../../policies/policy";
import { underMocks } from "../../support/mocks";
import { POLICIES } from "../judged";

/** What the examples name without making it. */
const SURROUNDINGS = {
  aws: { ebs, ec2, s3 },
  docker,
  k8s: { apps, helm },
  ami: "ami-0123456789abcdef0",
  availabilityZone: "eu-central-1a",
  server: { id: "sg-0123456789abcdef0" },
  data: { name: "data" },
};

async function findingsIn(policy: Policy, program: string) {
  const run = new Function(...Object.keys(SURROUNDINGS), program);
  const { resources } = await underMocks("examples", () => run(...Object.values(SURROUNDINGS)));
  const given = resources.map(({ type, name, id, inputs }) => ({ type, name, props: { id, ...inputs } }));
  return judge({ name: "test", description: "", policies: [policy] }, await seenTogether(given));
}

const onResources = POLICIES.filter(({ judges }) => judges.startsWith("resource"));

describe.each(onResources.map((policy) => [policy.name, policy] as const))("%s", (_, policy) => {
  test("finds its bad example, and says what, why and what to do", async () => {
    const findings = await findingsIn(policy, policy.examples.bad);
    expect(findings).toHaveLength(1);
    expect(findings[0]?.message).toMatch(/^.*: .*\. .*\..*\.$/s);
    expect(findings[0]?.message).toMatchSnapshot();
  });

  test("is silent on its good example", async () => {
    expect(await findingsIn(policy, policy.examples.good)).toEqual([]);
  });
});
