// Names as AWS takes them: whatever an environment and its hosts are called, no service refuses what follows.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { awsName, dlmDescription } from "../../../components/ec2/aws/aws-names";
import { parseSettings } from "../../../components/monitoring";
import { deployed, type Resource, settingsWith } from "./registered";

/** What Pulumi takes for a stack's name. */
const environments = fc.stringMatching(/^[A-Za-z0-9_.-]{1,100}$/);

/** What the services take, as their API references say it, written here once more. */
const TAKEN: Record<Parameters<typeof awsName>[0], RegExp> = {
  role: /^[\w+=,.@-]{1,64}$/,
  profile: /^[\w+=,.@-]{1,128}$/,
  bucket: /^(?!xn--|sthree-)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/,
  topic: /^[\w-]{1,256}$/,
  balancer: /^(?!internal-)[A-Za-z0-9]([A-Za-z0-9-]{0,30}[A-Za-z0-9])?$/,
  document: /^(?!aws|amazon|amzn)[\w.-]{3,128}$/i,
  ruleGroup: /^[0-9A-Za-z][\w.-]{0,63}$/,
  workspace: /^[0-9A-Za-z][\w.-]{0,99}$/,
  cluster: /^[0-9A-Za-z][\w-]{0,99}$/,
  label: /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
};

/** What the engine adds to a name, the provider to a prefix, and nobody to a name that is given. */
const AUTOMATIC = "-0123abc";
const RANDOM = "-20260101000000000000000001";
const EXPLICIT = ["balancer", "document", "ruleGroup", "workspace", "cluster", "label"];
const PREFIXED = ["role", "profile", "bucket", "topic"];

describe.each(Object.keys(TAKEN) as (keyof typeof TAKEN)[])("the name of a %s", (kind) => {
  test("is taken by its service, for every environment", () => {
    fc.assert(
      fc.property(environments, (environment) => {
        const wanted = `${environment}-grafana`;
        const name = awsName(kind, wanted);
        const added = name === wanted ? AUTOMATIC : PREFIXED.includes(kind) ? RANDOM : "";
        const whole = EXPLICIT.includes(kind) && name === wanted && kind !== "document" ? name : `${name}${added}`;
        expect(kind === "bucket" ? whole.toLowerCase() : whole).toMatch(TAKEN[kind]);
      }),
      { numRuns: 2_000 },
    );
  });

  test("is another one for another environment", () => {
    const all = ["eu.prod", "eu_prod", "eu-prod", "internal", "Internal", ..."ab"].flatMap((one) => [
      one,
      one.padEnd(60, "x"),
      `${one.padEnd(60, "x")}y`,
    ]);
    expect(new Set(all.map((one) => awsName(kind, `${one}-grafana`))).size).toBe(new Set(all).size);
  });

  test("is the wanted one where that is taken", () => expect(awsName(kind, "staging-grafana")).toBe("staging-grafana"));
});

const certificate = "arn:aws:acm:eu-central-1:123456789012:certificate/5d6e1b5a";
const everything = () =>
  settingsWith({
    loadBalancer: { host: "grafana.example.com", certificate, from: ["10.0.0.0/8"] },
    remoteWrite: { to: "managed", rules: "managed" },
  });

describe.each(["eu.prod", "eu_prod", "internal", "amazon", "x".repeat(60), `${"Long.Name_".repeat(9)}x`])(
  "an environment called %s",
  (environment) => {
    test("has no name, description or record that AWS refuses", async () => {
      const { ofType } = await deployed(everything(), {}, environment);
      const physical = ({ name, inputs }: Resource) =>
        typeof inputs.namePrefix === "string" ? `${inputs.namePrefix}${RANDOM.slice(1)}` : `${name}${AUTOMATIC}`;
      for (const role of ofType("iam/role:Role")) expect(physical(role)).toMatch(TAKEN.role);
      for (const profile of ofType("iam/instanceProfile:InstanceProfile"))
        expect(physical(profile)).toMatch(TAKEN.profile);
      for (const topic of ofType("sns/topic:Topic")) expect(physical(topic)).toMatch(TAKEN.topic);
      for (const { name, inputs } of ofType("s3/bucket:Bucket")) {
        const bucket =
          typeof inputs.bucketPrefix === "string" ? `${inputs.bucketPrefix}${RANDOM.slice(1)}` : `${name}${AUTOMATIC}`;
        expect(bucket.toLowerCase()).toMatch(TAKEN.bucket);
      }
      const explicit = [
        ["lb/loadBalancer:LoadBalancer", TAKEN.balancer],
        ["lb/targetGroup:TargetGroup", TAKEN.balancer],
        ["amp/ruleGroupNamespace:RuleGroupNamespace", TAKEN.ruleGroup],
        ["route53/zone:Zone", /^[a-z0-9-]{1,63}\.tocsin\.internal$/],
        ["ssm/parameter:Parameter", /^\/tocsin\/[\w.-]+\/[\w.-]+$/],
      ] as const;
      for (const [type, pattern] of explicit) {
        expect(ofType(type).length).toBeGreaterThan(0);
        for (const { inputs } of ofType(type)) expect(inputs.name).toMatch(pattern);
      }
      for (const { name, inputs } of ofType("ssm/document:Document"))
        expect(inputs.name ?? `${name}${AUTOMATIC}`).toMatch(TAKEN.document);
      for (const { inputs } of ofType("dlm/lifecyclePolicy:LifecyclePolicy"))
        expect(inputs.description).toMatch(/^[\w -]{1,500}$/);
      for (const { inputs } of ofType("ec2/securityGroup:SecurityGroup"))
        expect(inputs.description).toMatch(/^[\w. :/()#,@[\]+=&;{}!$*-]{1,255}$/);
    }, 60_000);
  },
);

test("a description of DLM has no other characters than it takes", () => {
  expect(dlmDescription("Volumes of eu.prod (a)")).toBe("Volumes of eu-prod -a-");
});

describe("settings refuse", () => {
  const existing = (tags: object) =>
    settingsWith({ hosts: { existing: [{ name: "db", os: "ubuntu", expected: 1, tags }] } });
  const tagged = (tags: object) => settingsWith({ hosts: { instances: [{ name: "web-1", tags }, { name: "web-2" }] } });

  test.each<[string, () => unknown, string]>([
    ["six tags to find hosts by", () => existing({ a: "1", b: "1", c: "1", d: "1", e: "1", f: "1" }), "at most 5 tags"],
    ["AWS' own tags", () => tagged({ "aws:x": "1" }), "begin with aws:"],
    ["the monitoring's tags", () => tagged({ "tocsin:environment": "prod" }), "which the monitoring sets"],
    ["a host's Name in its tags", () => tagged({ Name: "other" }), "which the monitoring sets"],
    ["a tag's value that is too long", () => tagged({ a: "x".repeat(257) }), "at most 256 characters"],
    ["a tag's value with a quote", () => tagged({ a: "x'y" }), "a tag's value of letters"],
    ["a tag to find hosts by with a quote", () => existing({ "a$(id)": "1" }), "a tag's name of letters"],
    ["a volume that gp3 does not have", () => settingsWith({ servers: { volume: 20_000 } }), "at most 16384"],
    ["a name of 64 characters", () => parseSettings({ team: "x".repeat(64) }), "at most 63 characters"],
  ])("%s", (_, parse, message) => expect(parse).toThrow(message));
});
