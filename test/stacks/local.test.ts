// The local platform under mocks: what is deployed, in either runtime.
import * as pulumi from "@pulumi/pulumi";
import { beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { settings } from "../support/environment";
import { deployed, fileOf } from "../support/local-stack";
import { isSecret, plainValue } from "../support/mocks";

const CONFIGURATION = "host:index:ContainerConfiguration";
const CONTAINER = "docker:index/container:Container";

describe("the native runtime", () => {
  let stack: Awaited<ReturnType<typeof deployed>>;
  beforeAll(async () => {
    stack = await deployed();
  });

  test("runs each part as a process on loopback, below .tocsin of the project", () => {
    const processes = stack.resources.filter(({ type }) => type === "host:index:Process");
    expect(processes.map(({ name }) => name).sort()).toEqual([
      "alertmanager",
      "blackbox-exporter",
      "generator",
      "guard",
      "inbox",
      "node-exporter",
      "prometheus",
      "sample",
    ]);
    for (const { name, inputs } of processes) {
      expect(inputs.dir).toBe(`/project/.tocsin/local/${name}`);
      expect(inputs.listen).toMatchObject({ host: "127.0.0.1" });
    }
  });

  test("looks at every port first", () => {
    const listeners = stack.named("ports").inputs.listeners as object;
    expect(Object.keys(listeners)).toHaveLength(9);
    expect(listeners).toMatchObject({
      prometheus: { port: 9085 },
      "guard of prometheus": { dir: "/project/.tocsin/local/guard", port: 9090 },
      "guard of alertmanager": { dir: "/project/.tocsin/local/guard", port: 9093 },
    });
  });

  test("has Prometheus and Alertmanager ask for a password that no input holds, and the guard in front of them", () => {
    const file = "/project/.tocsin/local/access/password";
    expect(stack.named("access").inputs).toEqual({ dir: "/project/.tocsin/local/access", username: "tocsin" });
    for (const part of ["prometheus", "alertmanager"]) {
      expect(stack.named(part).inputs).toMatchObject({ access: { username: "tocsin", passwordFile: file } });
      expect(stack.named(part).inputs.args).toContain("--web.config.file=/project/.tocsin/local/access/web.yml");
    }
    const access = { basic_auth: { username: "tocsin", password_file: file } };
    const config = parse(fileOf(stack.named("prometheus"), "prometheus.yml"));
    expect(config.alerting.alertmanagers).toEqual([{ ...access, static_configs: [{ targets: ["127.0.0.1:9087"] }] }]);
    const asked = config.scrape_configs.filter((job: object) => "basic_auth" in job);
    expect(asked.map((job: { job_name: string }) => job.job_name).sort()).toEqual(["alertmanager", "prometheus"]);
    expect(asked[0]).toMatchObject(access);
    expect(stack.named("guard").inputs.args).toEqual(
      expect.arrayContaining([`--password-file=${file}`, "9090=9085", "9093=9087"]),
    );
  });

  test("gives Prometheus a rule file a mixin, and limits on every scrape job", () => {
    const prometheus = stack.named("prometheus");
    const config = parse(fileOf(prometheus, "prometheus.yml"));
    const rules = Object.keys(prometheus.inputs.files as object).filter((path) => path.startsWith("rules/"));
    expect(rules).toContain("rules/node.yml");
    expect(config.rule_files).toEqual(["rules/*.yml"]);
    for (const job of config.scrape_configs) {
      expect(job).toMatchObject({
        sample_limit: 20_000,
        label_limit: 40,
        label_value_length_limit: 500,
        target_limit: 1_000,
      });
    }
    expect(
      config.scrape_configs.map((job: { job_name: string; scrape_interval: string }) => [
        job.job_name,
        job.scrape_interval,
      ]),
    ).toEqual(
      expect.arrayContaining([
        ["service", "10s"],
        ["node", "10s"],
        ["probe", "10s"],
      ]),
    );
  });

  test("keeps the webhook secret, apart from the files that a preview shows", () => {
    const { files, secretFiles } = stack.named("alertmanager").inputs;
    expect(JSON.stringify(files)).not.toContain("/services/");
    expect(isSecret(secretFiles)).toBe(true);
    expect(plainValue(secretFiles)).toEqual({ "secrets/slack-webhook": "http://127.0.0.1:9900/services/local" });
  });

  test("sends to a real Slack where a credential is given", async () => {
    const { named } = await deployed({ credentials: { receivers: { "slack-token": pulumi.secret("xoxb-1") } } });
    const config = fileOf(named("alertmanager"), "alertmanager.yml");
    expect(plainValue(named("alertmanager").inputs.secretFiles)).toEqual({ "secrets/slack-token": "xoxb-1" });
    expect(config).toContain("https://slack.com/api/chat.postMessage");
    expect(config).not.toContain("xoxb-1");
  });

  test("hands on where the file of a credential is, and nothing of what it holds", async () => {
    const files = {
      receivers: { "slack-token": "/home/kim/slack" },
      scrape: { "scrape-shop-token": "/home/kim/shop" },
    };
    const { named } = await deployed({ credentials: { files } });
    const alertmanager = named("alertmanager").inputs;
    expect(alertmanager.secretsFrom).toEqual({ "secrets/slack-token": "/home/kim/slack" });
    expect(plainValue(alertmanager.secretFiles)).toEqual({});
    expect(fileOf(named("alertmanager"), "alertmanager.yml")).toContain("https://slack.com/api/chat.postMessage");
    expect(named("prometheus").inputs.secretsFrom).toEqual({ "secrets/scrape-shop-token": "/home/kim/shop" });
    const inDocker = await deployed({ runtime: "docker", credentials: { files } });
    expect(inDocker.named("alertmanager", CONFIGURATION).inputs.secretsFrom).toEqual({
      "secrets/slack-token": "/home/kim/slack",
    });
  });

  test("writes every dashboard as Grafana JSON", () => {
    const files = stack.named("dashboards").inputs.files as Record<string, string>;
    expect(Object.keys(files)).toContain("tocsin-node.json");
    for (const [name, text] of Object.entries(files)) expect(`${JSON.parse(text).uid}.json`).toBe(name);
  });

  test("starts a Grafana that is installed, and links messages to it", async () => {
    const { named } = await deployed({ grafanaHome: "/usr/share/grafana" });
    expect(named("grafana").inputs.args).toContain("--homepath=/usr/share/grafana");
    expect(fileOf(named("grafana"), "provisioning/dashboards/tocsin.yml")).toContain(
      "/project/.tocsin/local/dashboards",
    );
    expect(fileOf(named("prometheus"), "rules/node.yml")).toContain("http://127.0.0.1:3000/d/tocsin-node");
  });

  test("draws no line for a disabled alert, and does not evaluate it", async () => {
    const chosen = settings({ alerts: { NodeCPUHighUsage: { disabled: { reason: "not in this test" } } } });
    const { named } = await deployed({}, chosen);
    expect(fileOf(named("prometheus"), "rules/node.yml")).not.toContain("NodeCPUHighUsage");
  });
});

describe("the Docker runtime", () => {
  let stack: Awaited<ReturnType<typeof deployed>>;
  beforeAll(async () => {
    stack = await deployed({ runtime: "docker" });
  });
  const containers = () => stack.resources.filter(({ type }) => type === "docker:index/container:Container");

  test("runs the tools in containers on the host's network, and this project's programs as processes", () => {
    expect(
      containers()
        .map(({ name }) => name)
        .sort(),
    ).toEqual(["alertmanager", "blackbox-exporter", "cadvisor", "grafana", "node-exporter", "prometheus"]);
    for (const { inputs } of containers())
      expect(inputs).toMatchObject({ networkMode: "host", restart: "unless-stopped" });
    const processes = stack.resources.filter(({ type }) => type === "host:index:Process");
    expect(processes.map(({ name }) => name).sort()).toEqual(["generator", "guard", "inbox", "sample"]);
  });

  test("pins every image by version, and takes others from the settings", async () => {
    const images = stack.resources.filter(({ type }) => type === "docker:index/remoteImage:RemoteImage");
    expect(images).toHaveLength(6);
    for (const { inputs } of images) expect(inputs.name).toMatch(/:v?\d+\.\d+\.\d+$/);
    const mirrored = settings({
      platform: { kind: "local", images: { prometheus: "mirror.example/prometheus:v3.5.0" } },
    });
    const { named } = await deployed({ runtime: "docker" }, mirrored);
    expect(named("prometheus", "docker:index/remoteImage:RemoteImage").inputs.name).toBe(
      "mirror.example/prometheus:v3.5.0",
    );
  });

  test("gives containers the same configuration files, where a reload finds changed ones, and their data a volume", () => {
    const { inputs } = stack.named("prometheus", CONTAINER);
    expect(inputs.command).toContain("--config.file=/etc/tocsin/current/prometheus.yml");
    expect(inputs.volumes).toContainEqual({ volumeName: expect.anything(), containerPath: "/data" });
    expect(inputs.volumes).toContainEqual({
      hostPath: "/project/.tocsin/local/prometheus/config",
      containerPath: "/etc/tocsin",
      readOnly: true,
    });
    expect(inputs).not.toHaveProperty("uploads");
    const configuration = stack.named("prometheus", CONFIGURATION).inputs;
    expect(Object.keys(configuration.files as object)).toContain("rules/node.yml");
    expect(configuration).toMatchObject({
      container: inputs.name,
      reload: "http://127.0.0.1:9085/metrics",
      checks: [{ program: "/bin/promtool", args: ["check", "config", "prometheus.yml"] }],
    });
  });

  test("has every part's configuration checked that has a validator, and replaces what cannot reload", async () => {
    const native = await deployed();
    const checked = native.resources.filter(({ inputs }) => Array.isArray(inputs.checks) && inputs.checks.length > 0);
    for (const { name, inputs } of checked) {
      const { checks } = stack.named(name, CONFIGURATION).inputs;
      expect(checks, name).toHaveLength((inputs.checks as unknown[]).length);
    }
    const replacing = containers().filter(({ inputs }) =>
      JSON.stringify(inputs.labels).includes("tocsin.configuration"),
    );
    expect(replacing.map(({ name }) => name)).toEqual(["grafana"]);
  });

  test("looks at every port first, those of containers too", () => {
    const listeners = stack.named("ports").inputs.listeners as object;
    expect(listeners).toMatchObject({
      prometheus: { port: 9085, container: "tocsin-local-prometheus" },
      cadvisor: { port: 8080, container: "tocsin-local-cadvisor" },
      "guard of prometheus": { dir: "/project/.tocsin/local/guard", port: 9090 },
    });
    expect(Object.keys(listeners)).toHaveLength(11);
  });

  test("gives no container all rights, and lets node exporter see what is mounted later", () => {
    for (const { inputs } of containers()) expect(inputs).not.toHaveProperty("privileged");
    expect(stack.named("cadvisor", CONTAINER).inputs).toMatchObject({
      capabilities: { adds: ["CAP_SYSLOG"] },
      devices: [{ hostPath: "/dev/kmsg", permissions: "r" }],
    });
    expect(stack.named("node-exporter", CONTAINER).inputs.mounts).toMatchObject([
      { source: "/", target: "/host", readOnly: true, bindOptions: { propagation: "rslave" } },
    ]);
  });

  test("scrapes its cAdvisor, unless the settings say who watches containers", async () => {
    const jobs = (config: string) =>
      parse(config).scrape_configs.filter((job: { job_name: string }) => job.job_name === "container");
    const [job] = jobs(fileOf(stack.named("prometheus", CONFIGURATION), "prometheus.yml"));
    expect(job.static_configs[0].targets).toEqual(["127.0.0.1:8080"]);
    const chosen = settings({ services: [{ name: "boxes", mixin: "container", targets: ["10.0.0.1:8080"] }] });
    const { named } = await deployed({ runtime: "docker" }, chosen);
    const [own] = jobs(fileOf(named("prometheus", CONFIGURATION), "prometheus.yml"));
    expect(JSON.stringify(own.static_configs)).not.toContain("127.0.0.1:8080");
    expect(jobs(fileOf((await deployed()).named("prometheus"), "prometheus.yml"))).toEqual([]);
  });
});
