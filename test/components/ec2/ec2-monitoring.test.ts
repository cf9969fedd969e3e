// A whole environment on EC2: what stays, who may reach what, and what is encrypted (long: one environment, by its variants).
import * as pulumi from "@pulumi/pulumi";
import { beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { endpointsOf } from "../../../components/ec2";
import { assemble } from "../../../components/monitoring";
import { isSecret } from "../../support/mocks";
import {
  deployed,
  type Environment,
  type Resource,
  settingsWith,
  WITH_LOGS,
  WITH_LOGS_AND_TRACES,
  WITH_TRACES,
} from "./registered";

const certificate = "arn:aws:acm:eu-central-1:123456789012:certificate/5d6e1b5a";

/** What is switched on beside what `dev` has. */
const VARIANTS: Record<string, () => Promise<Environment>> = {
  dev: () =>
    deployed(settingsWith(), {
      receivers: { "slack-token": pulumi.secret("xoxb-1"), "pagerduty-routing-key": pulumi.secret("r") },
    }),
  "a load balancer": () =>
    deployed(
      settingsWith({
        loadBalancer: { host: "grafana.example.com", certificate, from: ["10.0.0.0/8", "sg-0123456789abcdef0"] },
      }),
    ),
  "one server": () => deployed(settingsWith({ servers: { count: 1 } })),
  "a workspace that evaluates": () => deployed(settingsWith({ remoteWrite: { to: "managed", rules: "managed" } })),
  logs: () => deployed(settingsWith({ exporters: [] }, WITH_LOGS)),
  "logs and traces": () => deployed(settingsWith({ exporters: [] }, WITH_LOGS_AND_TRACES)),
  "many hosts": () => deployed(settingsWith({ servers: { count: 2, hostsEach: 4 } })),
};

const names = (resources: readonly Resource[]) => resources.map(({ name }) => name).sort();

const statements = z.object({
  Statement: z.array(
    z.object({ Effect: z.string(), Action: z.union([z.string(), z.array(z.string())]), Resource: z.unknown() }),
  ),
});

describe.each(Object.entries(VARIANTS))("an environment with %s", (_, make) => {
  let environment: Environment;
  beforeAll(async () => {
    environment = await make();
  }, 60_000);

  test("gives every resource a name of its own below the component", () => {
    const all = environment.resources.map(({ type, name }) => `${type} ${name}`);
    expect(new Set(all).size).toBe(all.length);
    const outside = environment.resources.filter(({ name }) => !name.startsWith("dev"));
    expect(names(outside)).toEqual([]);
    const [top, ...orphans] = environment.resources.filter(({ parent }) => parent === "");
    expect(top?.type).toBe("tocsin:ec2:Ec2Monitoring");
    expect(names(orphans)).toEqual([]);
  });

  test("protects what cannot be made again, and nothing else", () => {
    const kept = environment.resources.filter(({ protect }) => protect).map(({ type }) => type);
    const types = ["aws:amp/workspace:Workspace", "aws:ebs/volume:Volume", "aws:s3/bucket:Bucket"];
    expect([...new Set(kept)].filter((type) => !types.includes(type))).toEqual([]);
    const stateful = environment.resources.filter(({ type }) => types.includes(type));
    expect(stateful.filter(({ protect }) => !protect)).toEqual([]);
    expect(kept).toContain("aws:ebs/volume:Volume");
    expect(kept).toContain("aws:s3/bucket:Bucket");
  });

  test("tags all that takes tags with the environment", () => {
    const tagged = environment.resources.filter(({ inputs }) => inputs.tags && !Array.isArray(inputs.tags));
    expect(tagged.length).toBeGreaterThan(20);
    for (const { name, inputs } of tagged)
      expect(inputs.tags, name).toMatchObject({ "tocsin:environment": "dev", "managed-by": "pulumi" });
    const machines = environment.ofType("ec2/instance:Instance");
    for (const { name, inputs } of machines)
      expect(inputs.tags, name).toMatchObject({
        Name: name.replace(/^dev-(hosts-)?/, ""),
        "tocsin:role": name.includes("monitoring") ? "monitoring" : "host",
        team: name.includes("monitoring") ? "platform" : "shop",
      });
  });

  test("lets nobody in but security groups, and networks that the settings name", () => {
    const rules = environment.ofType("vpc/securityGroupIngressRule:SecurityGroupIngressRule");
    expect(rules.length).toBeGreaterThan(3);
    const networks = rules.filter(({ inputs }) => inputs.referencedSecurityGroupId === undefined);
    expect(networks.map(({ inputs }) => inputs.cidrIpv4).filter((cidr) => cidr !== "10.0.0.0/8")).toEqual([]);
    for (const { inputs } of environment.ofType("ec2/securityGroup:SecurityGroup"))
      expect(inputs.ingress).toBeUndefined();
  });

  test("gives no machine a public address", () => {
    for (const { inputs } of environment
      .ofType("ec2/instance:Instance")
      .filter((one) => !one.name.includes("monitoring")))
      expect(inputs.associatePublicIpAddress).toBe(false);
    for (const { inputs } of environment.ofType("ec2/launchTemplate:LaunchTemplate"))
      expect(inputs.networkInterfaces).toMatchObject([{ associatePublicIpAddress: "false" }]);
    for (const { inputs } of environment.ofType("lb/loadBalancer:LoadBalancer")) expect(inputs.internal).toBe(true);
  });

  test("requires IMDSv2 of every machine", () => {
    const machines = [
      ...environment.ofType("ec2/instance:Instance"),
      ...environment.ofType("ec2/launchTemplate:LaunchTemplate"),
    ];
    expect(machines.length).toBeGreaterThan(3);
    for (const { inputs } of machines)
      expect(inputs.metadataOptions).toMatchObject({ httpTokens: "required", httpPutResponseHopLimit: 1 });
  });

  test("encrypts every disk, file and secret", () => {
    for (const { inputs } of environment.ofType("ebs/volume:Volume"))
      expect(inputs).toMatchObject({ encrypted: true, type: "gp3" });
    for (const { inputs } of environment.ofType("ec2/instance:Instance"))
      expect(inputs.rootBlockDevice).toMatchObject({ encrypted: true, volumeType: "gp3" });
    for (const { inputs } of environment.ofType("ec2/launchTemplate:LaunchTemplate"))
      expect(inputs.blockDeviceMappings).toMatchObject([{ ebs: { encrypted: "true" } }]);
    for (const { inputs } of environment.ofType("s3/bucketObjectv2:BucketObjectv2"))
      expect(inputs.serverSideEncryption).toBe("AES256");
    const parameters = environment.ofType("ssm/parameter:Parameter");
    expect(parameters.length).toBeGreaterThan(0);
    for (const { inputs, name } of parameters) {
      expect(inputs.type, name).toBe("SecureString");
      expect(isSecret(inputs.value), name).toBe(true);
    }
  });

  test("names each action that a role may take, and each thing it may take it on", () => {
    const policies = environment.ofType("iam/rolePolicy:RolePolicy");
    expect(policies.length).toBeGreaterThan(0);
    for (const { inputs, name } of policies)
      for (const { Action, Resource: on } of statements.parse(JSON.parse(z.string().parse(inputs.policy))).Statement) {
        expect(
          [Action].flat().filter((action) => action.includes("*")),
          name,
        ).toEqual([]);
        // There is no narrower resource for what service discovery and the agent of SSM ask.
        const isDiscovery = [Action]
          .flat()
          .every((action) => /^ec2:Describe(Instances|AvailabilityZones)$/.test(action));
        const isAgent = name.endsWith("-ssm");
        if (!isDiscovery && !isAgent) expect([on].flat(), name).not.toContain("*");
      }
  });

  test("lets each machine read its own parameters only, through no policy that AWS may widen", () => {
    const attached = environment.ofType("iam/rolePolicyAttachment:RolePolicyAttachment");
    expect(attached.map(({ inputs }) => inputs.policyArn).filter((arn) => /Instance|SSM/.test(String(arn)))).toEqual(
      [],
    );
    const reading = environment.ofType("iam/rolePolicy:RolePolicy").flatMap(({ name, inputs }) =>
      statements
        .parse(JSON.parse(z.string().parse(inputs.policy)))
        .Statement.filter(({ Action }) => [Action].flat().some((action) => action.startsWith("ssm:GetParameter")))
        .map(() => name),
    );
    expect(reading.filter((name) => !/^dev-(monitoring-\d|hosts-secrets)$/.test(name))).toEqual([]);
  });

  test("has a bucket that is private, versioned and encrypted", () => {
    const one = (type: string) => environment.ofType(type).map(({ inputs }) => inputs);
    expect(one("s3/bucketPublicAccessBlock:BucketPublicAccessBlock")).toMatchObject([
      { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true },
    ]);
    expect(one("s3/bucketVersioning:BucketVersioning")).toMatchObject([
      { versioningConfiguration: { status: "Enabled" } },
    ]);
    expect(one("s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration")).toHaveLength(1);
    expect(JSON.stringify(one("s3/bucketPolicy:BucketPolicy"))).toContain("aws:SecureTransport");
  });

  test("says of every machine what a change of its user-data and of its image does", () => {
    for (const { name, inputs, ignoreChanges, deleteBeforeReplace } of environment.ofType("ec2/instance:Instance")) {
      const isServer = name.includes("monitoring");
      expect(inputs.userDataReplaceOnChange, name).toBe(isServer);
      expect(deleteBeforeReplace, name).toBe(isServer);
      expect(ignoreChanges, name).toContain("ami");
    }
  });

  test("gives each server a volume and an address that outlive its machine", () => {
    const servers = environment.ofType("ec2/instance:Instance").filter(({ name }) => name.includes("monitoring"));
    for (const { name, inputs } of servers) {
      expect(names(environment.ofType("ebs/volume:Volume"))).toContain(`${name}-data`);
      const own = environment.ofType("ec2/networkInterface:NetworkInterface").find((one) => one.name === name);
      expect(inputs.primaryNetworkInterface).toEqual({ networkInterfaceId: own?.id });
    }
    const data = environment.ofType("ebs/volume:Volume").filter(({ name }) => name.endsWith("-data"));
    expect(data).toHaveLength(servers.length);
  });

  test("uploads the manifest of each server after all that it lists", () => {
    const objects = environment.ofType("s3/bucketObjectv2:BucketObjectv2").map(({ inputs }) => String(inputs.key));
    const servers = new Set(objects.filter((key) => key.startsWith("monitoring-")).map((key) => key.split("/")[0]));
    for (const server of servers) {
      const own = objects.filter((key) => key.startsWith(`${server}/`));
      expect(own.at(-1)).toBe(`${server}/manifest`);
      const manifest = environment
        .ofType("s3/bucketObjectv2:BucketObjectv2")
        .find(({ inputs }) => inputs.key === `${server}/manifest`);
      const listed = String(manifest?.inputs.content)
        .split("\n")
        .slice(1, -1)
        .map((line) => `${server}/${line.slice(66)}`);
      expect(listed.sort()).toEqual(own.filter((key) => !key.endsWith("/manifest")).sort());
    }
  });
});

const ORDERS = [{ name: "orders-db", mixin: "postgres", team: "orders", targets: ["orders-db-1:9187"] }];

describe("what the settings change", { timeout: 60_000 }, () => {
  test("a host's former name keeps its machine", async () => {
    const hosts = { instances: [{ name: "web-1", formerly: ["www"] }] };
    const { ofType } = await deployed(settingsWith({ hosts }));
    const host = ofType("ec2/instance:Instance").find(({ name }) => name === "dev-hosts-web-1");
    expect(host?.aliases).toEqual(["dev-hosts-www"]);
  });

  test("a host's own security groups stand beside the one that lets the servers in", async () => {
    const own = "sg-0123456789abcdef0";
    const hosts = { instances: [{ name: "web-1", securityGroups: [own] }] };
    const { ofType } = await deployed(settingsWith({ hosts }));
    const host = ofType("ec2/instance:Instance").find(({ name }) => name === "dev-hosts-web-1");
    const letsIn = ofType("ec2/securityGroup:SecurityGroup").find(({ name }) => name === "dev-access-hosts");
    expect(host?.inputs.vpcSecurityGroupIds).toEqual([letsIn?.id, own]);
  });

  test("an exporter runs on each machine of a group, which discovery finds by its tag, and reads its secret there", async () => {
    const exporter = { kind: "redis", name: "cache", address: "127.0.0.1:6379", port: 9122, on: "workers" };
    const { ofType } = await deployed(
      settingsWith({
        exporters: [{ ...exporter, environmentParameter: "/orders/redis" }],
        discovery: { services: { redis: { port: 9122, expected: 2 } } },
      }),
    );
    const [group] = ofType("autoscaling/group:Group");
    expect(group?.inputs.tags).toContainEqual({ key: "tocsin:redis", value: "cache", propagateAtLaunch: true });
    const [template] = ofType("ec2/launchTemplate:LaunchTemplate");
    const userData = Buffer.from(String(template?.inputs.userData), "base64").toString();
    expect(userData).toContain("--redis.addr=redis://127.0.0.1:6379");
    expect(userData).toContain("root:tocsin-redis-cache=/orders/redis");
    expect(userData).toContain("AWS_DEFAULT_REGION=eu-central-1");
    const readable = ofType("iam/rolePolicy:RolePolicy").find(({ name }) => name === "dev-hosts-secrets");
    expect(String(readable?.inputs.policy)).toContain(":parameter/orders/redis");
  });

  test("a change of all servers leaves one at work: SSM says that one is, before the next is touched", async () => {
    const { resources, ofType } = await deployed(settingsWith({ servers: { count: 2 } }));
    const madeAt = (type: string, name: string) =>
      resources.findIndex((one) => one.type === `aws:${type}` && one.name === name);
    const [first, asked, second] = [
      madeAt("ec2/instance:Instance", "dev-monitoring-1"),
      madeAt("ssm/association:Association", "dev-monitoring-1-ready"),
      madeAt("ec2/instance:Instance", "dev-monitoring-2"),
    ];
    expect([first >= 0, first < asked, asked < second]).toEqual([true, true, true]);
    const [association] = ofType("ssm/association:Association").filter(({ name }) => name === "dev-monitoring-1-ready");
    expect(association?.inputs).toMatchObject({
      waitForSuccessTimeoutSeconds: 1200,
      targets: [{ key: "InstanceIds", values: [resources[first]?.id] }],
    });
    const [document] = ofType("ssm/document:Document").filter(({ name }) => name === "dev-ready");
    expect(String(document?.inputs.content)).toContain("https://127.0.0.1:9093/-/ready");
    const { ofType: single } = await deployed(settingsWith({ servers: { count: 1 } }));
    expect(names(single("ssm/document:Document"))).not.toContain("dev-ready");
  });

  test("one exporter on each server asks what is found in RDS, with its secret, and its password goes to private addresses alone", async () => {
    const { ofType } = await deployed(
      settingsWith(
        {
          exporters: [],
          discovery: {
            services: { postgres: { from: "rds", port: 9188, environmentParameter: "/orders/monitoring" } },
          },
        },
        { services: [] },
      ),
    );
    const setups = ofType("s3/bucketObjectv2:BucketObjectv2")
      .filter(({ inputs }) => String(inputs.key).startsWith("setup/"))
      .map(({ inputs }) => String(inputs.content));
    expect(setups).toHaveLength(2);
    for (const setup of setups) {
      expect(setup).toContain("postgres_exporter --web.listen-address=127.0.0.1:9188\n");
      expect(setup).toContain("root:tocsin-postgres-rds=/orders/monitoring");
      expect(setup).toMatch(/IPAddressDeny=any\nIPAddressAllow=localhost 10\.0\.0\.0\/8 /);
    }
    const policies = ofType("iam/rolePolicy:RolePolicy").map(({ inputs }) => String(inputs.policy));
    const looking = policies.filter((policy) => policy.includes("rds:DescribeDBInstances"));
    expect(looking).toHaveLength(2);
    expect(looking[0]).toMatch(/"arn:aws:rds:eu-central-1:\d+:db:\*"/);
  });

  test("an exporter runs on existing hosts, named by their entry", async () => {
    const exporter = { kind: "postgres", name: "orders", address: "127.0.0.1:5432", port: 9187, on: "databases" };
    const { ofType } = await deployed(settingsWith({ exporters: [exporter] }, { services: ORDERS }));
    const document = ofType("ssm/document:Document").find(({ name }) => name.endsWith("-databases"));
    expect(String(document?.inputs.content)).toContain("--web.listen-address=:9187");
    const others = ofType("ec2/instance:Instance").map(({ inputs }) => String(inputs.userData));
    expect(others.filter((text) => text.includes("postgres_exporter"))).toEqual([]);
  });

  test("a single server keeps to loopback: no zone, no ports between servers; its parts ask for a password there too", async () => {
    const { ofType } = await deployed(settingsWith({ servers: { count: 1 } }));
    expect(ofType("route53/zone:Zone")).toEqual([]);
    const ports = ofType("vpc/securityGroupIngressRule:SecurityGroupIngressRule").map(({ inputs }) => inputs.fromPort);
    expect(ports.filter((port) => [9090, 9093, 9094, 3000].includes(Number(port)))).toEqual([]);
    expect(names(ofType("ssm/parameter:Parameter"))).toEqual(["dev-secrets-grafana-admin", "dev-secrets-web-password"]);
  });

  test("more hosts than a server watches are divided among servers, each target to one pair", async () => {
    const { ofType } = await deployed(settingsWith({ servers: { count: 2, hostsEach: 4 } }));
    const configurations = ofType("s3/bucketObjectv2:BucketObjectv2")
      .filter(({ inputs }) => String(inputs.key).endsWith("prometheus/prometheus.yml"))
      .map(({ inputs }) => String(inputs.content));
    expect(configurations).toHaveLength(4);
    const shares = configurations.map((text) => /source_labels:\n\s+- __tmp_shard\n\s+regex: "(\d)"/.exec(text)?.[1]);
    expect(shares).toEqual(["0", "0", "1", "1"]);
    for (const text of configurations) expect(text).toContain("modulus: 2");
  });

  test("a workspace that evaluates takes the rules from the servers", async () => {
    const { ofType } = await deployed(settingsWith({ remoteWrite: { to: "managed", rules: "managed" } }));
    const keys = ofType("s3/bucketObjectv2:BucketObjectv2").map(({ inputs }) => String(inputs.key));
    expect(keys.filter((key) => key.includes("/rules/"))).toEqual([]);
    expect(names(ofType("amp/ruleGroupNamespace:RuleGroupNamespace"))).toContain("dev-prometheus-node");
    const [definition] = ofType("amp/alertManagerDefinition:AlertManagerDefinition");
    expect(String(definition?.inputs.definition)).toContain("sns_configs");
  });

  test("traces have a volume of their own on each server, without snapshots, and a gateway that follows from the services", async () => {
    const { ofType, outputs } = await deployed(settingsWith({ exporters: [] }, WITH_TRACES));
    const volumes = ofType("ebs/volume:Volume").filter(({ name }) => name.endsWith("-traces"));
    expect(names(volumes)).toEqual(["dev-monitoring-1-traces", "dev-monitoring-2-traces"]);
    for (const { inputs } of volumes) {
      expect(inputs.size).toBe(40);
      expect(inputs.tags).not.toHaveProperty("tocsin:snapshots");
    }
    const attached = ofType("ec2/volumeAttachment:VolumeAttachment").map(({ inputs }) => inputs.deviceName);
    expect(attached.sort()).toEqual(["/dev/sdf", "/dev/sdf", "/dev/sdg", "/dev/sdg"]);
    const content = (key: string) =>
      String(ofType("s3/bucketObjectv2:BucketObjectv2").find(({ inputs }) => inputs.key === key)?.inputs.content);
    const gateway = parse(content("monitoring-1/gateway/gateway.yml"));
    expect(content("monitoring-2/gateway/gateway.yml")).toBe(content("monitoring-1/gateway/gateway.yml"));
    expect(gateway.exporters).toMatchObject({
      "otlp_http/1": { endpoint: "https://monitoring-1.dev.tocsin.internal:16688" },
      "otlp_http/2": { endpoint: "https://monitoring-2.dev.tocsin.internal:16688" },
    });
    expect(gateway.processors["filter/requests"].traces.span.join()).toContain("basket");
    // Each gateway lets through half of what the settings say.
    expect(JSON.stringify(gateway.processors.tail_sampling)).toContain('"spans_per_second":500');
    expect(content("setup/monitoring-1.sh")).not.toContain("basket");
    expect(content("monitoring-1/grafana/provisioning/datasources/prometheus.yml")).toContain(
      "https://127.0.0.1:16686",
    );
    expect(Object.keys(z.object({ commands: z.record(z.string(), z.string()) }).parse(outputs).commands)).toContain(
      "traces (https://localhost:16686)",
    );
  });

  test("requests that spans become are scraped from every gateway, as of its server, which inhibits them while it is down", () => {
    const settings = settingsWith({ exporters: [] }, WITH_TRACES);
    const { jobs } = assemble("dev", settings, endpointsOf("dev", settings));
    const targets = jobs.find(({ spansOf }) => spansOf === "basket")?.targets ?? [];
    expect(targets.map(({ address, labels: { host } }) => [address, host])).toEqual([
      ["monitoring-1.dev.tocsin.internal:8890", "monitoring-1"],
      ["monitoring-2.dev.tocsin.internal:8890", "monitoring-2"],
    ]);
    const alone = settingsWith({ exporters: [], servers: { count: 1 } }, WITH_LOGS_AND_TRACES);
    const { jobs: ofAlone } = assemble("dev", alone, endpointsOf("dev", alone));
    expect(ofAlone.find(({ spansOf }) => spansOf === "basket")?.targets.map(({ address }) => address)).toEqual([
      "127.0.0.1:8890",
    ]);
    const addresses = (name: string) => ofAlone.find((job) => job.name === name)?.targets.map(({ address }) => address);
    expect(addresses("otelcol:monitoring")).toEqual(["127.0.0.1:8888", "127.0.0.1:8889"]);
    expect(addresses("jaeger:monitoring")).toEqual(["127.0.0.1:16689"]);
    const found = ofAlone.find(({ name }) => name === "otelcol")?.discovery;
    const ports = found?.kind === "ec2" ? found.searches.map(({ port }) => port) : [];
    expect([...new Set(ports)]).toEqual([8888, 8889]);
  });

  test("hosts send spans to servers, and nobody else reaches them but servers", async () => {
    const { ofType } = await deployed(settingsWith({ exporters: [] }, WITH_TRACES));
    const groups = new Map(ofType("ec2/securityGroup:SecurityGroup").map(({ name, id }) => [id, name]));
    const who = (port: number) =>
      ofType("vpc/securityGroupIngressRule:SecurityGroupIngressRule")
        .filter(({ inputs }) => inputs.fromPort === port)
        .map(({ inputs: { referencedSecurityGroupId: from, securityGroupId: to } }) =>
          [from, to].map((id) => groups.get(String(id)) ?? String(id)).join(" to "),
        )
        .sort();
    expect(who(4319)).toEqual(["dev-access-hosts to dev-access-servers", "sg-0123456789abcdef0 to dev-access-servers"]);
    for (const port of [16688, 16689, 8890]) expect(who(port)).toEqual(["dev-access-servers to dev-access-servers"]);
    expect(who(16686)).toEqual([]);
    // Collectors of spans on hosts are scraped.
    expect(who(8889)).toContain("dev-access-servers to dev-access-hosts");
  });

  test("without a credential for Slack the server reads a parameter that somebody puts there", async () => {
    const { ofType } = await deployed(settingsWith());
    const setup = ofType("s3/bucketObjectv2:BucketObjectv2").find(
      ({ inputs }) => inputs.key === "setup/monitoring-1.sh",
    );
    expect(String(setup?.inputs.content)).toContain("tocsin-alertmanager:slack-webhook=/tocsin/dev/slack-webhook");
    expect(names(ofType("ssm/parameter:Parameter"))).not.toContain("dev-secrets-slack-webhook");
  });

  test("the outputs are the commands that reach each part", async () => {
    const { outputs, ofType } = await deployed(settingsWith());
    const server = ofType("ec2/instance:Instance").find(({ name }) => name === "dev-monitoring-1");
    expect(outputs.commands).toMatchObject({
      grafana: `aws ssm start-session --region eu-central-1 --target ${server?.id} --document-name AWS-StartPortForwardingSession --parameters portNumber=3000,localPortNumber=3000`,
    });
  });
});
