// Three hosts on loopback, scraped by a server's own configuration; what EC2 would answer about them lies in files.
import type { ChildProcess } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { type Ec2Settings, endpointsOf } from "../../../components/ec2";
import { serverFiles } from "../../../components/ec2/servers/server-files";
import { serversOf } from "../../../components/ec2/topology/server";
import { assemble, parseSettings, type Settings } from "../../../components/monitoring";
import { freePorts } from "../../support/ports";
import { toolsOrSkip } from "../../support/tools";
import { ended, Processes, within } from "../processes";
import { withFiles } from "./found";
import { SlackServer } from "./slack";

const tools = toolsOrSkip("prometheus", "alertmanager", "node-exporter");

const ENVIRONMENT = "e2e";
const SERVICE_PORT = 18_080;

/** Addresses of this machine that nothing else uses. */
const HOSTS = [
  {
    ip: "127.77.0.11",
    tags: { Name: "web-1", team: "shop", "tocsin:environment": ENVIRONMENT, "tocsin:role": "host" },
  },
  {
    ip: "127.77.0.12",
    tags: { Name: "web-2", team: "shop", "tocsin:environment": ENVIRONMENT, "tocsin:role": "host" },
  },
  {
    ip: "127.77.0.13",
    tags: {
      Name: "workers",
      team: "orders",
      "tocsin:environment": ENVIRONMENT,
      "tocsin:role": "host",
      "aws:autoscaling:groupName": "workers-0a1b",
    },
  },
  // Another environment of the same account: it is to be left alone.
  { ip: "127.77.0.14", tags: { Name: "web-1", "tocsin:environment": "prod", "tocsin:role": "host" } },
] as const;

const settings = parseSettings({
  platform: {
    kind: "ec2",
    region: "eu-central-1",
    network: { vpc: "vpc-0123456789abcdef0", subnets: ["subnet-0123456789abcdef0"] },
    hosts: { exporters: ["node"] },
  },
  hosts: [
    { name: "web-1", team: "shop" },
    { name: "web-2", team: "shop" },
  ],
  services: [
    {
      name: "shop",
      team: "shop",
      mixin: "service",
      options: { metrics: "http" },
      targets: [`web-1:${SERVICE_PORT}`],
      host: "web-1",
    },
    {
      name: "cart",
      team: "cart",
      mixin: "service",
      options: { metrics: "http" },
      targets: [`web-2:${SERVICE_PORT}`],
      host: "web-2",
    },
  ],
});

function onEc2(all: Settings): Ec2Settings {
  if (all.platform.kind !== "ec2") throw new Error("not on EC2");
  return { ...all, platform: all.platform };
}

const queryAnswer = z.object({
  data: z.object({
    result: z.array(z.object({ metric: z.record(z.string(), z.string()), value: z.tuple([z.number(), z.string()]) })),
  }),
});

const METRICS = '# TYPE http_requests_total counter\nhttp_requests_total{path="/",method="GET",status="200"} 1\n';

describe.skipIf(!tools)("three hosts", () => {
  const processes = new Processes();
  const exporters = new Map<string, ChildProcess>();
  const services = new Map<string, Server>();
  let dir: string;
  let slack: SlackServer;
  let ports: Record<"prometheus" | "alertmanager", number>;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), "tocsin-hosts-"));
    slack = await SlackServer.start();
    ports = await freePorts("prometheus", "alertmanager");
    await writeFile(join(dir, "slack-webhook"), slack.url);
    await writeFile(join(dir, "web-password"), "unasked");
    for (const { ip } of HOSTS.slice(0, 3))
      exporters.set(
        ip,
        processes.start(tools?.["node-exporter"] ?? "", [
          `--web.listen-address=${ip}:9100`,
          "--collector.disable-defaults",
          "--collector.uname",
          "--collector.loadavg",
        ]),
      );
    for (const { ip } of HOSTS.slice(0, 2)) {
      const service = createServer((_, response) => response.setHeader("content-type", "text/plain").end(METRICS));
      await new Promise<void>((resolve) => service.listen(SERVICE_PORT, ip, resolve));
      services.set(ip, service);
    }
    for (const [path, content] of Object.entries(configuration())) {
      await mkdir(dirname(join(dir, path)), { recursive: true });
      await writeFile(join(dir, path), content);
    }
    processes.start(tools?.alertmanager ?? "", [
      `--config.file=${join(dir, "alertmanager", "alertmanager.yml")}`,
      `--storage.path=${join(dir, "alerts")}`,
      `--web.listen-address=127.0.0.1:${ports.alertmanager}`,
      "--cluster.listen-address=",
    ]);
    processes.start(tools?.prometheus ?? "", [
      `--config.file=${join(dir, "prometheus", "prometheus.yml")}`,
      `--storage.tsdb.path=${join(dir, "data")}`,
      `--web.listen-address=127.0.0.1:${ports.prometheus}`,
      "--rules.alert.resend-delay=15s",
    ]);
  });

  afterAll(async () => {
    await processes.endAll();
    slack.close();
    for (const service of services.values()) service.close();
    await rm(dir, { recursive: true, force: true, maxRetries: 5 });
  });

  /** A server's files, on the ports of this test, and with files in place of the look-ups. */
  function configuration(): Record<string, string> {
    const chosen = onEc2(settings);
    const [server] = serversOf(chosen.platform);
    if (!server) throw new Error("no server");
    const files = serverFiles({
      monitoring: assemble(ENVIRONMENT, chosen, endpointsOf(ENVIRONMENT, chosen)),
      platform: chosen.platform,
      server,
      dashboards: {},
      credentials: ["slack-webhook"],
    });
    const here = Object.entries(files).map(([path, content]): [string, string] => [
      path,
      content
        .replaceAll("127.0.0.1:9090", `127.0.0.1:${ports.prometheus}`)
        .replaceAll("127.0.0.1:9093", `127.0.0.1:${ports.alertmanager}`)
        .replaceAll("scheme: https", "scheme: http")
        .replaceAll("/run/tocsin/secrets", dir),
    ]);
    const all = Object.fromEntries(here);
    const found = withFiles(all["prometheus/prometheus.yml"] ?? "", HOSTS);
    const answers = Object.entries(found.answers).map(([path, content]) => [`prometheus/${path}`, content]);
    return { ...all, ...Object.fromEntries(answers), "prometheus/prometheus.yml": found.config };
  }

  async function query(expr: string): Promise<Record<string, string>[]> {
    const url = `http://127.0.0.1:${ports.prometheus}/api/v1/query?query=${encodeURIComponent(expr)}`;
    return queryAnswer.parse(await (await fetch(url)).json()).data.result.map(({ metric }) => metric);
  }

  test("are scraped with labels that their tags and the settings give", async () => {
    const up = 'up{job=~"node|service"} == 1';
    await within(
      60,
      async () => ((await query(up)).length === 5 ? true : undefined),
      async () => JSON.stringify(await query("up")),
    );
    const found = (await query(up)).map(({ __name__, ...labels }) => labels);
    const order = (labels: Record<string, string>) => `${labels.job} ${labels.instance}`;
    expect(found.sort((a, b) => (order(a) < order(b) ? -1 : 1))).toEqual([
      { job: "node", instance: "web-1", host: "web-1", service: "node", team: "shop" },
      { job: "node", instance: "web-2", host: "web-2", service: "node", team: "shop" },
      {
        job: "node",
        instance: "workers-ip-127-77-0-13",
        host: "workers-ip-127-77-0-13",
        service: "node",
        team: "orders",
      },
      { job: "service", instance: `web-1:${SERVICE_PORT}`, host: "web-1", service: "shop", team: "shop" },
      { job: "service", instance: `web-2:${SERVICE_PORT}`, host: "web-2", service: "cart", team: "cart" },
    ]);
  }, 90_000);

  test("are told once when one is taken away, within two minutes, and not by its services", async () => {
    const gone = HOSTS[1].ip;
    const exporter = exporters.get(gone);
    if (exporter) await ended(exporter);
    services.get(gone)?.closeAllConnections();
    services.get(gone)?.close();
    const told = () => slack.titles.filter((title) => /InstanceDown|cart|TargetDown/.test(title));
    const { seconds } = await within(
      120,
      async () => told().find((title) => title.includes("InstanceDown")),
      async () => `${slack.titles.join(", ")}; ${JSON.stringify(await query("ALERTS"))}`,
    );
    // Long enough for every alert of the service to fire as well, did its host not explain it.
    await sleep(75_000);
    expect(told().map((title) => title.replace(/^\[\w+:\d+\] /, ""))).toEqual(["InstanceDown · critical · node"]);
    expect(await query('ALERTS{alertname="ServiceDown"}')).toEqual([]);
    console.log(`a host that is gone is told after ${seconds.toFixed(1)} s`);
  }, 240_000);
});
