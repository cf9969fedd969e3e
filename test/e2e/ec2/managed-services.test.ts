// Databases, caches and tasks of an account, found by the real Prometheus as a server's own configuration has it look, and asked
// through exporters that only write down what they are asked. AWS' answers are the test's own.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import execa from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { endpointsOf } from "../../../components/ec2";
import { prometheusFile } from "../../../components/ec2/servers/server-files";
import { serversOf } from "../../../components/ec2/topology/server";
import { assemble } from "../../../components/monitoring";
import { settingsWith } from "../../components/ec2/registered";
import { freePorts } from "../../support/ports";
import { toolsOrSkip } from "../../support/tools";
import { Processes, within } from "../processes";
import { awsAnswering } from "./aws-answers";

const tools = toolsOrSkip("prometheus");

/** What looks with the credentials of nobody where AWS' answers are the test's. */
const lookingAt = (aws: number) => ({
  ...{ AWS_ENDPOINT_URL: `http://127.0.0.1:${aws}`, AWS_CA_BUNDLE: "" },
  ...{ AWS_ACCESS_KEY_ID: "testing", AWS_SECRET_ACCESS_KEY: "testing", AWS_EC2_METADATA_DISABLED: "true" },
});

const targetsAnswer = z.object({
  data: z.object({
    activeTargets: z.array(z.object({ labels: z.record(z.string(), z.string()), scrapeUrl: z.string() })),
  }),
});

describe.skipIf(!tools)("what AWS runs for an environment", () => {
  const processes = new Processes();
  const servers: Server[] = [];
  const asked = new Set<string>();
  let dir: string;
  let ports: Record<"aws" | "prometheus" | "databases" | "caches", number>;
  let unknown: string[];

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), "tocsin-managed-"));
    ports = await freePorts("aws", "prometheus", "databases", "caches");
    const aws = await awsAnswering(ports.aws);
    servers.push(aws.server);
    unknown = aws.unknown;
    for (const port of [ports.databases, ports.caches]) {
      const exporter = createServer(({ url = "" }, response) => {
        const { pathname, searchParams } = new URL(url, "http://exporter");
        asked.add(`${pathname} ${searchParams.get("target")}`);
        response.setHeader("content-type", "text/plain").end("exporter_up 1\n");
      });
      await new Promise<void>((resolve) => exporter.listen(port, "127.0.0.1", resolve));
      servers.push(exporter);
    }
    await writeFile(join(dir, "prometheus.yml"), configuration());
    processes.start(
      tools?.prometheus ?? "",
      [
        `--config.file=${join(dir, "prometheus.yml")}`,
        `--storage.tsdb.path=${join(dir, "data")}`,
        `--web.listen-address=127.0.0.1:${ports.prometheus}`,
      ],
      lookingAt(ports.aws),
    );
  });

  afterAll(async () => {
    await processes.endAll();
    for (const server of servers) server.close();
    await rm(dir, { recursive: true, force: true, maxRetries: 5 });
  });

  /** A server's own, with the exporters on the ports of this test. */
  function configuration(): string {
    const settings = settingsWith(
      {
        discovery: {
          services: {
            postgres: { from: "rds", port: ports.databases },
            redis: { from: "elasticache", port: ports.caches },
            nodejs: { from: "ecs", port: 9464 },
          },
        },
        downloads: { versions: { prometheus: "3.15.0" } },
        exporters: [],
        servers: { count: 1 },
      },
      { services: [] },
    );
    const [server] = serversOf(settings.platform);
    if (!server) throw new Error("no server");
    return prometheusFile({
      monitoring: assemble("dev", settings, endpointsOf("dev", settings)),
      platform: settings.platform,
      server,
      dashboards: {},
      credentials: [],
    });
  }

  async function found(job: string): Promise<Record<string, string>[]> {
    const url = `http://127.0.0.1:${ports.prometheus}/api/v1/targets?state=active`;
    const { activeTargets } = targetsAnswer.parse(await (await fetch(url)).json()).data;
    return activeTargets
      .filter(({ labels }) => labels.job === job)
      .map(({ labels: { job: _, ...labels }, scrapeUrl }) => ({ ...labels, scrapeUrl: decodeURIComponent(scrapeUrl) }))
      .sort((a, b) => (String(a.scrapeUrl) < String(b.scrapeUrl) ? -1 : 1));
  }

  const foundWithin = (seconds: number, job: string, count: number) =>
    within(
      seconds,
      async () => ((await found(job)).length >= count ? await found(job) : undefined),
      async () => `${JSON.stringify(await found(job))}; not answered: ${unknown.join(", ")}`,
    );

  test("is found in clusters of RDS by the tags of cluster and database, and asked by an exporter", async () => {
    const { answer } = await foundWithin(60, "postgres", 2);
    const probe = `http://127.0.0.1:${ports.databases}/probe?target=postgresql://`;
    expect(answer).toEqual([
      {
        instance: "orders-1.example.internal:5432",
        service: "orders",
        team: "payments",
        scrapeUrl: `${probe}orders-1.example.internal:5432/postgres?sslmode=require`,
      },
      {
        instance: "orders-2.example.internal:5432",
        service: "reports",
        team: "payments",
        scrapeUrl: `${probe}orders-2.example.internal:5432/postgres?sslmode=require`,
      },
    ]);
  }, 90_000);

  test("is found in ElastiCache, with or without servers, and asked over TLS where it speaks TLS", async () => {
    const { answer } = await foundWithin(60, "redis", 3);
    const scrape = `http://127.0.0.1:${ports.caches}/scrape?target=`;
    expect(answer.map(({ service, team, scrapeUrl }) => [service, team, scrapeUrl])).toEqual([
      ["drafts", "platform", `${scrape}redis://drafts.example.internal:6379`],
      ["carts", "platform", `${scrape}rediss://carts.example.internal:6379`],
      ["sessions", "platform", `${scrape}rediss://sessions.example.internal:6379`],
    ]);
  }, 90_000);

  test("is found in ECS by the tags of its service, and scraped itself while it runs", async () => {
    const { answer } = await foundWithin(60, "nodejs", 1);
    expect(answer).toEqual([
      { instance: "10.0.1.21:9464", service: "web", team: "shop", scrapeUrl: "http://10.0.1.21:9464/metrics" },
    ]);
  }, 90_000);

  test("is asked of the exporters as they take it, and AWS for nothing that it does not know", async () => {
    await within(
      60,
      async () => (asked.size >= 5 ? true : undefined),
      () => [...asked].join(", "),
    );
    expect([...asked].sort()).toEqual([
      "/probe postgresql://orders-1.example.internal:5432/postgres?sslmode=require",
      "/probe postgresql://orders-2.example.internal:5432/postgres?sslmode=require",
      "/scrape redis://drafts.example.internal:6379",
      "/scrape rediss://carts.example.internal:6379",
      "/scrape rediss://sessions.example.internal:6379",
    ]);
    expect(unknown).toEqual([]);
  }, 90_000);
});

test.skipIf(!tools)(
  "a task in a group of its own ends the Prometheus that is deployed, so that the settings refuse to look for tasks with it",
  async () => {
    const dir = await mkdtemp(join(tmpdir(), "tocsin-tasks-"));
    const ports = await freePorts("aws", "prometheus");
    const { server } = await awsAnswering(ports.aws, "batch");
    const config = join(dir, "prometheus.yml");
    await writeFile(
      config,
      "scrape_configs: [{ job_name: tasks, aws_sd_configs: [{ role: ecs, region: eu-central-1 }] }]\n",
    );
    const { exitCode, stderr } = await execa(
      tools?.prometheus ?? "",
      [
        `--config.file=${config}`,
        `--storage.tsdb.path=${dir}/data`,
        `--web.listen-address=127.0.0.1:${ports.prometheus}`,
      ],
      { env: lookingAt(ports.aws), reject: false, timeout: 60_000 },
    );
    server.close();
    await rm(dir, { recursive: true, force: true });
    expect(stderr).toContain("panic: runtime error: index out of range");
    expect(exitCode).toBe(2);
  },
  90_000,
);
