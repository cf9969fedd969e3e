// The real engine previews and deploys with offline providers; needs a pulumi on PATH or in the cache.
import type { CustomResourceOptions, Inputs, Output } from "@pulumi/pulumi";
import { ComponentResource, CustomResource, ProviderResource, runtime, secret } from "@pulumi/pulumi";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { toolsOrSkip } from "../../support/tools";
import { OfflineEngine, type Program } from "./offline/engine";

const tools = toolsOrSkip("pulumi");

let engine: OfflineEngine;

beforeEach(async () => {
  if (tools) engine = await OfflineEngine.start(tools.pulumi, ["aws", "eks", "kubernetes", "grafana", "neverheardof"]);
});
afterEach(() => engine?.stop());

/** Any type, with outputs that programs use. */
class Any extends CustomResource {
  declare readonly arn: Output<string>;
  declare readonly privateIp: Output<string>;
  declare readonly uid: Output<string>;

  constructor(type: string, name: string, props: Inputs, options?: CustomResourceOptions) {
    super(type, name, { arn: undefined, privateIp: undefined, uid: undefined, ...props }, options);
  }
}

/** A server on EC2, its scrape configuration on Kubernetes, a folder and rules of Grafana: each with what others told. */
const shop =
  (instanceType = "t3.micro"): Program =>
  async () => {
    const { accountId } = await runtime.invoke("aws:index/getCallerIdentity:getCallerIdentity", {});
    const { names } = await runtime.invoke("aws:index/getAvailabilityZones:getAvailabilityZones", {});
    const { id: ami } = await runtime.invoke("aws:ec2/getAmi:getAmi", { mostRecent: true, owners: ["amazon"] });
    const server = new Any("aws:ec2/instance:Instance", "server", {
      ami,
      instanceType,
      availabilityZone: names[1],
      userData: secret("not for everyone"),
      tags: { account: accountId },
    });
    const scrape = new Any("kubernetes:monitoring.coreos.com/v1alpha1:ScrapeConfig", "scrape", {
      metadata: { namespace: "monitoring" },
      spec: { staticConfigs: [{ targets: [server.privateIp] }] },
    });
    const folder = new Any("grafana:oss/folder:Folder", "folder", { title: server.arn });
    new Any("grafana:alerting/ruleGroup:RuleGroup", "rules", { folderUid: folder.uid, name: scrape.id });
    return { instance: server.id };
  };

const MARKED = /"plaintext":"\\"not for everyone$/;

class Provider extends ProviderResource {}

/** A program of one resource. */
const only =
  (type: string, props: Inputs = {}, options?: () => CustomResourceOptions): Program =>
  async () => {
    new Any(type, "only", props, options?.());
    return {};
  };

describe.skipIf(!tools)("with the real engine and offline providers", { timeout: 120_000 }, () => {
  it("a program of several clouds is previewed within seconds, without credentials, plugins or network", async () => {
    const { planned, changes, took } = await engine.preview(shop());
    expect(changes).toEqual({ create: 5 });
    expect(took).toBeLessThan(15_000);
    expect(engine.requests).toEqual([]);
    expect(await engine.plugins()).toEqual([]);
    expect(planned.server?.inputs).toMatchObject({
      ami: expect.stringMatching(/^ami-0[0-9a-f]{16}$/),
      availabilityZone: "eu-central-1b",
      userData: { ciphertext: "[secret]" },
      tags: { account: "123456789012" },
    });
  });

  it("what one resource tells flows into the others", async () => {
    const { planned } = await engine.preview(shop());
    const { arn, privateIp } = planned.server?.outputs ?? {};
    expect(arn).toMatch(/^arn:aws:ec2:eu-central-1:123456789012:instance\/i-0[0-9a-f]{16}$/);
    expect(planned.scrape?.inputs).toMatchObject({ spec: { staticConfigs: [{ targets: [privateIp] }] } });
    expect(planned.folder?.inputs).toEqual({ title: arn });
    expect(planned.rules?.inputs.folderUid).toBe(planned.folder?.outputs.uid);
    expect(planned.rules?.inputs.name).toMatch(/^monitoring\/scrape-[0-9a-f]{7}$/);
  });

  it("after a deployment only what changed is shown, and everything can be refreshed and removed again", async () => {
    const stack = await engine.stack(shop());
    const { outputs } = await stack.up();
    expect(outputs.instance?.value).toMatch(/^i-0/);
    // In the inputs and in the outputs; an export shows secrets, and says that they are.
    const texts = JSON.stringify(await stack.exportStack()).match(/\S+"not for everyone/g);
    expect(texts).toEqual([expect.stringMatching(MARKED), expect.stringMatching(MARKED)]);
    expect((await engine.preview(shop())).changes).toEqual({ same: 5 });

    const { planned, changes } = await engine.preview(shop("t3.large"));
    expect(changes).toEqual({ same: 4, update: 1 });
    expect(planned.server).toMatchObject({ op: "update", changed: ["instanceType"] });

    await (await engine.stack(shop("t3.large"))).up();
    expect((await stack.refresh()).summary.resourceChanges).toEqual({ same: 5 });
    expect((await stack.destroy()).summary.resourceChanges).toMatchObject({ delete: 5 });
    expect(engine.requests).toEqual([]);
    expect(await engine.plugins()).toEqual([]);
  });

  it("a state that the real providers made is kept: its ids and ARNs stand, their defaults are no change", async () => {
    const stack = await engine.stack(shop());
    await stack.up();
    const { version, deployment } = await stack.exportStack();
    const real = JSON.stringify(deployment)
      .replaceAll("123456789012:instance", "999999999999:instance")
      .replaceAll('"instanceType":"', '"__defaults":["monitoring"],"monitoring":true,"instanceType":"');
    await stack.importStack({ version, deployment: JSON.parse(real) });

    const { planned, changes } = await engine.preview(shop("t3.large"));
    expect(changes).toEqual({ same: 4, update: 1 });
    expect(planned.server).toMatchObject({ changed: ["instanceType"], inputs: { monitoring: true } });
    expect(planned.server?.outputs.arn).toContain("arn:aws:ec2:eu-central-1:999999999999:instance/i-0");
  });

  it("an explicit provider's region is where its resources are, whichever version and origin it has", async () => {
    const instance = "aws:ec2/instance:Instance";
    const program = only(instance, {}, () => ({
      provider: new Provider("aws", "north", { region: "eu-north-1" }, { version: "7.9.1" }),
      version: "7.9.1",
      pluginDownloadURL: "github://api.github.com/pulumi",
    }));
    const { planned, changes } = await engine.preview(program);
    expect(changes).toEqual({ create: 3 });
    expect(planned.only?.outputs).toMatchObject({ availabilityZone: "eu-north-1a" });
    const { planned: elsewhere } = await engine.preview(only(instance));
    expect(elsewhere.only?.outputs).toMatchObject({ availabilityZone: "eu-central-1a" });
    expect(engine.requests).toEqual([]);
  });

  it("a component that a provider builds is shown, and what is made with it", async () => {
    class Cluster extends ComponentResource {
      declare readonly kubeconfig: Output<object>;
    }
    const program: Program = async () => {
      const network = new Any("aws:ec2/subnet:Subnet", "network", {});
      const args = { subnetIds: [network.id], token: secret("hidden"), kubeconfig: undefined };
      const cluster = new Cluster("eks:index:Cluster", "cluster", args, {}, true);
      const provider = new Provider("kubernetes", "in-cluster", { kubeconfig: cluster.kubeconfig });
      new Any("kubernetes:core/v1:Namespace", "only", {}, { provider });
      return {};
    };
    const { planned, changes } = await engine.preview(program);
    expect(changes).toEqual({ create: 5 });
    expect(planned.cluster?.inputs.subnetIds).toEqual([expect.stringMatching(/^subnet-0/)]);
    expect(planned.only?.outputs).toMatchObject({ metadata: { name: expect.stringMatching(/^only-/) } });
    expect(JSON.stringify(planned)).not.toContain("hidden");

    await (await engine.stack(program)).up();
    expect((await engine.preview(program)).changes).toEqual({ same: 5 });
  });

  it("types and look-ups that nobody has heard of are answered as well", async () => {
    const { planned } = await engine.preview(async () => {
      const { id } = await runtime.invoke("neverheardof:index/getThing:getThing", { size: 3 });
      new Any("neverheardof:index/thing:Thing", "only", { of: id, nested: { key: secret("hidden"), list: [1, null] } });
      new Any("aws:sqs/queue:Queue", "queue", { fifoQueue: true });
      return {};
    });
    expect(planned.only?.outputs).toMatchObject({ of: expect.stringMatching(/^[0-9a-f]{12}$/) });
    expect(JSON.stringify(planned.only)).not.toContain("hidden");
    expect(planned.queue?.outputs).toMatchObject({ arn: expect.stringContaining("arn:aws:sqs:eu-central-1:") });
  });

  it("a package that is not served is refused by its name, and not fetched", async () => {
    const refusal = await engine.preview(only("azure:core/resourceGroup:ResourceGroup")).catch(String);
    expect(refusal).toContain("azure");
    expect(engine.requests).toEqual([]);
  });
});
