// The packs under the real engine; needs a pulumi on PATH or in the cache.
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Bucket, BucketObjectv2, BucketPublicAccessBlock } from "@pulumi/aws/s3";
import { CustomResource as CustomResourceOfKubernetes } from "@pulumi/kubernetes/apiextensions";
import { asset, CustomResource, type Input, type Inputs, secret } from "@pulumi/pulumi";
import { LocalWorkspace, PulumiCommand } from "@pulumi/pulumi/automation";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { Files } from "../../../components/host";
import { bundle, bundlePacks, PROGRAM } from "../../../policies/bundle/packs";
import { toolsOrSkip } from "../../support/tools";
import { ruleFile } from "../judged";

const ROOT = join(__dirname, "../../..");
const CLOUDS = ["aws", "kubernetes"];
const tools = toolsOrSkip("pulumi");

let folder: string;

/** All packs as bundles, and the pack that holds them all. */
let bundles: string;
beforeAll(async () => {
  bundles = await mkdtemp(join(tmpdir(), "tocsin packs-"));
  await Promise.all([bundlePacks(bundles), mkdir(join(bundles, "all"))]);
  await bundle("all", join(bundles, "all"));
}, 60_000);
afterAll(() => rm(bundles, { recursive: true }));

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "tocsin policies-"));
  await mkdir(join(folder, "bin"));
  await writeProject();
  if (tools) await symlink(tools.pulumi, join(folder, "bin/pulumi"));
});
afterEach(() => rm(folder, { recursive: true, maxRetries: 5 }));

/** The project, with this project's provider and one that stands for those of the clouds. */
async function writeProject(): Promise<void> {
  const cloud = join(folder, "cloud");
  await mkdir(cloud);
  const loader = pathToFileURL(require.resolve("tsx")).href;
  const script = `#!/bin/sh\nexec node --import '${loader}' '${join(__dirname, "any-provider.ts")}' "$@"\n`;
  for (const name of CLOUDS) await writeFile(join(cloud, `pulumi-resource-${name}`), script, { mode: 0o755 });
  const providers = [
    { name: "host", path: join(ROOT, "components/host/plugin") },
    ...CLOUDS.map((name) => ({ name, path: cloud })),
  ];
  await writeFile(join(folder, "Pulumi.yaml"), stringify({ name: "shop", runtime: "nodejs", plugins: { providers } }));
}

class Any extends CustomResource {}

type Program = () => void | Promise<void>;

interface Given {
  /** Levels and settings by policy. */
  config?: object;
}

/** Previews a program under the packs; what the engine refuses is thrown. */
async function preview(packs: readonly string[], program: Program, given: Given = {}): Promise<string> {
  const { config } = given;
  const policyPackConfigs = config && packs.map(() => join(folder, "policies.json"));
  if (config) await writeFile(join(folder, "policies.json"), JSON.stringify(config));
  const stack = await LocalWorkspace.createOrSelectStack(
    { stackName: "local", projectName: "shop", program: async () => program() },
    {
      workDir: folder,
      pulumiCommand: await PulumiCommand.get({ root: folder, skipVersionCheck: true }),
      envVars: {
        PULUMI_BACKEND_URL: `file://${folder}`,
        PULUMI_CONFIG_PASSPHRASE: "for a test",
        PULUMI_HOME: join(folder, "pulumi-home"),
        PULUMI_SKIP_UPDATE_CHECK: "true",
      },
    },
  );
  const policyPacks = packs.map((pack) => join(bundles, pack, PROGRAM));
  const { stdout } = await stack.preview({ policyPacks, ...(policyPackConfigs && { policyPackConfigs }) });
  return stdout;
}

const refused = (packs: readonly string[], program: Program, given: Given = {}) =>
  preview(packs, program, given).then((said) => `not refused: ${said}`, String);

/** A folder of files, kept secret as those with credentials are. */
const files =
  (texts: Record<string, string>): Program =>
  () => {
    const secrets: Record<string, Input<string>> = {};
    for (const [path, text] of Object.entries(texts)) secrets[path] = secret(text);
    new Files("rules", { dir: join(folder, "rules"), files: secrets });
  };

const ruleIn = (expr: string) =>
  files({ "shop.yml": ruleFile(`- record: job:x:rate5m\n  expr: ${JSON.stringify(expr)}`) });

describe.skipIf(!tools)("with the real engine", { timeout: 120_000 }, () => {
  it("an unbounded label is refused at preview, and the corrected rule passes", async () => {
    const packs = ["label-cardinality"];
    const message = await refused(packs, ruleIn("sum by (job, user_id) (rate(x_total[5m]))"));
    expect(message).toContain("[mandatory]  unbounded-label-in-rule  (host:index:Files: rules)");
    expect(message).toContain('job:x:rate5m of group "shop" in shop.yml of rules (host:index:Files)');
    expect(message).toContain("Group by labels with few values: by (job).");
    expect(await preview(packs, ruleIn("sum by (job) (rate(x_total[5m]))"))).toContain("+ 2 to create");
  });

  it("a ratio of rates divided label by label is refused, and the aggregated one passes", async () => {
    const packs = ["alerting-conventions", "infrastructure-safety"];
    const message = await refused(packs, ruleIn('rate(x_total{code="500"}[5m]) / rate(x_total[5m])'));
    expect(message).toContain("rate-by-rate-ratio");
    expect(message).toContain("the result is always 1, or nothing");
    const good = 'sum by (job) (rate(x_total{code="500"}[5m])) / sum by (job) (rate(x_total[5m]))';
    expect(await preview(packs, ruleIn(good))).toContain("+ 2 to create");
  });

  it("all packs load in one process, and what shows only in the whole is judged", async () => {
    const program = files({
      "rules.yml": ruleFile("- { alert: ShopDown, expr: up == 0, labels: { severity: critical } }"),
      "alertmanager.yml": "route: { receiver: none }\nreceivers: [{ name: none }]",
    });
    const message = await refused(["all"], program);
    expect(message).toContain("[mandatory]  route-for-every-severity");
    expect(message).toContain('in alertmanager.yml of rules (host:index:Files): alerts of severity "critical" lead');
    expect(message).toContain("[advisory]  alert-runbook-url");
  });

  it("a foreign program is judged: a PrometheusRule, a bucket object, an instance; unknown values are skipped", async () => {
    const program = (label: string, httpTokens: string) => () => {
      const expr = `sum by (${label}) (rate(x_total[5m]))`;
      const resource = (type: string, name: string, props: Inputs) => new Any(type, name, props);
      const bucket = resource("aws:s3/bucketObject:BucketObject", "object", {
        key: "rules.yml",
        content: ruleFile(`- { record: "job:x:rate5m", expr: "${expr}" }`),
      });
      resource("aws:s3/bucketObject:BucketObject", "unknown", { key: "id", content: bucket.id });
      resource("kubernetes:monitoring.coreos.com/v1:PrometheusRule", "custom", {
        apiVersion: "monitoring.coreos.com/v1",
        kind: "PrometheusRule",
        spec: { groups: [{ name: bucket.id, rules: [{ record: "job:y:rate5m", expr }] }] },
      });
      resource("aws:ec2/instance:Instance", "server", { ami: bucket.id, metadataOptions: { httpTokens } });
    };
    const message = await refused(["all"], program("email", "optional"));
    expect(message).toContain("(aws:s3:BucketObject: object)");
    expect(message).toContain("(kubernetes:monitoring.coreos.com/v1:PrometheusRule: custom)");
    expect(message).toContain("imdsv2-required  (aws:ec2:Instance: server)");
    expect(await preview(["all"], program("job", "required"))).toContain("+ 5 to create");
  });

  it("programs of Pulumi's own SDKs are judged: a custom resource, an object of text and of a file", async () => {
    const path = join(folder, "rules.yml");
    const program = (label: string) => async () => {
      const expr = `sum by (${label}) (rate(x_total[5m]))`;
      const rules = (record: string) => ruleFile(`- { record: "${record}", expr: "${expr}" }`);
      await writeFile(path, rules("job:file:rate5m"));
      new CustomResourceOfKubernetes("rules", {
        apiVersion: "monitoring.coreos.com/v1",
        kind: "PrometheusRule",
        metadata: { name: "rules", namespace: "shop" },
        spec: { groups: [{ name: "shop", rules: [{ record: "job:custom:rate5m", expr }] }] },
      });
      const { bucket } = new Bucket("rules");
      new BucketObjectv2("text", { bucket, key: "text.yml", content: rules("job:text:rate5m") });
      new BucketObjectv2("file", { bucket, key: "file.yml", source: new asset.FileAsset(path) });
      new BucketObjectv2("relative", { bucket, key: "relative.yml", source: new asset.FileAsset("rules.yml") });
      new BucketObjectv2("asset", {
        bucket,
        key: "asset.yml",
        source: new asset.StringAsset(rules("job:asset:rate5m")),
      });
    };
    const message = await refused(["label-cardinality"], program("user_id"));
    for (const name of ["custom", "text", "file", "asset"])
      expect(message).toContain(`job:${name}:rate5m of group "shop"`);
    expect(message).toContain("in relative.yml of relative");
    expect(await preview(["label-cardinality"], program("job"))).toContain("+ 7 to create");
  });

  it("what a sibling supplies is not missed, though its id is not known yet", async () => {
    const program = (acl: string | undefined, isBlocked: boolean) => async () => {
      const bucket = new Bucket("blocks", acl === undefined ? {} : { acl });
      const all = {
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      };
      if (isBlocked) new BucketPublicAccessBlock("blocks", { bucket: bucket.id, ...all });
    };
    const pack = ["infrastructure-safety"];
    expect(await refused(pack, program("public-read", false))).toContain("acl is public-read");
    expect(await preview(pack, program("public-read", true))).not.toContain("no-public-bucket");
    expect(await preview(pack, program(undefined, false))).toContain("the bucket has no BucketPublicAccessBlock");
    expect(await preview(pack, program(undefined, true))).not.toContain("BucketPublicAccessBlock. New");
  });

  it("levels and settings come from the configuration, exemptions from annotations with a reason", async () => {
    const packs = ["label-cardinality"];
    const rule = (annotations: object) => async () => {
      new CustomResourceOfKubernetes("rules", {
        apiVersion: "monitoring.coreos.com/v1",
        kind: "PrometheusRule",
        metadata: { name: "rules", annotations: { ...annotations } },
        spec: { groups: [{ name: "a", rules: [{ record: "job:x:sum", expr: "sum by (customer) (x)" }] }] },
      });
    };
    const name = "unbounded-label-in-rule";
    const config = { [name]: { alsoUnbounded: ["customer"] } };
    expect(await preview(packs, rule({}))).toContain("+ 2 to create");
    expect(await refused(packs, rule({}), { config })).toContain("groups by customer");
    const advisory = { [name]: { ...config[name], enforcementLevel: "advisory" } };
    expect(await preview(packs, rule({}), { config: advisory })).toContain(`[advisory]  ${name}`);
    const exempted = rule({ tocsin_exempt: `${name}: there are twelve customers` });
    expect(await preview(packs, exempted, { config })).not.toContain("groups by customer");
  });

  it("each pack runs alone, and needs nothing beside its bundle", async () => {
    expect((await readdir(bundles)).sort()).toEqual([
      "alerting-conventions",
      "all",
      "infrastructure-safety",
      "label-cardinality",
    ]);
    expect((await readdir(join(bundles, "label-cardinality"))).sort()).toEqual([
      "LICENSE",
      "PulumiPolicy.yaml",
      "README.md",
      "index.js",
      "package.json",
      "run",
    ]);
    const message = await refused(["label-cardinality"], ruleIn("sum by (job, user_id) (rate(x_total[5m]))"));
    expect(message).toContain("[mandatory]  unbounded-label-in-rule  (host:index:Files: rules)");
    for (const pack of ["alerting-conventions", "infrastructure-safety"]) {
      expect(await preview([pack], ruleIn("sum by (job) (rate(x_total[5m]))"))).toContain("+ 2 to create");
    }
  });
});
