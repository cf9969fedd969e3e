// The packs under the real engine; needs a pulumi on PATH or in the cache.
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { CustomResource, type Input, type Inputs, secret } from "@pulumi/pulumi";
import { LocalWorkspace, PulumiCommand } from "@pulumi/pulumi/automation";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { Files } from "../../components/host";
import { toolsOrSkip } from "../support/tools";
import { ruleFile } from "./judged";

const ROOT = join(__dirname, "../..");
const CLOUDS = ["aws", "kubernetes"];
const tools = toolsOrSkip("pulumi");

let folder: string;

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

type Program = () => void;

/** Previews a program under the packs; what the engine refuses is thrown. */
async function preview(packs: readonly string[], program: Program): Promise<string> {
  const stack = await LocalWorkspace.createOrSelectStack(
    { stackName: "local", projectName: "shop", program: async () => program() },
    {
      workDir: folder,
      pulumiCommand: await PulumiCommand.get({ root: folder, skipVersionCheck: true }),
      envVars: {
        PATH: `${join(ROOT, "policies/launcher")}:${process.env.PATH}`,
        PULUMI_BACKEND_URL: `file://${folder}`,
        PULUMI_CONFIG_PASSPHRASE: "for a test",
        PULUMI_HOME: join(folder, "pulumi-home"),
        PULUMI_SKIP_UPDATE_CHECK: "true",
      },
    },
  );
  const { stdout } = await stack.preview({ policyPacks: packs.map((pack) => join(ROOT, "policies", pack)) });
  return stdout;
}

const refused = (packs: readonly string[], program: Program) =>
  preview(packs, program).then(() => "not refused", String);

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
    expect(message).toContain("(aws:s3/bucketObject:BucketObject: object)");
    expect(message).toContain("(kubernetes:monitoring.coreos.com/v1:PrometheusRule: custom)");
    expect(message).toContain("imdsv2-required  (aws:ec2/instance:Instance: server)");
    expect(await preview(["all"], program("job", "required"))).toContain("+ 5 to create");
  });
});
