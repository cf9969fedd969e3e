import { describe, expect, it, test } from "vitest";
import type { Resource } from "../../../policies/content";
import { chartWithVersion } from "../../../policies/infrastructure-safety/policies/chart-with-version";
import { imageWithVersion } from "../../../policies/infrastructure-safety/policies/image-with-version";
import { imdsv2Required } from "../../../policies/infrastructure-safety/policies/imdsv2-required";
import { logRetentionSaid } from "../../../policies/infrastructure-safety/policies/log-retention-said";
import { noCredentialInPlainText } from "../../../policies/infrastructure-safety/policies/no-credential-in-plain-text";
import { noPublicMonitoringPort } from "../../../policies/infrastructure-safety/policies/no-public-monitoring-port";
import { persistentStorage } from "../../../policies/infrastructure-safety/policies/persistent-storage";
import { requestsAndLimits } from "../../../policies/infrastructure-safety/policies/requests-and-limits";
import type { Policy } from "../../../policies/policy";
import { findingsInResource } from "../judged";

type Case = [type: string, props: Resource["props"]];

const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const GROUP_RULE = "aws:ec2/securityGroupRule:SecurityGroupRule";
const INGRESS_RULE = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const INSTANCE = "aws:ec2/instance:Instance";
const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";
const DEPLOYMENT = "kubernetes:apps/v1:Deployment";
const RELEASE = "kubernetes:helm.sh/v3:Release";
const PROBE = "kubernetes:monitoring.coreos.com/v1:Probe";

const ingress = (fromPort: number, toPort: number, cidr: string, protocol = "tcp") => ({
  ingress: [{ protocol, fromPort, toPort, cidrBlocks: ["10.0.0.0/8", cidr] }],
});
const pod = (image: string) => ({ spec: { template: { spec: { containers: [{ image }] } } } });

const SERVICE = "kubernetes:core/v1:Service";
const service = (spec: object, annotations = {}) => ({
  metadata: { annotations },
  spec: { type: "LoadBalancer", ports: [{ port: 80, targetPort: 9090 }], ...spec },
});
const container = (of: object) => ({ spec: { template: { spec: { containers: [{ name: "p", ...of }] } } } });
const env = (name: string, value: string) => container({ env: [{ name, value }] });
const base64 = (text: string) => Buffer.from(text).toString("base64");
const DOCKER = "docker:index/container:Container";
const all = { requests: { cpu: 1, memory: 1 }, limits: { memory: 1 } };
const claim = { volumeClaimTemplate: { spec: {} } };

const TABLE: readonly { policy: Policy; message: string; finds: Case[]; leaves: Case[] }[] = [
  {
    policy: noPublicMonitoringPort,
    message: "port 9090 (Prometheus) is open to",
    finds: [
      [GROUP, ingress(9090, 9090, "0.0.0.0/0")],
      [GROUP, ingress(9080, 9095, "0.0.0.0/0")],
      [GROUP_RULE, { type: "ingress", fromPort: 9090, toPort: 9090, ipv6CidrBlocks: ["::/0"] }],
      [INGRESS_RULE, { ipProtocol: "tcp", fromPort: 9090, toPort: 9090, cidrIpv4: "0.0.0.0/0" }],
      [SERVICE, service({})],
    ],
    leaves: [
      [GROUP, ingress(9090, 9090, "10.0.0.0/8")],
      [GROUP, ingress(443, 443, "0.0.0.0/0")],
      [GROUP, { ingress: [{ protocol: "tcp", fromPort: 9090, toPort: 9090, cidrBlocks: undefined }] }],
      [SERVICE, service({ type: "ClusterIP" })],
      [SERVICE, service({ loadBalancerSourceRanges: ["10.0.0.0/8"] })],
      [SERVICE, service({}, { "service.beta.kubernetes.io/aws-load-balancer-internal": "true" })],
      [SERVICE, service({}, { "networking.gke.io/load-balancer-type": "Internal" })],
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
    policy: noCredentialInPlainText,
    message: "holds",
    finds: [
      [DEPLOYMENT, env("DB_PASSWORD", "hunter2")],
      [DEPLOYMENT, env("DATABASE_URL", "postgres://shop:hunter2@db:5432/shop")],
      [DOCKER, { envs: ["SLACK_TOKEN=xoxb-1234567890-abc"] }],
      [INSTANCE, { userData: "#!/bin/sh\nexport API_KEY=0123456789" }],
      [INSTANCE, { userData: "aws configure set aws_access_key_id AKIAIOSFODNN7EXAMPLE" }],
      [TEMPLATE, { userData: base64("-----BEGIN RSA PRIVATE KEY-----") }],
      [RELEASE, { values: { grafana: { adminPassword: "hunter2" } } }],
      [RELEASE, { values: { "grafana.ini": { "auth.generic_oauth": { client_secret: "hunter2" } } } }],
      [RELEASE, { values: { extraEnv: [{ name: "DB_PASSWORD", value: "hunter2" }] } }],
      [RELEASE, { values: { prometheusSpec: { remoteWrite: [{ url: "https://u:hunter2@mimir.example/push" }] } } }],
      [
        "kubernetes:helm.toolkit.fluxcd.io/v2:HelmRelease",
        { spec: { values: { smtp: { password: "hunter2" }, chart: {} } } },
      ],
      [PROBE, { spec: { targets: { staticConfig: { static: ["https://shop:hunter2@shop.example/health"] } } } }],
      ["kubernetes:monitoring.coreos.com/v1alpha1:ScrapeConfig", { spec: { params: { api_key: "hunter2" } } }],
      [
        "kubernetes:grafana.integreatly.org/v1beta1:GrafanaDatasource",
        { spec: { datasource: { secureJsonData: { password: "hunter2" } } } },
      ],
      ["grafana:oss/dataSource:DataSource", { url: "https://shop:hunter2@prometheus.example" }],
      ["grafana:oss/dataSource:DataSource", { jsonDataEncoded: JSON.stringify({ password: "hunter2" }) }],
      [
        "grafana:alerting/contactPoint:ContactPoint",
        { slacks: [{ title: "https://hooks.slack.com/services/T0/B0/x" }] },
      ],
      ["grafana:oss/dashboard:Dashboard", { configJson: '{"a":"https://hooks.slack.com/services/T0/B0/x"}' }],
    ],
    leaves: [
      [DEPLOYMENT, env("DB_PASSWORD_FILE", "/run/secrets/db")],
      [DEPLOYMENT, env("DB_PASSWORD", "")],
      [DEPLOYMENT, env("DB_PASSWORD", "$(FROM_SECRET)")],
      [DEPLOYMENT, env("DATABASE_URL", "postgres://db:5432/shop")],
      [DEPLOYMENT, container({ env: [{ name: "TOKEN", valueFrom: { secretKeyRef: { name: "a", key: "b" } } }] })],
      [DOCKER, { envs: ["GF_SERVER_ROOT_URL=http://localhost", undefined] }],
      [INSTANCE, { userData: "export API_KEY=$(aws ssm get-parameter --name /key)" }],
      [RELEASE, { values: { grafana: { admin: { existingSecret: "grafana", passwordKey: "password" } } } }],
      [RELEASE, { values: { alertmanager: { config: { receivers: [{ slack_configs: [{ token: "hunter2" }] }] } } } }],
      [RELEASE, { values: { "grafana.ini": { auth: { client_secret: "$__file{/etc/secrets/oidc/secret}" } } } }],
      [PROBE, { spec: { bearerTokenSecret: { name: "shop", key: "token" } } }],
      [
        "kubernetes:grafana.integreatly.org/v1beta1:GrafanaDatasource",
        // biome-ignore lint/suspicious/noTemplateCurlyInString: as the operator fills it in
        { spec: { valuesFrom: [{}], datasource: { secureJsonData: { password: "${PASSWORD}" } } } },
      ],
      ["grafana:oss/dataSource:DataSource", { secureJsonDataEncoded: JSON.stringify({ password: "sealed" }) }],
      ["grafana:alerting/contactPoint:ContactPoint", { slacks: [{ token: "xoxb-1234567890-abc" }] }],
      ["kubernetes:core/v1:Secret", { stringData: { password: "hunter2" } }],
      [INSTANCE, { userData: undefined }],
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
      // A patch of a container that an operator makes, and a template.
      [DEPLOYMENT, pod("")],
      ["docker:index/remoteImage:RemoteImage", { name: "registry:5000/prom/prometheus:v3.5.0" }],
      ["docker:index/container:Container", { image: "sha256:0123" }],
      ["docker:index/container:Container", { image: undefined }],
      [DEPLOYMENT, pod("prom/prometheus@sha256:0123")],
    ],
  },
  {
    policy: requestsAndLimits,
    message: "has no",
    finds: [
      [DEPLOYMENT, container({})],
      [DEPLOYMENT, container({ resources: { requests: all.requests } })],
      [DEPLOYMENT, container({ resources: { limits: all.limits } })],
    ],
    leaves: [
      [DEPLOYMENT, container({ resources: all })],
      [DEPLOYMENT, container({ resources: { limits: { cpu: 1, memory: 1 } } })],
      [DEPLOYMENT, container({ resources: undefined })],
    ],
  },
  {
    policy: persistentStorage,
    message: "has no",
    finds: [
      [DOCKER, { image: "prom/prometheus:v3.5.0" }],
      [DOCKER, { image: "victoriametrics/victoria-logs:v1.52.2" }],
      [DEPLOYMENT, container({ image: "prom/prometheus:v3.5.0" })],
      ["kubernetes:monitoring.coreos.com/v1:Prometheus", { spec: { replicas: 2 } }],
      [RELEASE, { chart: "kube-prometheus-stack", values: { prometheus: {} } }],
    ],
    leaves: [
      [DOCKER, { image: "prom/prometheus:v3.5.0", mounts: [{ target: "/prometheus" }] }],
      [DOCKER, { image: "prom/node-exporter:v1.9.0" }],
      ["kubernetes:monitoring.coreos.com/v1:Prometheus", { spec: { storage: claim } }],
      [
        "kubernetes:apps/v1:StatefulSet",
        { spec: { ...container({ image: "prom/prometheus:v3.5.0" }).spec, volumeClaimTemplates: [{}] } },
      ],
      [RELEASE, { chart: "kube-prometheus-stack", values: { prometheus: { prometheusSpec: { storageSpec: claim } } } }],
      [RELEASE, { chart: "kube-prometheus-stack", values: undefined }],
      [RELEASE, { chart: "loki", values: {} }],
    ],
  },
  {
    policy: logRetentionSaid,
    message: "without -retentionPeriod",
    finds: [
      [DOCKER, { image: "victoriametrics/victoria-logs:v1.52.2" }],
      [DEPLOYMENT, container({ image: "victoriametrics/victoria-logs:v1.52.2", args: ["-storageDataPath=/data"] })],
    ],
    leaves: [
      [DOCKER, { image: "victoriametrics/victoria-logs:v1.52.2", command: ["--retentionPeriod=30d"] }],
      [DOCKER, { image: "victoriametrics/victoria-logs:v1.52.2", command: undefined }],
      [DOCKER, { image: "victoriametrics/victoria-metrics:v1.148.9" }],
      [DEPLOYMENT, container({ image: "victoriametrics/victoria-logs:v1.52.2", args: ["-retentionPeriod", "90d"] })],
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
      expect.objectContaining({
        file: `one (${type})`,
        level: policy.level,
        message: expect.stringContaining(message),
      }),
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
