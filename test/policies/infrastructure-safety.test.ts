import { describe, expect, it, test } from "vitest";
import type { Resource } from "../../policies/content";
import { chartWithVersion } from "../../policies/infrastructure-safety/policies/chart-with-version";
import { encryptedVolume } from "../../policies/infrastructure-safety/policies/encrypted-volume";
import { imageWithVersion } from "../../policies/infrastructure-safety/policies/image-with-version";
import { imdsv2Required } from "../../policies/infrastructure-safety/policies/imdsv2-required";
import { noPublicMonitoringPort } from "../../policies/infrastructure-safety/policies/no-public-monitoring-port";
import type { Policy } from "../../policies/policy";
import { findingsInResource } from "./judged";

type Case = [type: string, props: Resource["props"]];

const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const GROUP_RULE = "aws:ec2/securityGroupRule:SecurityGroupRule";
const INGRESS_RULE = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const INSTANCE = "aws:ec2/instance:Instance";
const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";
const VOLUME = "aws:ebs/volume:Volume";
const DEPLOYMENT = "kubernetes:apps/v1:Deployment";
const RELEASE = "kubernetes:helm.sh/v3:Release";

const ingress = (fromPort: number, toPort: number, cidr: string, protocol = "tcp") => ({
  ingress: [{ protocol, fromPort, toPort, cidrBlocks: ["10.0.0.0/8", cidr] }],
});
const pod = (image: string) => ({ spec: { template: { spec: { containers: [{ image }] } } } });

const TABLE: readonly { policy: Policy; message: string; finds: Case[]; leaves: Case[] }[] = [
  {
    policy: noPublicMonitoringPort,
    message: "port 9090 (Prometheus) is open to",
    finds: [
      [GROUP, ingress(9090, 9090, "0.0.0.0/0")],
      [GROUP, ingress(9080, 9095, "0.0.0.0/0")],
      [GROUP_RULE, { type: "ingress", fromPort: 9090, toPort: 9090, ipv6CidrBlocks: ["::/0"] }],
      [INGRESS_RULE, { ipProtocol: "tcp", fromPort: 9090, toPort: 9090, cidrIpv4: "0.0.0.0/0" }],
    ],
    leaves: [
      [GROUP, ingress(9090, 9090, "10.0.0.0/8")],
      [GROUP, ingress(443, 443, "0.0.0.0/0")],
      [GROUP, { ingress: [{ protocol: "tcp", fromPort: 9090, toPort: 9090, cidrBlocks: undefined }] }],
      [GROUP_RULE, { type: "egress", fromPort: 0, toPort: 65_535, cidrBlocks: ["0.0.0.0/0"] }],
    ],
  },
  {
    policy: imdsv2Required,
    message: "metadataOptions.httpTokens is not required",
    finds: [
      [INSTANCE, {}],
      [INSTANCE, { metadataOptions: { httpTokens: "optional" } }],
      [TEMPLATE, { metadataOptions: { httpEndpoint: "enabled" } }],
    ],
    leaves: [
      [INSTANCE, { metadataOptions: { httpTokens: "required" } }],
      [INSTANCE, { metadataOptions: { httpEndpoint: "disabled" } }],
      [INSTANCE, { launchTemplate: { id: "lt-1" } }],
    ],
  },
  {
    policy: encryptedVolume,
    message: "is not encrypted",
    finds: [
      [VOLUME, { size: 1 }],
      [VOLUME, { encrypted: false }],
      [INSTANCE, { rootBlockDevice: { volumeSize: 8 } }],
      [INSTANCE, { ebsBlockDevices: [{ encrypted: true }, { deviceName: "b" }] }],
    ],
    leaves: [
      [VOLUME, { encrypted: true }],
      [VOLUME, { snapshotId: "snap-1" }],
      [INSTANCE, {}],
    ],
  },
  {
    policy: imageWithVersion,
    message: "the image registry:5000/prom/prometheus",
    finds: [
      ["docker:index/remoteImage:RemoteImage", { name: "registry:5000/prom/prometheus" }],
      ["docker:index/container:Container", { image: "registry:5000/prom/prometheus:latest" }],
      [DEPLOYMENT, pod("registry:5000/prom/prometheus")],
    ],
    leaves: [
      ["docker:index/remoteImage:RemoteImage", { name: "registry:5000/prom/prometheus:v3.5.0" }],
      ["docker:index/container:Container", { image: "sha256:0123" }],
      ["docker:index/container:Container", { image: undefined }],
      [DEPLOYMENT, pod("prom/prometheus@sha256:0123")],
    ],
  },
  {
    policy: chartWithVersion,
    message: "the chart loki",
    finds: [
      [RELEASE, { chart: "loki" }],
      [RELEASE, { chart: "loki", version: "^6.0.0" }],
      [RELEASE, { chart: "loki", version: ">6", repositoryOpts: { repo: "https://grafana.github.io" } }],
    ],
    leaves: [
      [RELEASE, { chart: "loki", version: "6.1.2" }],
      [RELEASE, { chart: "loki", version: undefined }],
      [RELEASE, { chart: "./charts/loki" }],
    ],
  },
];

describe.each(TABLE)("$policy.name", ({ policy, message, finds, leaves }) => {
  test.each(finds)("finds %s %j", (type, props) => {
    expect(findingsInResource(policy, type, props)).toEqual([
      expect.objectContaining({ file: `one (${type})`, level: "mandatory", message: expect.stringContaining(message) }),
    ]);
  });
  test.each(leaves)("leaves %s %j alone", (type, props) => {
    expect(findingsInResource(policy, type, props)).toEqual([]);
  });
  it("leaves other resources alone", () => {
    expect(findingsInResource(policy, "random:index/randomId:RandomId", { byteLength: 8 })).toEqual([]);
  });
});

it("all ports open are every monitoring port open", () => {
  const props = ingress(0, 0, "0.0.0.0/0", "-1");
  expect(findingsInResource(noPublicMonitoringPort, GROUP, props)[0]?.message).toContain("port 3000 (Grafana)");
});
