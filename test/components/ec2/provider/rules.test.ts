// No registered resource breaks a rule that only the provider knows, and what holds data is replaced by no everyday change of settings.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { deployed, settingsWith, WITH_LOGS_AND_TRACES } from "../registered";
import { problemsOf, replacedBetween } from "./problems";
import { PROVIDER_RULES } from "./rules";

const certificate = "arn:aws:acm:eu-central-1:123456789012:certificate/5d6e1b5a-0000-4000-8000-000000000000";
const EVERYTHING = {
  loadBalancer: { host: "grafana.example.com", certificate, from: ["10.0.0.0/8"] },
  remoteWrite: { to: "managed", rules: "managed" },
};

describe("the provider", () => {
  test.each([
    ["dev", {}, {}],
    ["dev with logs and traces", { exporters: [] }, WITH_LOGS_AND_TRACES],
    ["dev with a load balancer and a managed workspace", EVERYTHING, {}],
  ])("refuses nothing of %s", async (_, platform, more) => {
    const { resources } = await deployed(settingsWith(platform, more));
    const judged = resources.filter(({ type }) => type in PROVIDER_RULES);
    expect(judged.length).toBeGreaterThan(60);
    expect(judged.flatMap(problemsOf)).toEqual([]);
  });

  test.each([
    [
      "ec2/instance:Instance",
      { primaryNetworkInterface: {}, subnetId: "s" },
      "primaryNetworkInterface excludes subnetId",
    ],
    [
      "ec2/instance:Instance",
      { volumeTags: {}, rootBlockDevice: { tags: {} } },
      "volumeTags excludes rootBlockDevice.tags",
    ],
    ["ec2/instance:Instance", { ebsBlockDevices: [] }, "ebsBlockDevices is set by resources of other kinds"],
    ["route53/record:Record", { aliases: [], ttl: 60 }, "aliases and ttl exclude each other"],
    ["route53/record:Record", { aliases: [], records: [] }, "one of aliases, records is to be given"],
    ["ssm/parameter:Parameter", {}, "one of insecureValue, value, valueWo is to be given"],
  ])("refuses an %s with %j", (type, inputs, problem) => {
    expect(problemsOf({ type: `aws:${type}`, name: "one", inputs })).toEqual([`one: ${problem}`]);
  });

  test("replaces nothing for a larger volume and another threshold", async () => {
    const { resources } = await deployed(settingsWith());
    const changed = await deployed(
      settingsWith(
        { servers: { count: 2, volume: 200 } },
        { alerts: { NodeCPUHighUsage: { threshold: { warning: 0.77 } } } },
      ),
    );
    expect(changed.ofType("ebs/volume:Volume").map(({ inputs }) => inputs.size)).toContain(200);
    expect(replacedBetween(resources, changed.resources)).toEqual([]);
  });

  test("replaces what is in another subnet", async () => {
    const { resources } = await deployed(settingsWith());
    const moved = resources.map((one) => {
      if (one.type !== "aws:ec2/networkInterface:NetworkInterface") return one;
      return { ...one, inputs: { ...one.inputs, subnetId: "subnet-another" } };
    });
    expect(replacedBetween(resources, moved)).toContain("dev-monitoring-1: subnetId");
  });
});

describe("the table", () => {
  test.each(Object.entries(PROVIDER_RULES))("names arguments that %s has", (type, rules) => {
    const file = type.replace(/^aws:(.+):.+$/, "$1");
    const declared = readFileSync(`node_modules/@pulumi/aws/${file}.d.ts`, "utf8");
    const known = new Set(
      [...declared.matchAll(/^ {4}(\w+)\?: pulumi\.Input|^ {4}(\w+): pulumi\.Input/gm)].map((m) => m[1] ?? m[2]),
    );
    const { atMostOne = [], exactlyOne = [], excludes = {}, setByOthers = [], replacedBy } = rules;
    const named = [
      ...atMostOne,
      ...exactlyOne,
      ...Object.values(excludes),
      Object.keys(excludes),
      setByOthers,
      replacedBy,
    ];
    expect(named.flat().filter((path) => !known.has(path.split(".")[0]))).toEqual([]);
  });

  test("is what the docs say of it", () => {
    const page = readFileSync("docs/platforms/ec2.md", "utf8");
    const rows = [...page.matchAll(/^\| `([^`]+)` \| (?:yes|no) \| (?:yes|no) \| (yes|no) \|/gm)];
    expect(rows.length).toBeGreaterThan(30);
    const said = rows.filter(([, , rules]) => rules === "yes").map(([, type]) => `aws:${type}`);
    expect(said.sort()).toEqual(Object.keys(PROVIDER_RULES).sort());
  });
});
