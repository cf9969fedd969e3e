// What the real YACE writes of a CloudWatch that the test stands in for, as the real Prometheus reads it with a server's own configuration.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import type { Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { endpointsOf } from "../../../../components/ec2";
import { cloudwatchFile } from "../../../../components/ec2/hosts/cloudwatch-exporter";
import { prometheusFile } from "../../../../components/ec2/servers/server-files";
import { PORTS } from "../../../../components/ec2/topology/ports";
import { serversOf } from "../../../../components/ec2/topology/server";
import { SERVICE_MIXINS } from "../../../../components/mixins";
import { assemble } from "../../../../components/monitoring";
import { seriesNames } from "../../../../components/rules";
import { settingsWith } from "../../../components/ec2/registered";
import { freePorts } from "../../../support/ports";
import { toolsOrSkip } from "../../../support/tools";
import { Processes, within } from "../../processes";
import { cloudwatchAnswering } from "./answers";

const tools = toolsOrSkip("prometheus", "yace");

const settings = settingsWith(
  { cloudwatch: { loadBalancers: {}, rds: {}, sqs: {} }, exporters: [], servers: { count: 1 } },
  { services: [] },
);

const catalogue = SERVICE_MIXINS.cloudwatch?.build([{}]).catalogue.metrics ?? [];

const seriesAnswer = z.object({ data: z.array(z.record(z.string(), z.string())) });

describe.skipIf(!tools)("what CloudWatch knows", () => {
  const processes = new Processes();
  let dir: string;
  let ports: Record<"aws" | "yace" | "prometheus", number>;
  let aws: { server: Server; unknown: string[] };

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), "tocsin-cloudwatch-"));
    ports = await freePorts("aws", "yace", "prometheus");
    aws = await cloudwatchAnswering(ports.aws);
    await writeFile(join(dir, "yace.yml"), cloudwatchFile("dev", settings.platform) ?? "");
    await writeFile(
      join(dir, "prometheus.yml"),
      configuration().replaceAll(`127.0.0.1:${PORTS.cloudwatch}`, `127.0.0.1:${ports.yace}`),
    );
    const credentials = { AWS_ACCESS_KEY_ID: "testing", AWS_SECRET_ACCESS_KEY: "testing" };
    processes.start(
      tools?.yace ?? "",
      [`--listen-address=127.0.0.1:${ports.yace}`, `--config.file=${join(dir, "yace.yml")}`, "--scraping-interval=5"],
      { ...credentials, AWS_ENDPOINT_URL: `http://127.0.0.1:${ports.aws}`, AWS_EC2_METADATA_DISABLED: "true" },
    );
    processes.start(tools?.prometheus ?? "", [
      `--config.file=${join(dir, "prometheus.yml")}`,
      `--storage.tsdb.path=${join(dir, "data")}`,
      `--web.listen-address=127.0.0.1:${ports.prometheus}`,
    ]);
  }, 60_000);

  afterAll(async () => {
    await processes.endAll();
    aws.server.close();
    await rm(dir, { recursive: true, force: true, maxRetries: 5 });
  });

  function configuration(): string {
    const [server] = serversOf(settings.platform);
    if (!server) throw new Error("no server");
    const monitoring = assemble("dev", settings, endpointsOf("dev", settings));
    return prometheusFile({ monitoring, platform: settings.platform, server, dashboards: {}, credentials: [] });
  }

  /** Labels of the series of a job, without those that all of them have. */
  async function seriesOf(job: string) {
    const url = `http://127.0.0.1:${ports.prometheus}/api/v1/series?match[]={job="${job}"}`;
    const { data } = seriesAnswer.parse(await (await fetch(url)).json());
    return data.map(({ job: _, instance: __, ...labels }) => labels);
  }

  test("is read under the names and with the labels of the catalogue, and nothing else of AWS is", async () => {
    const names = catalogue.flatMap(seriesNames);
    expect(names.length).toBeGreaterThan(10);
    const missing = async () => {
      const found = await seriesOf("cloudwatch");
      return names.filter((name) => !found.some((labels) => labels.__name__ === name));
    };
    await within(
      150,
      async () => ((await missing()).length === 0 ? true : undefined),
      async () => `not read: ${await missing()}; not answered: ${aws.unknown.join(", ")}`,
    );
    const series = (await seriesOf("cloudwatch")).filter(({ __name__ = "" }) => /^aws_.*(?<!_info)$/.test(__name__));
    expect(
      [...new Set(series.map(({ __name__, ...labels }) => JSON.stringify(labels, Object.keys(labels).sort())))].sort(),
    ).toEqual([
      '{"resource":"app/web/50dc6c495c0c9188","service":"shop","target_group":"targetgroup/web/73e2d6bc24d8a067","team":"payments"}',
      '{"resource":"app/web/50dc6c495c0c9188","service":"shop","team":"payments"}',
      '{"resource":"orders","service":"orders","team":"payments"}',
      '{"resource":"orders-mail","service":"orders","team":"payments"}',
    ]);
    const known = new Set(names);
    expect(series.flatMap(({ __name__ = "" }) => (known.has(__name__) ? [] : [__name__]))).toEqual([]);
  }, 180_000);

  test("is asked for no more than the role may ask", () => {
    // The account's name, which only a label would have.
    expect(aws.unknown.filter((operation) => operation !== "ListAccountAliases")).toEqual([]);
  });
});
