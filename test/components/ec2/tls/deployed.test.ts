// TLS of an environment on EC2 under mocks: which machines say that they speak it, what is open between servers, and where its
// private key is.
import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { withoutSecrets } from "../../../../components/host/provider/values";
import { plainValue } from "../../../support/mocks";
import { deployed, type Environment, type Resource, settingsWith } from "../registered";

const PRIVATE_KEY = "-----BEGIN PRIVATE KEY-----";
const LEVELS = ["none", "servers", "all"] as const;
type Level = (typeof LEVELS)[number];

const made = new Map<Level, Environment>();
const of = (level: Level): Environment => {
  const environment = made.get(level);
  if (!environment) throw new Error(`not deployed: ${level}`);
  return environment;
};

beforeAll(async () => {
  const exporter = { kind: "redis", name: "queue", address: "127.0.0.1:6379", port: 9121, on: "workers" };
  const discovery = { services: { redis: { port: 9121 } } };
  for (const tls of LEVELS)
    made.set(tls, await deployed(settingsWith({ tls, discovery, exporters: [exporter] }, { services: [] })));
}, 120_000);

const tagOf = ({ inputs }: Resource) =>
  z.object({ "tocsin:tls": z.string().optional() }).parse(inputs.tags)["tocsin:tls"];
const tagsByName = (level: Level) =>
  Object.fromEntries(
    of(level)
      .ofType("ec2/instance:Instance")
      .map((one) => [one.name, tagOf(one)]),
  );

describe("machines", () => {
  test("say that their exporters speak TLS only where these do", () => {
    expect(tagsByName("servers")).toEqual(tagsByName("none"));
    expect(new Set(Object.values(tagsByName("servers")))).toEqual(new Set([undefined]));
    expect(new Set(Object.values(tagsByName("all")))).toEqual(new Set(["9100"]));
  });

  test("that run keep the tag that they began with, as they keep their exporters", () => {
    for (const level of LEVELS)
      for (const one of of(level)
        .ofType("ec2/instance:Instance")
        .filter(({ name }) => name.includes("-hosts-")))
        expect(one.ignoreChanges, one.name).toEqual(["ami", "userData", 'tags["tocsin:tls"]']);
  });

  test("of a group have it from the template that sets them up, and not from the group", () => {
    const [template] = of("all").ofType("ec2/launchTemplate:LaunchTemplate");
    expect(JSON.stringify(template?.inputs.tagSpecifications)).toContain('"tocsin:tls":"9100 9121"');
    expect(JSON.stringify(of("all").ofType("autoscaling/group:Group"))).not.toContain("tocsin:tls");
  });
});

test("Alertmanagers that gossip over TLS need no UDP between servers", () => {
  const protocols = (level: Level) =>
    of(level)
      .ofType("vpc/securityGroupIngressRule:SecurityGroupIngressRule")
      .filter(({ inputs }) => inputs.fromPort === 9094)
      .map(({ inputs }) => inputs.ipProtocol);
  expect(protocols("none")).toEqual(["tcp", "udp"]);
  expect(protocols("servers")).toEqual(["tcp"]);
});

describe("the private key", () => {
  test.each(["servers", "all"] as const)("is in one parameter, sealed, and nowhere else (%s)", (level) => {
    const { resources, outputs } = of(level);
    expect(JSON.stringify(withoutSecrets({ resources, outputs }))).not.toContain(PRIVATE_KEY);
    const holding = resources.filter(({ inputs }) => JSON.stringify(inputs).includes(PRIVATE_KEY));
    expect(holding.map(({ name }) => name)).toEqual(["dev-secrets-tls-key"]);
    expect(plainValue(holding[0]?.inputs.value)).toMatch(
      /^-----BEGIN PRIVATE KEY-----\n[^-]+\n-----END PRIVATE KEY-----\n$/,
    );
  });

  test("is not there where nothing speaks TLS", () => {
    expect(of("none").resources.filter(({ name }) => /tls|authority/.test(name))).toEqual([]);
  });
});

test("what machines are set up with has the authority's certificate, which is no secret", () => {
  const [host] = of("all")
    .ofType("ec2/instance:Instance")
    .filter(({ name }) => name.includes("-hosts-"));
  expect(host?.inputs.userData).toContain("BEGIN CERTIFICATE");
  expect(String(host?.inputs.userData).length).toBeLessThan(14_000);
  const [before] = of("servers")
    .ofType("ec2/instance:Instance")
    .filter(({ name }) => name.includes("-hosts-"));
  expect(before?.inputs.userData).not.toContain("BEGIN CERTIFICATE");
});
