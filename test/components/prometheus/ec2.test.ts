// Prometheus' configuration as EC2 needs it, before the real promtool: discovery, remote writes, replicas, shards, passwords.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import execa from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { endpointsOf } from "../../../components/ec2";
import { prometheusFile } from "../../../components/ec2/servers/server-files";
import { serversOf } from "../../../components/ec2/topology/server";
import { assemble } from "../../../components/monitoring";
import { prometheusConfig, type RemoteWrite, webConfig } from "../../../components/prometheus";
import { toolsOrSkip } from "../../support/tools";
import { settingsWith } from "../ec2/registered";

const tools = toolsOrSkip("promtool");
const settings = settingsWith();
const monitoring = assemble("dev", settings, endpointsOf("dev", settings));

const rendered = z.object({
  global: z.object({ external_labels: z.record(z.string(), z.string()) }),
  remote_write: z.array(z.record(z.string(), z.unknown())).default([]),
  scrape_configs: z.array(
    z.looseObject({
      job_name: z.string(),
      params: z.record(z.string(), z.array(z.string())).optional(),
      ec2_sd_configs: z
        .array(
          z
            .object({ port: z.number(), filters: z.array(z.object({ name: z.string(), values: z.array(z.string()) })) })
            .loose(),
        )
        .default([]),
      relabel_configs: z.array(z.record(z.string(), z.unknown())).default([]),
    }),
  ),
});

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tocsin-ec2-config-"));
  await writeFile(join(folder, "password"), "p");
});
afterAll(() => rm(folder, { recursive: true }));

const WRITES: RemoteWrite[] = [
  {
    name: "managed",
    url: "https://aps.example/workspaces/ws-1/api/v1/remote_write",
    region: "eu-central-1",
    queue: { capacity: 10, maxShards: 2, maxSamplesPerSend: 5 },
  },
  { name: "endpoint", url: "https://mimir.example/api/v1/push", keep: ["revenue_total"] },
  { name: "alike", url: "https://vm.example/api/v1/write", keep: ["revenue_total"], withoutReplica: true },
];

const config = () =>
  prometheusConfig(monitoring, {
    alertmanagers: ["monitoring-1.dev.tocsin.internal:9093"],
    ruleFiles: [],
    access: { username: "tocsin", tls: true, passwordFile: join(folder, "password") },
    replica: { cluster: "dev-0", name: "monitoring-1" },
    shard: { index: 1, of: 3 },
    remoteWrite: WRITES,
  });
const parsed = () => rendered.parse(parse(config()));
const job = (name: string) => parsed().scrape_configs.find(({ job_name }) => job_name === name);

describe("a server's configuration", () => {
  test.skipIf(!tools)("is what promtool takes", async () => {
    const file = join(folder, "prometheus.yml");
    await writeFile(file, config());
    const { all, exitCode } = await execa(tools?.promtool ?? "", ["check", "config", file], {
      all: true,
      reject: false,
    });
    expect(exitCode, all).toBe(0);
  });

  test.skipIf(!tools)("asks for passwords as promtool understands it", async () => {
    const file = join(folder, "web.yml");
    await Promise.all(["tls.crt", "tls.key"].map((name) => writeFile(join(folder, name), "")));
    const passwordHash = "$2y$10$EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31lW";
    await writeFile(
      file,
      webConfig({
        username: "tocsin",
        passwordHash,
        certificate: join(folder, "tls.crt"),
        key: join(folder, "tls.key"),
      }),
    );
    const { all } = await execa(tools?.promtool ?? "", ["check", "web-config", file], { all: true, reject: false });
    // The files are empty; all before them was understood.
    expect(all).not.toMatch(/yaml|field|unmarshal/);
  });

  test("reads targets without a Content-Type as the settings say, and refuses them where they say nothing", () => {
    const said = settingsWith({}, { scrape: { fallbackProtocol: "PrometheusText0.0.4" } });
    const text = prometheusConfig(assemble("dev", said, endpointsOf("dev", said)), {
      alertmanagers: [],
      ruleFiles: [],
    });
    const protocols = rendered.parse(parse(text)).scrape_configs.map((one) => one.fallback_scrape_protocol);
    expect(new Set(protocols)).toEqual(new Set(["PrometheusText0.0.4"]));
    expect(config()).not.toContain("fallback_scrape_protocol");
  });

  test("finds hosts by the environment's tag, and existing ones by theirs", () => {
    const filters = job("node")?.ec2_sd_configs.map((one) => one.filters[0]);
    expect(filters).toEqual([
      { name: "tag:tocsin:environment", values: ["dev"] },
      { name: "tag:Application", values: ["database"] },
    ]);
  });

  test("finds a service's port on the hosts that its targets name, within the environment", () => {
    const searches = job("service")?.ec2_sd_configs.map(({ port, filters }) => ({
      port,
      names: filters.find(({ name }) => name === "tag:Name")?.values,
      first: filters[0]?.name,
    }));
    expect(searches).toEqual([
      { port: 8080, names: ["web-1", "web-2"], first: "tag:tocsin:environment" },
      { port: 8080, names: ["web-1", "web-2"], first: "tag:Application" },
    ]);
  });

  test("gives targets no label without a bound: no id of an instance, no address that never comes again", () => {
    const targets = parsed().scrape_configs.flatMap(({ relabel_configs }) =>
      relabel_configs.map(({ target_label }) => target_label),
    );
    const labels = [...new Set(targets.filter((label) => typeof label === "string" && !label.startsWith("__")))].sort();
    expect(labels).toEqual(["host", "instance", "job", "service", "team"]);
    expect(config()).not.toMatch(/__meta_ec2_(instance_id|public_ip|ami)/);
  });

  test("asks the servers' node exporter for what the pull wrote, and nothing else", () => {
    expect(job("delivery")?.params).toEqual({ "collect[]": ["textfile"] });
  });

  test("signs what goes to AWS, and says how much waits", () => {
    expect(parsed().remote_write).toEqual([
      {
        url: "https://aps.example/workspaces/ws-1/api/v1/remote_write",
        name: "managed",
        sigv4: { region: "eu-central-1" },
        queue_config: { capacity: 10, max_shards: 2, max_samples_per_send: 5 },
      },
      {
        url: "https://mimir.example/api/v1/push",
        name: "endpoint",
        write_relabel_configs: [{ source_labels: ["__name__"], regex: "revenue_total", action: "keep" }],
      },
      {
        url: "https://vm.example/api/v1/write",
        name: "alike",
        write_relabel_configs: [
          { source_labels: ["__name__"], regex: "revenue_total", action: "keep" },
          { regex: "__replica__", action: "labeldrop" },
        ],
      },
    ]);
  });

  test.each([
    [{}, undefined],
    [{ replicaLabel: false }, [{ regex: "__replica__", action: "labeldrop" }]],
  ])("writes to a store as it tells servers of a pair apart: %j", (more, relabelling) => {
    const url = "https://store.example/api/v1/write";
    const { platform } = settingsWith({ servers: { count: 2 }, remoteWrite: { to: "endpoint", url, ...more } });
    const [server] = serversOf(platform);
    if (!server) throw new Error("no server");
    const file = prometheusFile({ monitoring, platform, server, dashboards: {}, credentials: [] });
    const [write] = rendered.parse(parse(file)).remote_write;
    expect(write).toMatchObject({ url, name: "endpoint" });
    expect(write?.write_relabel_configs).toEqual(relabelling);
  });

  test("divides hosts by their name and services as a whole, last of all rules; the servers' own parts everybody watches", () => {
    const shardOf = (name: string) => job(name)?.relabel_configs.slice(-2);
    const sharded = (label: string) => [
      { source_labels: [label], modulus: 3, target_label: "__tmp_shard", action: "hashmod" },
      { source_labels: ["__tmp_shard"], regex: "1", action: "keep" },
    ];
    expect(shardOf("node")).toEqual(sharded("host"));
    expect(shardOf("service")).toEqual(sharded("service"));
    expect(JSON.stringify(job("prometheus"))).not.toContain("hashmod");
  });

  test("tells replicas apart in storage, and not in alerts", () => {
    expect(parsed().global.external_labels).toEqual({
      environment: "dev",
      cluster: "dev-0",
      __replica__: "monitoring-1",
    });
    expect(config()).toContain("regex: cluster|__replica__\n      action: labeldrop");
  });
});
