// What a settings file can say wrong about a cluster, and is told.
import { describe, expect, test } from "vitest";
import { parseSettings } from "../../../components/monitoring";

const kubernetes = { kind: "kubernetes", cluster: { context: "test" } };
const told = (settings: object): string => {
  try {
    parseSettings(settings);
    return "";
  } catch (error) {
    return String(error);
  }
};

const inCluster = { namespace: "shop", labels: { app: "checkout" }, port: "metrics" };

describe("settings of a cluster", () => {
  test.each([
    [
      "a service in a cluster that there is not",
      { services: [{ name: "a", mixin: "service", inCluster }] },
      "services[0].inCluster: found one, but the platform is local",
    ],
    [
      "an exporter that there is not",
      { platform: kubernetes, services: [{ name: "a", mixin: "service", exporter: { address: "a:1" } }] },
      'there is none for the mixin "service"; there are for kafka, mongodb, mysql, postgres, redis',
    ],
    [
      "a host without an address",
      { platform: kubernetes, hosts: [{ name: "build-1" }] },
      "hosts[0].address: is missing; on kubernetes",
    ],
    [
      "a bucket beside a cluster of somebody else's",
      { platform: { ...kubernetes, prometheus: { thanos: { bucket: "blocks" } } } },
      "platform.prometheus.thanos.bucket",
    ],
    [
      "a service that nothing finds",
      { platform: kubernetes, services: [{ name: "a", mixin: "service" }] },
      '"a" has neither targets nor probes',
    ],
    [
      "a size that is none",
      { platform: { ...kubernetes, prometheus: { storage: "lots" } } },
      "a quantity such as 500m, 2Gi or 50Gi",
    ],
    ["no cluster", { platform: { kind: "kubernetes" } }, "platform.cluster"],
    [
      "an EKS cluster that lacks something",
      { platform: { kind: "kubernetes", cluster: { eks: { region: "mars" } } } },
      'platform.cluster.eks.region: found "mars"; give a region such as eu-central-1',
    ],
    [
      "files in a cluster",
      {
        platform: kubernetes,
        logs: { store: "victorialogs" },
        services: [{ name: "a", mixin: "service", inCluster, logs: { files: ["/var/log/a.log"] } }],
      },
      "services[0].logs.files: found some, but in a cluster the lines of pods are read",
    ],
    [
      "pods where there is no cluster",
      {
        logs: { store: "victorialogs" },
        services: [
          {
            name: "a",
            mixin: "service",
            targets: ["a:1"],
            logs: { pods: { namespace: "shop", labels: { app: "a" } } },
          },
        ],
      },
      "services[0].logs.pods: found some, but the platform is local: say files",
    ],
    [
      "pods without a label",
      {
        platform: kubernetes,
        logs: { store: "victorialogs" },
        services: [{ name: "a", mixin: "service", inCluster, logs: { pods: { namespace: "shop", labels: {} } } }],
      },
      "give at least one label",
    ],
    [
      "object storage that is nowhere",
      { platform: { ...kubernetes, prometheus: { thanos: {} } } },
      "objectStorage or bucket: one of the two",
    ],
  ])("tell of %s", (_, settings, message) => {
    expect(told(settings)).toContain(message);
  });

  test("need nothing but a context", () => {
    const { platform } = parseSettings({ platform: kubernetes });
    expect(platform).toMatchObject({ flavour: "managed", namespace: "monitoring", prometheus: { replicas: 1 } });
  });
});
