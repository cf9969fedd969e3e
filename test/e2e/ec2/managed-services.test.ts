// Databases, caches and tasks of an account, found by the real Prometheus as a server's own configuration has it look, and asked
// through exporters that only write down what they are asked. AWS' answers are the test's own.
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { endpointsOf } from "../../../components/ec2";
import { serverFiles } from "../../../components/ec2/servers/server-files";
import { serversOf } from "../../../components/ec2/topology/server";
import { assemble } from "../../../components/monitoring";
import { settingsWith } from "../../components/ec2/registered";
import { freePorts } from "../../support/ports";
import { toolsOrSkip } from "../../support/tools";
import { Processes, within } from "../processes";
import { awsAnswering } from "./aws-answers";

const tools = toolsOrSkip("prometheus");

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
    for (const [path, content] of Object.entries(configuration())) {
      await mkdir(dirname(join(dir, path)), { recursive: true });
      await writeFile(join(dir, path), content);
    }
    processes.start(
      tools?.prometheus ?? "",
      [
        `--config.file=${join(dir, "prometheus", "prometheus.yml")}`,
        `--storage.tsdb.path=${join(dir, "data")}`,
        `--web.listen-address=127.0.0.1:${ports.prometheus}`,
      ],
      {
        ...{ AWS_ENDPOINT_URL: `http://127.0.0.1:${ports.aws}`, AWS_CA_BUNDLE: "" },
        ...{ AWS_ACCESS_KEY_ID: "testing", AWS_SECRET_ACCESS_KEY: "testing", AWS_EC2_METADATA_DISABLED: "true" },
      },
    );
  });

  afterAll(async () => {
    await processes.endAll();
    for (const server of servers) server.close();
    await rm(dir, { recursive: true, force: true, maxRetries: 5 });
  });

  /** A server's files, with the exporters on the ports of this test. */
  function configuration(): Record<string, string> {
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
    return serverFiles({
      monitoring: assemble("dev", settings, endpointsOf("dev", settings)),
      platform: settings.platform,
      server,
      dashboards: {},
      credentials: [],
    });
  }

  async function found(job: string) {
    const url = `http://127.0.0.1:${ports.prometheus}/api/v1/targets?state=active`;
    const { activeTargets } = targetsAnswer.parse(await (await fetch(url)).json()).data;
    return activeTargets
      .filter(({ labels }) => labels.job === job)
      .map(({ labels: { job: _, ...labels }, scrapeUrl }) => ({ ...labels, scrapeUrl: decodeURIComponent(scrapeUrl) }))
      .sort((a, b) => (a.scrapeUrl < b.scrapeUrl ? -1 : 1));
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
