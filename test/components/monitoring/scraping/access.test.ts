// Targets with access of their own, and discovered ones, alike on every platform (long: one table of platforms).
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import execa from "execa";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { endpointsOf } from "../../../../components/ec2";
import { serverFiles } from "../../../../components/ec2/servers/server-files";
import { serversOf } from "../../../../components/ec2/topology/server";
import { prometheusFiles } from "../../../../components/grafana";
import { ValidManifests } from "../../../../components/kubernetes";
import { stackValues } from "../../../../components/kubernetes/charts/values/stack";
import { scraping } from "../../../../components/kubernetes/content/scraping";
import { assemble, type Monitoring, scrapeCredentials } from "../../../../components/monitoring";
import { SHOWN_AS_SYNTHETIC } from "../../../../components/monitoring/scraping/synthetic";
import { prometheusConfig } from "../../../../components/prometheus";
import { endpoints, settings } from "../../../support/environment";
import { toolsOrSkip } from "../../../support/tools";
import { settingsWith } from "../../ec2/registered";
import { cluster, stackArgs, watched } from "../../kubernetes/clusters";

const PEM = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";

const tls = {
  caCertificate: PEM,
  serverName: "billing.internal",
  client: { certificate: PEM, key: { file: "~/key" } },
};
const billing = {
  name: "billing",
  mixin: "service",
  team: "payments",
  options: { metrics: "http" },
  extraMixins: ["nodejs"],
  targets: ["10.0.0.2:8443"],
  metricsPath: "/internal/metrics",
  scrape: {
    interval: "30s",
    scheme: "https",
    params: { format: "prometheus", "collect[]": ["a", "b"] },
    basicAuth: { user: "prometheus", password: { file: "~/password" } },
    tls,
  },
};
const ledger = {
  name: "ledger",
  mixin: "redis",
  targets: ["10.0.0.3:9121"],
  scrape: { scheme: "https", bearerToken: "secret-token" },
};
const workers = {
  name: "workers",
  mixin: "worker",
  discovery: { dns: { names: ["_metrics._tcp.workers.internal"] }, expected: 3 },
};
const lorries = {
  name: "lorries",
  mixin: "worker",
  metricsPath: "/stats",
  scrape: { interval: "20s" },
  discovery: { files: ["/etc/targets/lorries-*.json"] },
};
const plain = {
  job_name: "legacy",
  http_sd_configs: [{ url: "http://localhost:8500/targets" }],
  relabel_configs: [{ source_labels: ["__meta_service"], target_label: "service" }],
};
const services = [billing, ledger, workers, lorries];
const more = { services, scrapeConfigs: [plain] };

const monitored = (given: object = more) => assemble("local", settings(given), endpoints);

const rendered = z.object({ scrape_configs: z.array(z.looseObject({ job_name: z.string() })) });

const jobsIn = (yaml: string | undefined) =>
  new Map(rendered.parse(parse(yaml ?? "")).scrape_configs.map((job) => [job.job_name, job]));

const localConfig = (monitoring: Monitoring) => prometheusConfig(monitoring, { alertmanagers: [], ruleFiles: [] });

const onEc2 = settingsWith({}, { ...more, notifications: {} });
const filesOnEc2 = serverFiles({
  monitoring: assemble("dev", onEc2, endpointsOf("dev", onEc2)),
  platform: onEc2.platform,
  server: serversOf(onEc2.platform)[0] ?? { name: "", shard: 0 },
  dashboards: {},
  credentials: ["slack-token"],
});

/** prometheus.yml of each platform that has one, and where it has credentials. */
const CONFIGS: Record<string, [yaml: string | undefined, folder: string]> = {
  local: [localConfig(monitored()), "secrets"],
  ec2: [filesOnEc2["prometheus/prometheus.yml"], "/run/tocsin/secrets"],
  grafana: [
    prometheusFiles(monitored(), { alerting: "grafana", recordings: "prometheus" }, [])["scrape.yml"],
    "/etc/prometheus/secrets",
  ],
};

describe.each(Object.entries(CONFIGS))("on the platform %s", (_, [yaml, folder]) => {
  const jobs = jobsIn(yaml);

  test("a service that is asked by HTTPS, with parameters and a password, has a job of its own in each of its mixins", () => {
    const asked = {
      scheme: "https",
      metrics_path: "/internal/metrics",
      scrape_interval: "30s",
      scrape_timeout: "10s",
      params: { format: ["prometheus"], "collect[]": ["a", "b"] },
      basic_auth: { username: "prometheus", password_file: `${folder}/scrape-billing-password` },
      tls_config: {
        ca_file: `${folder}/scrape-billing-ca`,
        cert_file: `${folder}/scrape-billing-certificate`,
        key_file: `${folder}/scrape-billing-key`,
        server_name: "billing.internal",
      },
    };
    expect(jobs.get("service:billing")).toMatchObject(asked);
    expect(jobs.get("nodejs:billing")).toMatchObject(asked);
    const labels = (job: string) => ({ instance: "10.0.0.2:8443", service: "billing", team: "payments", job });
    expect(jobs.get("service:billing")).toMatchObject({ static_configs: [{ labels: labels("service") }] });
    expect(jobs.get("nodejs:billing")).toMatchObject({ static_configs: [{ labels: labels("nodejs") }] });
    for (const other of ["service", "nodejs-beside"])
      expect(JSON.stringify(jobs.get(other)?.static_configs ?? [])).not.toContain("billing");
  });

  test("a bearer token is a file", () => {
    expect(jobs.get("redis:ledger")).toMatchObject({
      scheme: "https",
      authorization: { credentials_file: `${folder}/scrape-ledger-token` },
    });
    expect(yaml).not.toContain("secret-token");
  });

  test("targets are discovered by DNS and by files, with the labels of their service", () => {
    expect(jobs.get("worker:workers")).toMatchObject({
      dns_sd_configs: [{ names: ["_metrics._tcp.workers.internal"], type: "SRV", refresh_interval: "30s" }],
      relabel_configs: expect.arrayContaining([
        { target_label: "job", replacement: "worker" },
        { target_label: "service", replacement: "workers" },
        { target_label: "team", replacement: "platform" },
      ]),
    });
    expect(jobs.get("worker:lorries")).toMatchObject({
      file_sd_configs: [{ files: ["/etc/targets/lorries-*.json"] }],
      metrics_path: "/stats",
      scrape_interval: "20s",
    });
  });

  test("a plain job stays what it is, and its targets get an owner", () => {
    expect(jobs.get("legacy")).toEqual({
      ...plain,
      relabel_configs: [
        ...plain.relabel_configs,
        { source_labels: ["service"], regex: "", target_label: "service", replacement: "legacy" },
        { source_labels: ["team"], regex: "", target_label: "team", replacement: "platform" },
      ],
      metric_relabel_configs: [{ source_labels: ["__name__"], regex: SHOWN_AS_SYNTHETIC, action: "drop" }],
    });
  });
});

const tools = toolsOrSkip("promtool");

test.skipIf(!tools).each(Object.entries(CONFIGS))("promtool takes the scrape jobs of %s", async (_, [yaml]) => {
  const folder = await mkdtemp(join(tmpdir(), "asked-"));
  try {
    const { scrape_configs } = rendered.parse(parse(yaml ?? ""));
    await writeFile(join(folder, "prometheus.yml"), JSON.stringify({ scrape_configs }));
    const args = ["check", "config", "--syntax-only", "prometheus.yml"];
    const { exitCode, all } = await execa(tools?.promtool ?? "", args, { cwd: folder, reject: false, all: true });
    expect(exitCode, all).toBe(0);
  } finally {
    await rm(folder, { recursive: true });
  }
});

describe("in a cluster", () => {
  const inCluster = { namespace: "shop", labels: { app: "shop" }, port: "https" };
  const chosen = cluster(
    {},
    { services: [billing, ledger, workers, { ...billing, name: "shop", targets: [], inCluster }] },
  );
  const manifests = scraping(watched(chosen).jobs, "monitoring");
  const specOf = (kind: string, name: string) =>
    manifests.find((one) => one.kind === kind && one.metadata.name === name)?.spec;
  const secret = "tocsin-prometheus-scrape-credentials";
  const key = (name: string) => ({ name: secret, key: name });

  test("the operator has them by keys of a Secret", () => {
    const asked = (service: string) => ({
      params: { format: ["prometheus"], "collect[]": ["a", "b"] },
      basicAuth: { username: key(`scrape-${service}-user`), password: key(`scrape-${service}-password`) },
      tlsConfig: {
        ca: { secret: key(`scrape-${service}-ca`) },
        cert: { secret: key(`scrape-${service}-certificate`) },
        keySecret: key(`scrape-${service}-key`),
        serverName: "billing.internal",
      },
    });
    expect(specOf("ScrapeConfig", "service-billing")).toMatchObject({
      ...asked("billing"),
      jobName: "service",
      scheme: "HTTPS",
      metricsPath: "/internal/metrics",
      scrapeInterval: "30s",
    });
    expect(specOf("ScrapeConfig", "nodejs-billing")).toMatchObject({ jobName: "nodejs" });
    expect(specOf("ServiceMonitor", "service-shop")).toMatchObject({
      endpoints: [{ ...asked("shop"), scheme: "https", path: "/internal/metrics" }],
    });
    expect(specOf("ScrapeConfig", "redis-ledger")).toMatchObject({
      authorization: { credentials: key("scrape-ledger-token") },
    });
  });

  test("DNS is asked by a ScrapeConfig", () => {
    expect(specOf("ScrapeConfig", "worker-workers")).toMatchObject({
      jobName: "worker",
      dnsSDConfigs: [{ names: ["_metrics._tcp.workers.internal"], type: "SRV", refreshInterval: "30s" }],
      relabelings: expect.arrayContaining([{ targetLabel: "service", replacement: "workers" }]),
    });
  });

  test("all of them fit the operator's schemas", async () => {
    await expect(ValidManifests.of(manifests)).resolves.toBeDefined();
  });

  test("plain jobs are values of the chart", () => {
    const values = stackValues(stackArgs(cluster({}, { scrapeConfigs: [plain] })));
    expect(values).toMatchObject({
      prometheus: { prometheusSpec: { additionalScrapeConfigs: [{ job_name: "legacy" }] } },
    });
  });
});

describe("what is discovered", () => {
  test("is missed where it is gone, and where there is less than expected", () => {
    const { groups, forecast } = monitored();
    const recordings = groups.flatMap((group) => group.recordings).filter(({ adds }) => adds?.service === "workers");
    expect(recordings.map(({ record, expr }) => [record, expr])).toEqual([
      [
        "instance:up:absent",
        'absent(up{job="worker",service="workers"}) - 1 and on () (count(up offset 30s) or instance:up:absent{job="worker",instance="workers",service="workers",team="platform"})',
      ],
      ["service:up:found_ratio", 'count(up{job="worker",service="workers"}) / 3'],
    ]);
    expect(forecast.jobs.find(({ name }) => name === "worker:workers")).toMatchObject({ job: "worker", targets: 3 });
  });
});

test("credentials are read by the settings that give them", () => {
  const given = scrapeCredentials(settings(more));
  expect(Object.fromEntries(Object.entries(given).map(([file, { setting }]) => [file, setting]))).toEqual({
    "scrape-billing-password": "services[0].scrape.basicAuth.password",
    "scrape-billing-ca": "services[0].scrape.tls.caCertificate",
    "scrape-billing-certificate": "services[0].scrape.tls.client.certificate",
    "scrape-billing-key": "services[0].scrape.tls.client.key",
    "scrape-ledger-token": "services[1].scrape.bearerToken",
  });
});
