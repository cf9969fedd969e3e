// The stack of the platform `ec2`: what it watches, and what it says is wrong with settings.
import { describe, expect, test } from "vitest";
import { parseSettings } from "../../components/monitoring";
import { ec2 } from "../../stacks/ec2";
import { devSettings, settingsWith } from "../components/ec2/registered";
import { NOW, underMocks } from "../support/mocks";

const facts = { environment: "dev", runtime: "native" as const };

/** A Prometheus whose discovery nothing in the account can end. */
const NEWER = { downloads: { versions: { prometheus: "3.15.0" } } };

describe("an environment on EC2", () => {
  test("watches hosts, containers and deliveries without a service that names them", () => {
    const { jobs } = ec2.monitoring(settingsWith({ exporters: [] }, { services: [] }), facts);
    const found = jobs
      .filter(({ discovery }) => discovery?.kind === "ec2")
      .map(({ name, discovery }) => [name, discovery?.expected]);
    // Two instances, a group of four at most, two that exist, and two servers.
    expect(Object.fromEntries(found)).toEqual({ node: 10, container: 8, delivery: 2, worker: 3 });
  });

  test("silences what runs on a host that is down, though hosts have no address of their own", () => {
    const { notifications } = ec2.monitoring(settingsWith({ exporters: [] }, { services: [] }), facts);
    const byHost = notifications.inhibitions.filter(({ equal }) => equal.includes("host") && equal.length === 1);
    expect(byHost).toHaveLength(1);
  });

  test("deploys in the settings' region and exports where everything is", async () => {
    const { resources, outputs } = await underMocks("dev", () =>
      ec2.deploy(settingsWith(), {
        ...facts,
        projectDir: "/project",
        packageDir: "/project",
        credentials: {},
        now: NOW,
      }),
    );
    const provider = resources.find(({ type }) => type === "pulumi:providers:aws");
    expect(provider?.inputs.region).toBe("eu-central-1");
    expect(Object.keys(outputs as object)).toEqual(["addresses", "commands", "servers", "version"]);
  });

  test.each([
    [
      "a network of the whole internet",
      { loadBalancer: { host: "g.example.com", certificate: "arn:aws:acm:x", from: ["0.0.0.0/0"] } },
      "never the whole internet",
    ],
    [
      "an instance that is no host",
      { hosts: { instances: [{ name: "web-9" }] } },
      'found "web-9", which is not in hosts',
    ],
    [
      "an exporter on an unknown host",
      { exporters: [{ kind: "redis", name: "a", address: "r:6379", port: 9121, on: "web-9" }] },
      "platform.exporters[0].on",
    ],
    [
      "an exporter that nothing scrapes",
      { exporters: [{ kind: "redis", name: "a", address: "r:6379", port: 9122 }] },
      "platform.exporters[0].port: found 9122, which nothing scrapes; give a service with the mixin redis whose targets end in :9122, or",
    ],
    [
      "an exporter on a group whose machines nobody finds",
      { exporters: [{ kind: "redis", name: "sessions", address: "127.0.0.1:6379", port: 9121, on: "workers" }] },
      "platform.exporters[0].port: found 9121, which nothing scrapes; give platform.discovery.services: { redis: { port: 9121 } }",
    ],
    [
      "a technology that is found by tags and named on a host",
      { discovery: { services: { postgres: { port: 9187 } } } },
      'services[2].targets[0]: found "orders-db-1:9187", a host that is found, but all of postgres is found by tags',
    ],
    [
      "databases of RDS for what none of its exporters asks",
      { discovery: { services: { redis: { from: "rds", port: 9121 } } } },
      "platform.discovery.services.redis.from: found rds, which is asked by the exporters of mysql and postgres alone",
    ],
    [
      "brokers of MSK for what an exporter shows",
      { discovery: { services: { kafka: { from: "msk", port: 11001 } } }, ...NEWER },
      "platform.discovery.services.kafka.from: found msk, whose brokers do not show what kafka reads",
    ],
    [
      "tasks of ECS with a Prometheus that one of them can end",
      { discovery: { services: { nodejs: { from: "ecs", port: 9464 } } } },
      "platform.discovery.services.nodejs.from: found ecs, which Prometheus 3.13.5 cannot look into safely; give platform.downloads.versions: { prometheus: 3.15.0 } or newer",
    ],
    [
      "a Prometheus that does not know ElastiCache",
      {
        discovery: { services: { redis: { from: "elasticache", port: 9121 } } },
        downloads: { versions: { prometheus: "3.10.0" } },
      },
      "platform.discovery.services.redis.from: found elasticache, which Prometheus 3.10.0 cannot look into safely",
    ],
    [
      "a secret for what is scraped itself",
      { discovery: { services: { nodejs: { from: "ecs", port: 9464, environmentParameter: "/a/b" } } }, ...NEWER },
      "platform.discovery.services.nodejs.environmentParameter: found one, but no exporter on the servers asks what is found in ecs",
    ],
    [
      "two exporters at one port of the servers",
      {
        discovery: { services: { redis: { from: "elasticache", port: 9121 } } },
        exporters: [{ kind: "redis", name: "other", address: "r:6379", port: 9121 }],
      },
      "platform.discovery.services.redis.port: found 9121, at which platform.exporters[0] listens; give another",
    ],
    [
      "CloudWatch without anything to ask it for",
      { cloudwatch: {} },
      "platform.cloudwatch: found an empty mapping; give at least one kind, such as { sqs: {} }; or leave it out",
    ],
    ["a kind that CloudWatch is not asked for", { cloudwatch: { dynamodb: {} } }, "platform.cloudwatch.dynamodb"],
    [
      "a vpc that is none",
      { network: { vpc: "main", subnets: ["subnet-0123456789abcdef0"] } },
      "vpc-0123456789abcdef0",
    ],
    [
      "every instance of the account",
      { hosts: { existing: [{ name: "all", os: "debian", expected: 1, tags: {} }] } },
      "at least one tag",
    ],
  ])("refuses %s", (_, platform, message) => {
    expect(() => settingsWith(platform)).toThrow(message);
  });

  test("has no secret in the file of dev", () => {
    expect(JSON.stringify(parseSettings(devSettings))).not.toMatch(/xox[bp]-|hooks\.slack\.com|password/i);
  });
});
