// Each component under mocks: what it registers below itself, by which names (long: a block for each component).
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import {
  Content,
  Crds,
  Dashboards,
  EksCluster,
  EncryptedStorage,
  Exporters,
  exporterChart,
  KubePrometheusStack,
  manifestsOf,
  Namespaces,
  PrometheusAccess,
  SampleWorkload,
  ValidManifests,
} from "../../../components/kubernetes";
import { dashboardFiles, runbookDashboards } from "../../../components/monitoring";
import { isSecret, plainValue, type Registered, underMocks } from "../../support/mocks";
import { CLUSTERS, cluster, platformOf, stackArgs, watched } from "./clusters";

const namespace = "monitoring";

async function registered(program: () => unknown) {
  const { resources } = await underMocks("test", program);
  const ofType = (type: string) => resources.filter((one) => one.type.endsWith(`:${type}`));
  const named = (name: string, type: string): Registered => {
    const found = ofType(type).find((one) => one.name === name);
    if (!found)
      throw new Error(`no ${type} ${name} among ${resources.map((one) => `${one.type} ${one.name}`).join(", ")}`);
    return found;
  };
  return { resources, ofType, named };
}

describe("Namespaces", () => {
  test("let only node exporters see their host", async () => {
    const { ofType } = await registered(() => new Namespaces("test", { environment: "test", namespace }));
    const enforced = ofType("Namespace").map(({ inputs }) => {
      const { name, labels } = inputs.metadata as { name: string; labels: Record<string, string> };
      return [name, labels["pod-security.kubernetes.io/enforce"]];
    });
    expect(enforced).toEqual([
      ["monitoring", "restricted"],
      ["monitoring-nodes", "privileged"],
    ]);
  });
});

describe("Crds", () => {
  const releaseOf = async (name: string, exist: boolean) => {
    const { named } = await registered(() => new Crds(name, { exist, localCharts: false }));
    return named(name, "Release");
  };

  test("are a release of their own, pinned, and the same one for all environments", async () => {
    const [staging, prod] = [await releaseOf("staging-crds", false), await releaseOf("prod-crds", false)];
    expect(staging.inputs).toMatchObject({
      name: "tocsin-crds",
      namespace: "default",
      chart: "prometheus-operator-crds",
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
    });
    expect(staging.inputs).toEqual(prod.inputs);
    expect(staging.imports).toBeUndefined();
  });

  test("are taken over where another environment, or this one before, has deployed them", async () => {
    expect((await releaseOf("prod-crds", true)).imports).toBe("default/tocsin-crds");
  });
});

describe("KubePrometheusStack", () => {
  const large = CLUSTERS.large ?? cluster();
  const withSlack = (credentials: Record<string, pulumi.Input<string>>) =>
    registered(
      () =>
        new KubePrometheusStack("test", {
          ...stackArgs(large),
          credentials,
          grafanaPassword: "chosen",
          localCharts: false,
        }),
    );

  test("releases the chart without definitions, pinned, in its namespace, and waits for it", async () => {
    const { named } = await withSlack({ "slack-token": "xoxb-1" });
    expect(named("test-stack", "Release").inputs).toMatchObject({
      name: "tocsin",
      namespace,
      chart: "kube-prometheus-stack",
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      skipCrds: true,
      atomic: true,
    });
  });

  test("makes the Service of all kubelets that its operator would make, so that it goes with the environment", async () => {
    const { named } = await withSlack({ "slack-token": "xoxb-1" });
    const { metadata, spec } = Object(named("test-kubelets", "Service").inputs);
    expect(metadata).toMatchObject({
      name: "tocsin-kubelet",
      namespace: "kube-system",
      labels: { "k8s-app": "kubelet", "app.kubernetes.io/name": "kubelet" },
    });
    // Of any other ports, each deployment would say that they have drifted: the operator writes these.
    expect(spec).toEqual({
      type: "ClusterIP",
      clusterIP: "None",
      ports: [
        { name: "https-metrics", port: 10250 },
        { name: "cadvisor", port: 4194 },
        { name: "http-metrics", port: 10255 },
      ],
    });
  });

  test("keeps every credential in a Secret, and none in the values", async () => {
    const { named, ofType } = await withSlack({ "slack-token": pulumi.secret("xoxb-1") });
    for (const { inputs } of ofType("Secret")) expect(isSecret(inputs.stringData)).toBe(true);
    expect(plainValue(named("test-tocsin-alertmanager-credentials", "Secret").inputs.stringData)).toEqual({
      "slack-token": "xoxb-1",
    });
    expect(JSON.stringify(named("test-stack", "Release").inputs.values)).not.toContain("xoxb-1");
  });

  test("gives Alertmanager the configuration that every platform has, with the credential as a file", async () => {
    const { named } = await withSlack({ "slack-webhook": "https://hooks.slack.com/services/1" });
    const files = plainValue(named("test-tocsin-alertmanager-config", "Secret").inputs.stringData) as Record<
      string,
      string
    >;
    const config = parse(files["alertmanager.yaml"] ?? "");
    expect(config.templates).toEqual(["/etc/alertmanager/config/*.tmpl"]);
    const slack = config.receivers.flatMap((one: { slack_configs?: object[] }) => one.slack_configs ?? []);
    expect(slack.length).toBeGreaterThan(0);
    for (const one of slack)
      expect(one.api_url_file).toBe("/etc/alertmanager/secrets/tocsin-alertmanager-credentials/slack-webhook");
    expect(files["slack.tmpl"]).toContain('define "tocsin.slack.title"');
    expect(files["alertmanager.yaml"]).not.toContain("hooks.slack.com");
  });
});

describe("Content", () => {
  test("registers each custom resource by its kind and name", async () => {
    const settings = cluster({}, { services: [{ name: "shop", mixin: "service", targets: ["10.0.0.1:80"] }] });
    const all = manifestsOf({ monitoring: watched(settings), namespace, teamRoutes: platformOf(settings).teamRoutes });
    const manifests = await ValidManifests.of(all);
    const { named, ofType } = await registered(() => new Content("test", { manifests }));
    expect(named("test-scrapeconfig-service-shop", "ScrapeConfig").inputs).toMatchObject({
      apiVersion: "monitoring.coreos.com/v1alpha1",
      metadata: { name: "service-shop", namespace },
    });
    expect(ofType("PrometheusRule")).toHaveLength(watched(settings).groups.length);
  });

  test("gives a team routes in its own namespace, which send its own alerts with its own webhook", async () => {
    const webhook = { name: "slack", key: "webhook" };
    const routes = { team: "payments", namespace: "payments", channel: "#payments", webhook };
    const settings = cluster({ teamRoutes: [routes] });
    const all = manifestsOf({ monitoring: watched(settings), namespace, teamRoutes: platformOf(settings).teamRoutes });
    const manifests = await ValidManifests.of(all);
    const { named } = await registered(() => new Content("test", { manifests }));
    expect(named("test-alertmanagerconfig-tocsin-payments", "AlertmanagerConfig").inputs).toMatchObject({
      metadata: { namespace: "payments" },
      spec: {
        route: { receiver: "payments", matchers: [{ name: "team", value: "payments", matchType: "=" }] },
        receivers: [{ slackConfigs: [{ apiURL: webhook, channel: "#payments" }] }],
      },
    });
  });
});

describe("Exporters", () => {
  const secret = { name: "db", key: "password" };
  const exporter = { address: { host: "db.shop", port: 5432 }, user: "monitoring", secret };

  test.each([
    ["redis", { redisAddress: "redis://db.shop:5432", auth: { enabled: true, secret, redisUser: "monitoring" } }],
    ["mysql", { mysql: { host: "db.shop", port: 5432, user: "monitoring", existingPasswordSecret: secret } }],
    [
      "postgres",
      { config: { datasource: { host: "db.shop", port: "5432", user: "monitoring", passwordSecret: secret } } },
    ],
    ["mongodb", { existingSecret: secret }],
    ["kafka", { kafkaServer: ["db.shop:5432"] }],
  ])("take what they ask and its password from a Secret that is there: %s", async (mixin, values) => {
    const { named } = await registered(
      () =>
        new Exporters("test", {
          namespace,
          services: [{ name: "orders", mixin, exporter }],
          localCharts: false,
        }),
    );
    const { inputs } = named("test-orders-exporter", "Release");
    expect(inputs).toMatchObject({
      name: "orders-exporter",
      chart: `prometheus-${mixin}-exporter`,
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      values: { ...values, fullnameOverride: "orders-exporter", resources: { limits: { memory: "128Mi" } } },
    });
  });

  test("are none for a technology that shows its metrics itself", () => {
    expect(() => exporterChart("rabbitmq", "queue", exporter)).toThrow('There is no exporter for the mixin "rabbitmq"');
  });

  test("probe with the modules of every platform, by two pods", async () => {
    const { named } = await registered(
      () => new Exporters("test", { namespace, blackbox: [], services: [], localCharts: false }),
    );
    expect(named("test-tocsin-blackbox", "Release").inputs.values).toMatchObject({
      replicas: 2,
      config: { modules: { http_2xx: { prober: "http" }, tcp_connect: { prober: "tcp" } } },
    });
  });
});

describe("Dashboards", () => {
  test("are ConfigMaps that the sidecar finds, in a folder, below the size that one may have", async () => {
    const dashboards = { ...dashboardFiles(watched(cluster())), ...runbookDashboards(watched(cluster())) };
    const { ofType } = await registered(() => new Dashboards("test", { namespace, folder: "Tocsin", dashboards }));
    expect(ofType("ConfigMap")).toHaveLength(Object.keys(dashboards).length);
    for (const { inputs } of ofType("ConfigMap")) {
      expect(inputs.metadata).toMatchObject({
        labels: { grafana_dashboard: "tocsin" },
        annotations: { grafana_folder: "Tocsin" },
      });
      const [[file = "", text = ""] = []] = Object.entries(inputs.data as Record<string, string>);
      expect(`${JSON.parse(text).uid}.json`).toBe(file);
      expect(text.length).toBeLessThan(1024 ** 2);
    }
  });

  test("have runbooks beside them, with each alert's section", () => {
    const text = runbookDashboards(watched(cluster()))["tocsin-runbook-kubernetes.json"] ?? "";
    const { panels } = z.object({ panels: z.array(z.object({ title: z.string() })) }).parse(JSON.parse(text));
    expect(panels.map(({ title }) => title)).toContain("KubePodCrashLooping");
  });
});

describe("SampleWorkload", () => {
  test("runs one file on Node's own image, without rights, and is made anew with another program", async () => {
    const hashes: string[] = [];
    for (const program of ["one", "two"]) {
      const { named } = await registered(
        () => new SampleWorkload("sample", { namespace, program, registry: "mirror.example.com" }),
      );
      expect(named("sample", "ConfigMap").inputs.data).toEqual({ "sample.cjs": program });
      const spec = Object(named("sample", "Deployment").inputs.spec);
      const { metadata, spec: pod } = spec.template;
      expect(pod.containers[0].image).toMatch(/^mirror\.example\.com\/library\/node:\d+\.\d+\.\d+-alpine$/);
      expect(pod.containers[0].securityContext).toMatchObject({
        readOnlyRootFilesystem: true,
        capabilities: { drop: ["ALL"] },
      });
      expect(pod.automountServiceAccountToken).toBe(false);
      hashes.push(metadata.annotations["tocsin/program"]);
    }
    expect(hashes[0]).not.toBe(hashes[1]);
  });
});

describe("EksCluster", () => {
  const eks = Object(
    platformOf(
      cluster({
        cluster: {
          eks: {
            region: "eu-central-1",
            version: "1.35",
            vpcId: "vpc-1",
            privateSubnetIds: ["subnet-1", "subnet-2"],
            admins: ["arn:aws:iam::123456789012:role/admin"],
          },
        },
      }),
    ).cluster,
  ).eks;

  test("is private by default, encrypts its secrets, logs, and knows who comes by IAM", async () => {
    const { named } = await registered(() => new EksCluster("test", eks));
    expect(named("test", "Cluster").inputs).toMatchObject({
      endpointPrivateAccess: true,
      endpointPublicAccess: false,
      authenticationMode: "API",
      skipDefaultNodeGroup: true,
      enabledClusterLogTypes: expect.arrayContaining(["audit"]),
      accessEntries: { "admin-1": { principalArn: "arn:aws:iam::123456789012:role/admin" } },
    });
    expect(named("test", "Key").inputs).toMatchObject({ enableKeyRotation: true });
  });

  test("has nodes with encrypted disks, whose role pods do not get at", async () => {
    const { named } = await registered(() => new EksCluster("test", eks));
    expect(named("test-nodes", "LaunchTemplate").inputs).toMatchObject({
      metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 1 },
      blockDeviceMappings: [{ ebs: { encrypted: "true" } }],
    });
    expect(named("test-nodes", "ManagedNodeGroup").inputs).toMatchObject({ scalingConfig: { minSize: 3, maxSize: 6 } });
  });

  test("gives volumes to pods through a role of their own", async () => {
    const { ofType, named } = await registered(() => new EksCluster("test", eks));
    expect(
      ofType("Addon")
        .map(({ inputs }) => inputs.addonName)
        .sort(),
    ).toEqual(["aws-ebs-csi-driver", "eks-pod-identity-agent"]);
    expect(JSON.stringify(named("test-ebs-csi", "Role").inputs)).toContain("pods.eks.amazonaws.com");
  });

  test("has volumes that are encrypted", async () => {
    const { named } = await registered(() => new EncryptedStorage("test", { className: "gp3" }));
    expect(named("test", "StorageClass").inputs).toMatchObject({ parameters: { encrypted: "true", type: "gp3" } });
  });
});

describe("PrometheusAccess", () => {
  const args = { clusterName: "test", namespace, region: "eu-central-1" };

  test("makes a private, encrypted bucket, and lets Prometheus' service account alone write to it, without keys", async () => {
    const { named, ofType } = await registered(
      () => new PrometheusAccess("test", { ...args, bucket: "blocks", workspaces: [] }),
    );
    expect(named("test-blocks", "BucketOwnershipControls").inputs.rule).toEqual({
      objectOwnership: "BucketOwnerEnforced",
    });
    expect(named("test-blocks", "BucketPolicy").inputs.policy).toContain('"aws:SecureTransport":"false"');
    expect(named("test-blocks", "BucketPublicAccessBlock").inputs).toMatchObject({
      blockPublicAcls: true,
      restrictPublicBuckets: true,
    });
    expect(ofType("BucketServerSideEncryptionConfiguration")).toHaveLength(1);
    expect(named("test-prometheus", "PodIdentityAssociation").inputs).toMatchObject({
      namespace,
      serviceAccount: "tocsin-prometheus",
    });
    const files = plainValue(named("test-tocsin-thanos-storage", "Secret").inputs.stringData) as Record<string, string>;
    expect(parse(files["objstore.yml"] ?? "")).toEqual({
      type: "S3",
      config: {
        bucket: "blocks",
        region: "eu-central-1",
        endpoint: "s3.eu-central-1.amazonaws.com",
        aws_sdk_auth: true,
      },
    });
  });

  test("gives no right that is not needed", async () => {
    const { named, ofType } = await registered(
      () => new PrometheusAccess("test", { ...args, workspaces: ["arn:aws:aps:eu-central-1:*:workspace/ws-1"] }),
    );
    expect(ofType("Bucket")).toEqual([]);
    const policy = JSON.stringify(named("test-prometheus", "RolePolicy").inputs);
    expect(policy).toContain("aps:RemoteWrite");
    expect(policy).toContain("workspace/ws-1");
    expect(policy).not.toMatch(/"Resource":\["\*"\]/);
    expect(policy).not.toContain("s3:");
  });
});
