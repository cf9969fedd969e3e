// What `destroy` leaves: by the real engine with stand-in providers, and in words.

import { secret } from "@pulumi/pulumi";
import { afterEach, beforeEach, describe, expect, it, test } from "vitest";
import { definitionOf, parseSettings } from "../../../components/monitoring";
import { unprotect } from "../../../infra/deployment/unprotect";
import { kubernetes } from "../../../stacks/kubernetes";
import { cluster } from "../../components/kubernetes/clusters";
import { NOW } from "../../support/mocks";
import { toolsOrSkip } from "../../support/tools";
import { OfflineEngine } from "../engine/offline/engine";

const tools = toolsOrSkip("pulumi");

describe.skipIf(!tools)("an environment in a cluster that is destroyed", () => {
  let engine: OfflineEngine;
  beforeEach(async () => {
    if (tools) engine = await OfflineEngine.start(tools.pulumi, ["kubernetes", "random"]);
  });
  afterEach(() => engine?.stop());

  it("keeps its namespace and Grafana's password, goes on with them, and loses them by a purge alone", {
    timeout: 180_000,
  }, async () => {
    const stack = await engine.stack(() =>
      kubernetes.deploy(cluster(), {
        environment: "dev",
        projectDir: "/project",
        packageDir: "/project",
        runtime: "native",
        now: NOW,
        credentials: { receivers: { "slack-token": secret("xoxb-1") } },
      }),
    );
    const there = async () => {
      const { resources = [] } = Object((await stack.exportStack()).deployment);
      return resources
        .filter(({ type }: { type: string }) => /^(kubernetes|random):/.test(type))
        .map(({ urn }: { urn: string }) => urn.split("::").at(-1))
        .sort();
    };
    await stack.up();
    const all = await there();
    expect(all.length).toBeGreaterThan(30);
    expect(all).toEqual(expect.arrayContaining(["dev-kubelets", "dev-stack", "dev-monitoring-nodes"]));
    await stack.destroy({ excludeProtected: true });
    expect(await there()).toEqual(["dev-grafana-admin", "dev-monitoring"]);
    const { summary } = await stack.up();
    expect(summary.resourceChanges).not.toHaveProperty("replace");
    expect(await there()).toEqual(all);
    await unprotect(stack);
    await stack.destroy();
    expect(await there()).toEqual([]);
  });
});

describe("the last words of destroy", () => {
  const words = (given: object, purged: boolean) => {
    const { platform } = parseSettings({ platform: given });
    return definitionOf(platform).remains(platform, purged, { environment: "dev", folder: "/project/.tocsin/dev" });
  };
  const EKS = {
    eks: { region: "eu-central-1", version: "1.35", vpcId: "vpc-1", privateSubnetIds: ["subnet-1", "subnet-2"] },
  };

  test.each([
    ["local", { kind: "local" }, false, "Logs and data stay in /project/.tocsin/dev; --purge removes them."],
    ["local", { kind: "local" }, true, "Logs and data are gone as well."],
    [
      "kubernetes",
      { kind: "kubernetes", cluster: { context: "a" }, namespace: "observed" },
      false,
      "The namespace observed stays with its volume claims and the certificate of the webhook; --purge removes it. The custom resource definitions stay, because others may use them.",
    ],
    [
      "kubernetes",
      { kind: "kubernetes", cluster: EKS, prometheus: { thanos: { bucket: "blocks" } } },
      false,
      /so does the cluster; --purge removes both\. .* The bucket blocks stays in any case\.$/,
    ],
    [
      "kubernetes",
      { kind: "kubernetes", cluster: { context: "a" } },
      true,
      /^The namespace monitoring is gone with its volume claims; a volume whose StorageClass says Retain/,
    ],
  ])("are true on %s", (_, platform, purged, expected) => {
    expect(words(platform, purged)).toMatch(expected);
  });

  test("say nothing of a folder of this machine where the environment is elsewhere", () => {
    const grafana = { kind: "grafana", url: "https://grafana.example.com", dataSource: { uid: "prometheus" } };
    for (const purged of [true, false]) expect(words(grafana, purged)).not.toContain("/project");
  });
});
