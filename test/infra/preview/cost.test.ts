// What an environment costs a month, by its resources.
import { describe, expect, test } from "vitest";
import { costOf } from "../../../infra/preview/cost/cost";
import { Prices } from "../../../infra/preview/cost/prices";
import { costText } from "../../../infra/preview/render/cost";
import type { Resource } from "../../../infra/preview/rendered";
import { watching } from "./sides";

const resource = (type: string, inputs: Record<string, unknown>, id = type): Resource => ({
  type,
  name: "one",
  id,
  inputs,
});

const IN_US = resource("pulumi:providers:aws", { region: "us-east-1" });

const costing = (resources: Resource[], limits = {}) => {
  const cost = costOf({ monitoring: watching(), resources: [IN_US, ...resources], limits: { prices: {}, ...limits } });
  if (!cost) throw new Error("no cost");
  return cost;
};

const RELEASE = resource("kubernetes:helm.sh/v3:Release", {
  values: {
    prometheus: {
      prometheusSpec: {
        replicas: 2,
        storageSpec: { volumeClaimTemplate: { spec: { resources: { requests: { storage: "50Gi" } } } } },
      },
    },
    grafana: { persistence: { enabled: true, size: "10Gi" }, replicas: 1 },
  },
});

/** Dollars a month, for one resource of each kind that costs. */
const TABLE: [name: string, resources: Resource[], dollars: number][] = [
  [
    "an instance with its volume",
    [resource("aws:ec2/instance:Instance", { instanceType: "t3.medium", rootBlockDevice: { volumeSize: 30 } })],
    0.0416 * 730 + 30 * 0.08,
  ],
  [
    "an instance that says nothing of its volume",
    [resource("aws:ec2/instance:Instance", { instanceType: "t3.micro" })],
    0.0104 * 730 + 8 * 0.08,
  ],
  [
    "an Auto Scaling group, by its launch template",
    [
      resource(
        "aws:ec2/launchTemplate:LaunchTemplate",
        { instanceType: "t4g.small", blockDeviceMappings: [{ ebs: { volumeSize: 10, volumeType: "gp3" } }] },
        "lt-1",
      ),
      resource("aws:autoscaling/group:Group", { desiredCapacity: 3, launchTemplate: { id: "lt-1" } }),
    ],
    3 * (0.0168 * 730 + 10 * 0.08),
  ],
  [
    "a volume with more than gp3's own operations and throughput",
    [resource("aws:ebs/volume:Volume", { size: 100, type: "gp3", iops: 4_000, throughput: 250 })],
    100 * 0.08 + 1_000 * 0.005 + 125 * 0.04,
  ],
  [
    "snapshots of the volumes that are to have some",
    [
      resource("aws:ebs/volume:Volume", { size: 50, type: "gp3", tags: { Name: "data", keep: "daily" } }),
      resource("aws:ebs/volume:Volume", { size: 20, type: "gp3", tags: { Name: "traces" } }),
      resource("aws:dlm/lifecyclePolicy:LifecyclePolicy", { policyDetails: { targetTags: { keep: "daily" } } }),
    ],
    70 * 0.08 + 50 * 0.05,
  ],
  ["a load balancer", [resource("aws:lb/loadBalancer:LoadBalancer", {})], 0.0225 * 730],
  [
    "interface endpoints, by their zones",
    [resource("aws:ec2/vpcEndpoint:VpcEndpoint", { vpcEndpointType: "Interface", subnetIds: ["a", "b"] })],
    2 * 0.01 * 730,
  ],
  ["a gateway endpoint", [resource("aws:ec2/vpcEndpoint:VpcEndpoint", { vpcEndpointType: "Gateway" })], 0],
  [
    "an EKS cluster without nodes of its own, and a group of nodes",
    [
      resource("eks:index:Cluster", { skipDefaultNodeGroup: true }),
      resource("eks:index:ManagedNodeGroup", { instanceTypes: ["m6i.large"], scalingConfig: { desiredSize: 2 } }),
    ],
    0.1 * 730 + 2 * (0.096 * 730 + 20 * 0.08),
  ],
  [
    "the claims of a chart on EKS, by their replicas",
    [resource("eks:index:Cluster", { skipDefaultNodeGroup: true }), RELEASE],
    0.1 * 730 + (2 * 50 + 10) * 0.08,
  ],
  ["what has no price", [resource("aws:iam/role:Role", {})], 0],
];

describe("a month", () => {
  test.each(TABLE)("of %s", (_, resources, dollars) => {
    expect(costing(resources).total).toBeCloseTo(dollars, 6);
  });

  test("of samples that are written to Amazon's Prometheus: by the forecast, and how often it scrapes", () => {
    const { parts } = costing([resource("aws:amp/workspace:Workspace", {})]);
    const taken = parts.find(({ what }) => what.startsWith("samples to Amazon"));
    const { forecast } = watching();
    // Between every 10 s and every 30 s.
    expect(taken?.count).toBeGreaterThan(((forecast.expected / 30) * 730 * 3600) / 1e6 / 2);
    expect(taken?.count).toBeLessThan(((forecast.expected / 10) * 730 * 3600) / 1e6);
    expect(taken?.dollars).toBeCloseTo(((taken?.count ?? 0) * 1e6 * 0.9) / 1e7, 6);
  });

  test("of nothing that has a price is said so", () => {
    expect(costText(undefined, costing([]))).toBe("Monthly cost: nothing that is deployed has a price");
  });

  test("is dearer elsewhere", () => {
    const instance = resource("aws:ec2/instance:Instance", { instanceType: "t3.medium" });
    const here = costing([instance]).total;
    const there = costOf({
      monitoring: watching(),
      resources: [resource("pulumi:providers:aws", { region: "eu-central-1" }), instance],
    });
    expect((there?.total ?? 0) / here).toBeCloseTo(1.15, 6);
  });

  test("with prices of one's own takes those", () => {
    const instance = resource("aws:ec2/instance:Instance", { instanceType: "x9.large" });
    const { total, notCounted } = costing([instance], { prices: { "x9.large": 1, "ebs.gp3": 0 } });
    expect(total).toBe(730);
    expect(notCounted).toEqual(["taxes, discounts, free tiers, and traffic"]);
  });

  test("of volumes in a cluster that is not the stack's own is not guessed", () => {
    const { total, notCounted } = costing([RELEASE]);
    expect(total).toBe(0);
    expect(notCounted[0]).toBe("110 GiB of the cluster's volumes, at its storage's price");
  });

  test("counts what the store of logs claims", () => {
    const claim = { spec: { resources: { requests: { storage: "25Gi" } } } };
    const store = resource("kubernetes:apps/v1:StatefulSet", { spec: { replicas: 1, volumeClaimTemplates: [claim] } });
    expect(costing([store]).notCounted[0]).toBe("25 GiB of the cluster's volumes, at its storage's price");
  });

  test("says what it has no price for", () => {
    const { notCounted } = costing([resource("aws:ec2/instance:Instance", { instanceType: "x9.large" })]);
    expect(notCounted[0]).toBe("x9.large, whose price is not in the list (set limits.prices)");
  });
});

test("a price that there is none of is refused, with the nearest", () => {
  expect(() => new Prices({ "ebs.gp4": 1 })).toThrow(
    'limits.prices: found "ebs.gp4", which is no name of a price. Did you mean "ebs.gp3"?',
  );
});
