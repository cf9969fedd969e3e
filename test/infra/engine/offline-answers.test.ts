// What offline providers and mocks answer: a table of types and look-ups, and something for all others.

import { CustomResource, type Output, runtime } from "@pulumi/pulumi";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { answerOf, outputsOf } from "../../../infra/engine/offline";
import { aws } from "../../../infra/engine/offline/answers/aws";
import { docker } from "../../../infra/engine/offline/answers/docker";
import { grafana } from "../../../infra/engine/offline/answers/grafana";
import { kubernetes } from "../../../infra/engine/offline/answers/kubernetes";
import { random } from "../../../infra/engine/offline/answers/random";

const TABLES = [aws, docker, grafana, kubernetes, random];
const TYPES = TABLES.flatMap(({ resources }) => Object.keys(resources));
const LOOK_UPS = TABLES.flatMap(({ lookUps }) => Object.keys(lookUps));
const UNLISTED = ["aws:sqs/queue:Queue", "kubernetes:core/v1:ConfigMap", "grafana:oss/team:Team", "x:index:Y"];

/** As the engine sends them. */
const secret = (value: unknown) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  value,
});
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

describe("a resource", () => {
  test.each([...TYPES, ...UNLISTED])("of type %s is answered with an id, the same every time", (type) => {
    const answer = outputsOf(type, "one", {});
    expect(answer.id).not.toBe("");
    expect(outputsOf(type, "one", {})).toEqual(answer);
  });

  test("has its inputs as they were given, whatever they are", () => {
    const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.constant(UNKNOWN));
    const value = fc.oneof(leaf, leaf.map(secret), fc.array(leaf), fc.dictionary(fc.string(), leaf));
    const property = fc.constantFrom(
      "name",
      "uid",
      "bucket",
      "key",
      "region",
      "arn",
      "tags",
      "metadata",
      "spec",
      "text",
    );
    const inputs = fc.dictionary(property, value, { noNullPrototype: true });
    fc.assert(
      fc.property(fc.constantFrom(...TYPES, ...UNLISTED), inputs, (type, given) => {
        expect(outputsOf(type, "one", given).state).toMatchObject(given);
      }),
    );
  });

  test.each([...TYPES, ...UNLISTED])("of type %s tells nothing of its secrets, nor of what is unknown", (type) => {
    for (const hidden of [secret("hidden"), UNKNOWN]) {
      const properties = [
        "name",
        "namePrefix",
        "bucket",
        "key",
        "uid",
        "configJson",
        "prefix",
        "imageName",
        "namespace",
      ];
      const given = Object.fromEntries(properties.map((property) => [property, hidden]));
      const { id, state } = outputsOf(type, "one", given);
      const made = Object.entries(state).filter(([property]) => !(property in given));
      expect(JSON.stringify([id, made])).not.toMatch(/hidden|04da6b54/);
    }
  });

  test.each([
    [
      "aws:s3/bucket:Bucket",
      { bucket: "logs" },
      { arn: "arn:aws:s3:::logs", bucketDomainName: "logs.s3.amazonaws.com" },
    ],
    ["aws:iam/role:Role", { name: "reader" }, { arn: "arn:aws:iam::123456789012:role/reader" }],
    ["aws:ssm/parameter:Parameter", { name: "/a/b" }, { arn: "arn:aws:ssm:eu-central-1:123456789012:parameter/a/b" }],
    [
      "aws:ec2/instance:Instance",
      { tags: { a: "b" }, region: "us-east-1" },
      { tagsAll: { a: "b" }, availabilityZone: "us-east-1a" },
    ],
    ["kubernetes:core/v1:Namespace", { metadata: { name: "a" } }, { metadata: { name: "a", resourceVersion: "1" } }],
    [
      "kubernetes:core/v1:Service",
      { spec: { type: "LoadBalancer" } },
      { spec: { type: "LoadBalancer", clusterIP: expect.any(String) } },
    ],
    [
      "grafana:oss/dashboard:Dashboard",
      { configJson: '{"uid":"shop"}' },
      { uid: "shop", url: "https://grafana.example.com/d/shop" },
    ],
    [
      "docker:index/remoteImage:RemoteImage",
      { name: "prom/prometheus:v3" },
      { repoDigest: expect.stringMatching(/^prom\/prometheus@sha256:/) },
    ],
    ["random:index/randomString:RandomString", { length: 100 }, { result: expect.stringMatching(/^.{100}$/) }],
  ])("of type %s with %o has %o", (type, inputs, outputs) => {
    expect(outputsOf(type, "one", inputs).state).toMatchObject(outputs);
  });

  test("of Kubernetes has a namespace in its id, unless its kind has none", () => {
    expect(outputsOf("kubernetes:core/v1:ConfigMap", "one", { metadata: { name: "a" } }).id).toBe("default/a");
    expect(outputsOf("kubernetes:core/v1:Namespace", "one", { metadata: { name: "a" } }).id).toBe("a");
  });
});

describe("a look-up", () => {
  test.each([...LOOK_UPS, "x:index:getY"])("%s is answered, the same every time", (token) => {
    const answer = answerOf(token, { name: "one" });
    expect(Object.keys(answer).length).toBeGreaterThan(1);
    expect(answerOf(token, { name: "one" })).toEqual(answer);
  });

  test("of another image finds another, for the architecture that was asked for", () => {
    const image = (name: string) => answerOf("aws:ec2/getAmi:getAmi", { filters: [{ name: "name", values: [name] }] });
    expect(image("al2023-*-arm64")).toMatchObject({ architecture: "arm64" });
    expect(image("al2023-*-x86_64")).toMatchObject({ architecture: "x86_64" });
    expect(image("al2023-*-arm64").id).not.toBe(image("al2023-*-x86_64").id);
  });

  test("of a parameter that AWS publishes finds an image", () => {
    const name = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64";
    expect(answerOf("aws:ssm/getParameter:getParameter", { name }).value).toMatch(/^ami-0/);
    expect(answerOf("aws:ssm/getParameter:getParameter", { name: "/shop/url" }).value).toBe("offline");
  });

  test("of a policy document renders it as IAM reads it", () => {
    const statements = [
      {
        actions: ["s3:GetObject"],
        resources: ["*"],
        principals: [{ type: "Service", identifiers: ["ec2.amazonaws.com"] }],
        conditions: [{ test: "Bool", variable: "aws:SecureTransport", values: ["true"] }],
      },
    ];
    const { json } = answerOf("aws:iam/getPolicyDocument:getPolicyDocument", { statements });
    expect(JSON.parse(String(json))).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: ["s3:GetObject"],
          Resource: ["*"],
          Principal: { Service: ["ec2.amazonaws.com"] },
          Condition: { Bool: { "aws:SecureTransport": ["true"] } },
        },
      ],
    });
  });

  test("of Kubernetes' YAML reads every document of it", () => {
    const { result } = answerOf("kubernetes:yaml:decode", { text: "kind: A\n---\nkind: B\n---\n" });
    expect(result).toEqual([{ kind: "A" }, { kind: "B" }]);
  });
});

test("Pulumi's mocks can be given the same answers", async () => {
  await runtime.setMocks({
    newResource: ({ type, name, inputs }) => outputsOf(type, name, inputs),
    call: ({ token, inputs }) => answerOf(token, inputs),
  });
  class Role extends CustomResource {
    declare readonly arn: Output<string>;
  }
  const role = new Role("aws:iam/role:Role", "reader", { name: "reader", arn: undefined });
  const arn = await new Promise((resolve) => role.arn.apply(resolve));
  expect(arn).toBe("arn:aws:iam::123456789012:role/reader");
  expect(await runtime.invoke("aws:index/getRegion:getRegion", {})).toMatchObject({ region: "eu-central-1" });
});
