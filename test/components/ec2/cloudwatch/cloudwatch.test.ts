// Who asks CloudWatch, for what, with which rights, who reads it, and what it costs.
import { beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { endpointsOf } from "../../../../components/ec2";
import { assemble } from "../../../../components/monitoring";
import { costOf } from "../../../../infra/preview/cost/cost";
import { deployed, type Environment, settingsWith } from "../registered";

const ASKING = { cloudwatch: { loadBalancers: { expected: 2 }, sqs: { expected: 5 } } };

const configuration = z.object({
  discovery: z.object({
    exportedTagsOnMetrics: z.record(z.string(), z.array(z.string())),
    jobs: z.array(
      z.looseObject({
        type: z.string(),
        searchTags: z.array(z.object({ key: z.string(), value: z.string() })),
        dimensionNameRequirements: z.array(z.string()),
      }),
    ),
  }),
});

const jobIn = (platform: object) => {
  const settings = settingsWith(platform);
  return assemble("dev", settings, endpointsOf("dev", settings)).jobs.find(({ name }) => name.startsWith("cloudwatch"));
};

describe("a pair of servers", () => {
  let environment: Environment;
  beforeAll(async () => {
    environment = await deployed(settingsWith(ASKING));
  }, 60_000);

  const objects = () =>
    environment
      .ofType("s3/bucketObjectv2:BucketObjectv2")
      .map(({ inputs }) => ({ key: String(inputs.key), content: String(inputs.content) }));

  test("asks CloudWatch once: by its first server, with rights that the other has not", () => {
    const setups = objects().filter(({ content }) => content.includes("/opt/tocsin/yace/yace"));
    expect(setups.map(({ key }) => key)).toEqual(["setup/monitoring-1.sh"]);
    expect(objects().flatMap(({ key }) => (key.endsWith("/yace.yml") ? [key] : []))).toEqual([
      "monitoring-1/cloudwatch/yace.yml",
    ]);
    const policies = environment
      .ofType("iam/rolePolicy:RolePolicy")
      .filter(({ inputs }) => String(inputs.policy).includes("cloudwatch:GetMetricData"));
    expect(policies).toHaveLength(1);
    expect(String(policies[0]?.inputs.policy)).toContain("tag:GetResources");
  });

  test("starts what asks again where it is to ask for something else", () => {
    const setup = objects().find(({ key }) => key === "setup/monitoring-1.sh")?.content;
    expect(setup).toContain("RESTART=yace.service=cloudwatch/yace.yml");
  });

  test("reads it from both servers, and the other one may reach it", () => {
    const files = objects().filter(({ key }) => key.endsWith("prometheus/prometheus.yml"));
    expect(files).toHaveLength(2);
    for (const { content } of files) expect(content).toContain("monitoring-1.dev.tocsin.internal:9106");
    const rules = environment.ofType("vpc/securityGroupIngressRule:SecurityGroupIngressRule");
    expect(rules.filter(({ inputs }) => inputs.fromPort === 9106).map(({ name }) => name)).toEqual([
      "dev-access-servers-9106",
    ]);
  });

  test("asks for what has the tags, by the dimensions that the rules read", () => {
    const file = objects().find(({ key }) => key.endsWith("/yace.yml"))?.content ?? "";
    const { discovery } = configuration.parse(parse(file));
    expect(discovery.jobs.map(({ type, dimensionNameRequirements: by }) => [type, ...by])).toEqual([
      ["AWS/ApplicationELB", "LoadBalancer"],
      ["AWS/ApplicationELB", "LoadBalancer", "TargetGroup"],
      ["AWS/SQS", "QueueName"],
    ]);
    expect(discovery.exportedTagsOnMetrics["AWS/SQS"]).toEqual(["tocsin:cloudwatch", "team"]);
    for (const { searchTags } of discovery.jobs) {
      expect(searchTags).toEqual([
        { key: "tocsin:environment", value: "^dev$" },
        { key: "tocsin:cloudwatch", value: ".+" },
      ]);
    }
  });
});

test("a single server reads it on loopback, and no port is open", async () => {
  expect(jobIn({ ...ASKING, servers: { count: 1 } })?.targets.map(({ address }) => address)).toEqual([
    "127.0.0.1:9106",
  ]);
  const { ofType } = await deployed(settingsWith({ ...ASKING, servers: { count: 1 } }));
  const ports = ofType("vpc/securityGroupIngressRule:SecurityGroupIngressRule").map(({ inputs }) => inputs.fromPort);
  expect(ports).not.toContain(9106);
});

test("nothing asks CloudWatch unless the settings do", () => {
  expect(jobIn({})).toBeUndefined();
});

test("a preview counts what is asked for: each value, and the list of each metric, every five minutes", () => {
  const settings = settingsWith(ASKING);
  const monitoring = assemble("dev", settings, endpointsOf("dev", settings));
  const resources = [{ type: "pulumi:providers:aws", name: "aws", id: "aws", inputs: { region: "us-east-1" } }];
  const { parts } = costOf({ monitoring, resources }) ?? { parts: [] };
  // Five metrics of two load balancers, two of five queues, and seven lists, 8,760 times a month.
  const thousands = ((5 * 2 + 2 * 5 + 7) * 8_760) / 1_000;
  expect(parts).toEqual([{ what: "thousand values of CloudWatch", count: thousands, dollars: thousands * 0.01 }]);
});
