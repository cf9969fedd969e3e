// The platform kubernetes under mocks: what is deployed for which settings.
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { kubernetes } from "../../stacks/kubernetes";
import { cluster } from "../components/kubernetes/clusters";
import { NOW, type Registered, underMocks } from "../support/mocks";

const receivers = { "slack-token": pulumi.secret("xoxb-1") };

async function deployed(settings = cluster(), credentials: object = { receivers }) {
  const { resources, outputs } = await underMocks("test", () =>
    kubernetes.deploy(settings, {
      environment: "test",
      projectDir: "/project",
      packageDir: "/project",
      runtime: "native",
      now: NOW,
      credentials,
    }),
  );
  const ofType = (type: string): Registered[] => resources.filter((one) => one.type === type);
  return {
    resources,
    outputs,
    ofType,
    charts: ofType("kubernetes:helm.sh/v3:Release").map(({ inputs }) => inputs.chart),
  };
}

const EKS = {
  eks: { region: "eu-central-1", version: "1.35", vpcId: "vpc-1", privateSubnetIds: ["subnet-1", "subnet-2"] },
};

describe("a cluster that exists", () => {
  test("is reached by its context, and nothing is made in a cloud", async () => {
    const { ofType, resources } = await deployed(
      cluster({ cluster: { context: "kind-test", kubeconfig: "/home/me/config" } }),
    );
    expect(ofType("pulumi:providers:kubernetes").map(({ inputs }) => inputs)).toMatchObject([
      { context: "kind-test", kubeconfig: "/home/me/config" },
    ]);
    expect(resources.filter(({ type }) => /^(aws|eks):/.test(type))).toEqual([]);
  });

  test.each([
    ["one that exists", cluster()],
    ["one of the stack's own", cluster({ cluster: EKS })],
  ])("has ConfigMaps and Secrets updated in place, under fixed names, whoever edited them: %s", async (_, settings) => {
    const { ofType } = await deployed(settings);
    const [provider] = ofType("pulumi:providers:kubernetes");
    // Providers get their settings as JSON.
    expect(provider?.inputs).toMatchObject({
      enableConfigMapMutable: "true",
      enableSecretMutable: "true",
      enablePatchForce: "true",
    });
    for (const { name, inputs } of [...ofType("kubernetes:core/v1:ConfigMap"), ...ofType("kubernetes:core/v1:Secret")])
      expect(inputs.metadata, name).toMatchObject({ name: expect.stringMatching(/./) });
  });

  test("gets the definitions in one release and the stack in another", async () => {
    expect((await deployed()).charts).toEqual(
      expect.arrayContaining(["prometheus-operator-crds", "kube-prometheus-stack"]),
    );
  });

  test("gets no blackbox exporter while nothing is probed, no sample and no policies for them", async () => {
    const { charts, ofType } = await deployed();
    expect(charts).not.toContain("prometheus-blackbox-exporter");
    expect(ofType("kubernetes:apps/v1:Deployment")).toEqual([]);
    expect(ofType("kubernetes:networking.k8s.io/v1:NetworkPolicy")).toHaveLength(7);
  });

  test("has a rule for each mixin in use, and links that lead to its own Grafana", async () => {
    const { ofType } = await deployed();
    const rules = ofType("kubernetes:monitoring.coreos.com/v1:PrometheusRule");
    expect(rules.map(({ name }) => name)).toContain("test-prometheusrule-tocsin-kubernetes");
    expect(JSON.stringify(rules)).toContain("http://tocsin-grafana.monitoring/d/tocsin-runbook-node#instancedown");
  });

  test("is not deployed to where nobody would be told", async () => {
    await expect(deployed(cluster(), {})).rejects.toThrow("notifications.slack: found no credential");
  });

  test("tells where its pages are, and Grafana's password as a secret", async () => {
    const { outputs } = await deployed();
    const { pages, grafanaPassword } = outputs as { pages: object; grafanaPassword: pulumi.Output<string> };
    expect(pages).toMatchObject({ grafana: "http://tocsin-grafana.monitoring" });
    expect(await pulumi.isSecret(grafanaPassword)).toBe(true);
  });
});

describe("the sample service", () => {
  test("is a Deployment that is scraped, probed and drawn like any other", async () => {
    const { ofType, resources, charts } = await deployed(cluster({ sample: true }));
    expect(ofType("kubernetes:apps/v1:Deployment").map(({ name }) => name)).toEqual(["sample"]);
    expect(resources.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["test-servicemonitor-service-sample", "test-probe-probe-sample-http-2xx"]),
    );
    expect(charts).toContain("prometheus-blackbox-exporter");
  });

  test("fits into a ConfigMap, as a program that parses", async () => {
    const { ofType } = await deployed(cluster({ sample: true }));
    const program = ofType("kubernetes:core/v1:ConfigMap").find(({ name }) => name === "sample")?.inputs.data;
    const text = String(Reflect.get(Object(program), "sample.cjs"));
    expect(text.length).toBeGreaterThan(50_000);
    expect(text.length).toBeLessThan(900_000);
    expect(() => new Function(text)).not.toThrow();
  });
});

describe("a second environment in the same cluster", () => {
  test("shares nothing with the first but the definitions", async () => {
    const services = [{ name: "cache", team: "shop", mixin: "redis", exporter: { address: "redis.shop:6379" } }];
    const routes = { team: "shop", namespace: "shop", channel: "#shop", webhook: { name: "slack", key: "webhook" } };
    const [logs, traces] = [{ store: "victorialogs" }, { store: "jaeger" }];
    const objectsOf = async (namespace: string) => {
      const { resources } = await deployed(
        cluster({ namespace, sample: true, teamRoutes: [routes] }, { services, logs, traces }),
      );
      return resources.flatMap(({ type, inputs }) => {
        const metadata = Object(inputs.metadata ?? inputs);
        return type.startsWith("kubernetes:") ? [`${type} ${metadata.namespace ?? ""}/${metadata.name}`] : [];
      });
    };
    const first = await objectsOf("monitoring");
    const second = await objectsOf("second");
    expect(second).toHaveLength(first.length);
    expect(second.filter((one) => first.includes(one))).toEqual(["kubernetes:helm.sh/v3:Release default/tocsin-crds"]);
    // What the charts make outside of namespaces is named after these.
    const released = (all: string[]) => all.filter((one) => one.startsWith("kubernetes:helm.sh/v3:Release"));
    expect(released(first)).toContain("kubernetes:helm.sh/v3:Release monitoring/tocsin");
    expect(released(second)).toContain("kubernetes:helm.sh/v3:Release second/tocsin-second");
  });

  test("has the definitions taken over, and none where crds is false", async () => {
    const release = async (settings: ReturnType<typeof cluster>) => {
      const { resources } = await underMocks("test", () =>
        kubernetes.deploy(settings, {
          environment: "test",
          projectDir: "/project",
          packageDir: "/project",
          runtime: "native",
          now: NOW,
          credentials: { receivers },
          cluster: { crdsExist: true },
        }),
      );
      return resources.find(({ inputs }) => inputs.chart === "prometheus-operator-crds");
    };
    expect((await release(cluster()))?.imports).toBe("default/tocsin-crds");
    expect(await release(cluster({ crds: false }))).toBeUndefined();
  });
});

describe("an exporter", () => {
  const services = [{ name: "cache", team: "shop", mixin: "redis", exporter: { address: "redis.shop:6379" } }];

  test("is a release, the monitor that finds it, and a policy that lets only Prometheus in", async () => {
    const { ofType, charts } = await deployed(cluster({}, { services }));
    expect(charts).toContain("prometheus-redis-exporter");
    const monitors = ofType("kubernetes:monitoring.coreos.com/v1:ServiceMonitor");
    expect(monitors.find(({ name }) => name === "test-servicemonitor-redis-cache")?.inputs.spec).toMatchObject({
      namespaceSelector: { matchNames: ["monitoring"] },
      selector: { matchLabels: { "app.kubernetes.io/instance": "cache-exporter" } },
      endpoints: [{ port: "redis-exporter" }],
    });
    expect(ofType("kubernetes:networking.k8s.io/v1:NetworkPolicy").map(({ name }) => name)).toContain(
      "test-cache-exporter",
    );
  });
});

describe("a cluster of the stack's own", () => {
  test("is made before all else, with a class of encrypted volumes that Prometheus asks for", async () => {
    const { ofType } = await deployed(cluster({ cluster: EKS }));
    expect(ofType("eks:index:Cluster")).toHaveLength(1);
    expect(ofType("kubernetes:storage.k8s.io/v1:StorageClass").map(({ inputs }) => inputs.metadata)).toMatchObject([
      { name: "tocsin-gp3" },
    ]);
    const stack = ofType("kubernetes:helm.sh/v3:Release").find(
      ({ inputs }) => inputs.chart === "kube-prometheus-stack",
    );
    expect(JSON.stringify(stack?.inputs.values)).toContain('"storageClassName":"tocsin-gp3"');
  });

  test("gives Prometheus rights in AWS only where it needs some", async () => {
    const none = await deployed(cluster({ cluster: EKS }));
    expect(none.ofType("aws:eks/podIdentityAssociation:PodIdentityAssociation")).toEqual([]);
    const some = await deployed(cluster({ cluster: EKS, prometheus: { thanos: { bucket: "blocks" } } }));
    expect(some.ofType("aws:eks/podIdentityAssociation:PodIdentityAssociation")).toHaveLength(1);
    expect(some.ofType("aws:s3/bucket:Bucket").map(({ inputs }) => inputs.bucket)).toEqual(["blocks"]);
  });
});
