// The component package on the real engine: its schema, and a program that uses it, deployed to stand-ins of every provider.
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import * as pulumi from "@pulumi/pulumi";
import { LocalWorkspace, PulumiCommand } from "@pulumi/pulumi/automation";
import execa from "execa";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { stringify } from "yaml";
import { PROVIDERS } from "../../components/monitoring";
import { type OfflineProviders, startOfflineProviders } from "../../infra/engine/offline";
import { componentSchema, TOKEN } from "../../package/component/schema";
import { startGrafanaOf } from "../infra/running/grafana";
import { toolsOrSkip } from "../support/tools";

const tools = toolsOrSkip("pulumi");
const PLUGIN = resolve("package", "component");
const WEBHOOK = "https://hooks.slack.com/services/T000/B000/a-webhook-that-nobody-may-read";

/** As a program of any language registers it. */
class Monitoring extends pulumi.ComponentResource {
  declare readonly outputs: pulumi.Output<Record<string, unknown>>;

  constructor(name: string, settings: pulumi.Inputs) {
    super(TOKEN, name, { outputs: undefined, ...settings }, {}, true);
  }
}

const SETTINGS = {
  platform: { kind: "grafana", url: "https://grafana.example", auth: "a-token", dataSource: { uid: "prometheus" } },
  team: "shop",
  notifications: { slack: { webhook: pulumi.secret(WEBHOOK) } },
  links: { runbook: "https://runbooks.example/{mixin}#{alert}" },
  services: [{ name: "checkout", mixin: "service", targets: ["10.0.0.7:9464"], options: { metrics: "opentelemetry" } }],
};

test("every setting is an input, with what it is for", () => {
  const { resources } = JSON.parse(componentSchema("1.2.3"));
  const { inputProperties, isComponent } = resources[TOKEN];
  expect(isComponent).toBe(true);
  expect(Object.keys(inputProperties)).toEqual(
    expect.arrayContaining(["platform", "team", "hosts", "services", "alerts", "notifications", "scrape", "limits"]),
  );
  expect(inputProperties.team).toMatchObject({ type: "string", description: expect.stringContaining("Owner") });
});

describe.skipIf(!tools)("on the real engine", { timeout: 180_000 }, () => {
  let folder: string;
  let providers: OfflineProviders;
  const variables = () => ({
    PULUMI_HOME: join(folder, "home"),
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_CONFIG_PASSPHRASE: "",
    PULUMI_BACKEND_URL: pathToFileURL(folder).href,
  });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "component-"));
    await mkdir(join(folder, "bin"));
    await symlink(tools?.pulumi ?? "", join(folder, "bin", "pulumi"));
    const project = {
      name: "shop",
      runtime: "nodejs",
      plugins: { providers: [{ name: "tocsin", path: PLUGIN }] },
    };
    await writeFile(join(folder, "Pulumi.yaml"), stringify(project));
    providers = await startOfflineProviders(PROVIDERS);
  });

  afterAll(async () => {
    await providers?.close();
    if (folder) await rm(folder, { recursive: true, maxRetries: 5 });
  });

  const stackWith = async (stackName: string, settings: pulumi.Inputs) =>
    LocalWorkspace.createOrSelectStack(
      {
        stackName,
        projectName: "shop",
        program: async () => {
          const { outputs } = new Monitoring("monitoring", settings);
          return { outputs };
        },
      },
      {
        workDir: folder,
        pulumiCommand: await PulumiCommand.get({ root: folder, skipVersionCheck: true }),
        envVars: { ...variables(), ...providers.environment },
      },
    );

  test("get-schema reads it", async () => {
    const plugin = join(PLUGIN, "pulumi-resource-tocsin");
    const { stdout } = await execa(tools?.pulumi ?? "", ["package", "get-schema", plugin], {
      cwd: folder,
      env: variables(),
    });
    const { name, version, resources } = JSON.parse(stdout);
    expect({ name, types: Object.keys(resources) }).toEqual({ name: "tocsin", types: [TOKEN] });
    expect(version).toMatch(/^\d+\.\d+\.\d+/);
  });

  test("a program that uses it previews offline, with everything below the component", async () => {
    const stack = await stackWith("preview", SETTINGS);
    const { stdout, changeSummary } = await stack.preview();
    expect(stdout).toContain("grafana:alerting:RuleGroup");
    expect(changeSummary.create).toBeGreaterThan(10);
  });

  test("is deployed, and its credentials are secrets in the state", async () => {
    // A deployment asks an existing Grafana what it can.
    const { url, close } = await startGrafanaOf({ version: "12.3.0" }, ["Bearer a-token"]);
    onTestFinished(close);
    const stack = await stackWith("deployed", { ...SETTINGS, platform: { ...SETTINGS.platform, url } });
    const { summary } = await stack.up();
    expect(summary.result).toBe("succeeded");
    const { deployment } = await stack.exportStack();
    const { resources } = deployment as { resources: { type: string; parent?: string; urn: string }[] };
    const component = resources.find(({ type }) => type === TOKEN);
    const ours = resources.filter(({ type }) => !/^pulumi:/.test(type) && type !== TOKEN);
    expect(ours.length).toBeGreaterThan(10);
    expect(ours.filter(({ urn }) => !urn.includes(TOKEN))).toEqual([]);
    expect(component).toBeDefined();
    // As the engine keeps it: what is secret there is encrypted.
    const state = await readFile(join(folder, ".pulumi", "stacks", "shop", "deployed.json"), "utf8");
    expect(state.includes(TOKEN)).toBe(true);
    expect(state.includes(WEBHOOK.split("/").at(-1) ?? "")).toBe(false);
    expect(state.includes("a-token")).toBe(false);
  });

  test("says all that is wrong with its inputs, and registers nothing", async () => {
    const stack = await stackWith("wrong", {
      ...SETTINGS,
      teem: "shop",
      services: [{ name: "checkout", mixin: "servise" }],
    });
    const failed = await stack.preview().catch((error: Error) => error.message);
    expect(failed).toContain('Did you mean "team"?');
    expect(failed).toContain("services[0].mixin");
  });
});
