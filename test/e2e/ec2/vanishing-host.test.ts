// A host that discovery no longer finds, before a real Prometheus with the rules of `dev`: it is told as one that is down.
// Discovery by EC2 is replaced by a file.
import { mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { endpointsOf } from "../../../components/ec2";
import { assemble } from "../../../components/monitoring";
import { ruleFile, yaml } from "../../../components/prometheus";
import { DETECTION_BUDGET, NOTIFICATION_TIMING, seconds } from "../../../components/rules";
import { settingsWith } from "../../components/ec2/registered";
import { freePorts } from "../../support/ports";
import { toolsOrSkip } from "../../support/tools";
import { Processes, within } from "../processes";

const tools = toolsOrSkip("prometheus", "node-exporter");
const settings = settingsWith();
const monitoring = assemble("dev", settings, endpointsOf("dev", settings));

const answer = z.object({
  data: z.object({ result: z.array(z.object({ metric: z.record(z.string(), z.string()) })) }),
});

/** What is left of the budget when EC2 has been asked, for the longest time in between, and the group's wait is kept. */
const BUDGET =
  seconds(DETECTION_BUDGET.critical) -
  seconds(settings.platform.discovery.every) -
  seconds(NOTIFICATION_TIMING.critical.groupWait);

describe.skipIf(!tools)("a host that is no longer discovered", () => {
  const processes = new Processes();
  let dir: string;
  let ports: Record<"prometheus" | "node", number>;

  /** As EC2's discovery labels them. */
  async function discovered(...hosts: string[]): Promise<void> {
    const targets = hosts.map((host) => ({
      targets: [`127.0.0.1:${ports.node}`],
      labels: { host, instance: host, service: "node", team: "shop" },
    }));
    await writeFile(join(dir, "new.json"), JSON.stringify(targets));
    await rename(join(dir, "new.json"), join(dir, "hosts.json"));
  }

  async function labels(expr: string): Promise<Record<string, string>[]> {
    const response = await fetch(`http://127.0.0.1:${ports.prometheus}/api/v1/query?query=${encodeURIComponent(expr)}`);
    return answer.parse(await response.json()).data.result.map(({ metric }) => metric);
  }

  const firing = (host: string) => labels(`ALERTS{alertname="InstanceDown",alertstate="firing",host="${host}"}`);

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), "tocsin-vanishing-"));
    ports = await freePorts("prometheus", "node");
    const group = monitoring.groups.find(({ name }) => name === "node");
    const job = monitoring.jobs.find(({ name }) => name === "node");
    if (!group || !job) throw new Error("no hosts");
    await writeFile(join(dir, "rules.yml"), ruleFile(group));
    const config = {
      rule_files: ["rules.yml"],
      global: { evaluation_interval: monitoring.evaluationInterval },
      scrape_configs: [
        { job_name: "node", scrape_interval: job.interval, file_sd_configs: [{ files: [join(dir, "hosts.json")] }] },
      ],
    };
    await writeFile(join(dir, "prometheus.yml"), yaml(config));
    await discovered("web-1", "web-2");
    processes.start(tools?.["node-exporter"] ?? "", [
      `--web.listen-address=127.0.0.1:${ports.node}`,
      "--collector.disable-defaults",
      "--collector.time",
    ]);
    processes.start(tools?.prometheus ?? "", [
      `--config.file=${join(dir, "prometheus.yml")}`,
      `--storage.tsdb.path=${join(dir, "data")}`,
      `--web.listen-address=127.0.0.1:${ports.prometheus}`,
    ]);
    await within(
      60,
      async () => ((await labels('up{job="node"} == 1')).length === 2 ? true : undefined),
      () => "the hosts are not scraped",
    );
  });

  afterAll(async () => {
    await processes.endAll();
    await rm(dir, { recursive: true, force: true, maxRetries: 5 });
  });

  test("is told within the budget of what pages, by its name, and is over when it is found again", async () => {
    // `dev` names further hosts, which this file never has: that they fire says that the rules have been evaluated for a while.
    await within(
      60,
      async () => ((await firing("orders-db-1")).length === 1 ? true : undefined),
      () => "nothing is missed",
    );
    expect(await firing("web-1")).toEqual([]);
    await discovered("web-2");
    const { seconds: told } = await within(
      BUDGET,
      async () => ((await firing("web-1")).length > 0 ? true : undefined),
      async () => `up: ${JSON.stringify(await labels('up{job="node"}'))}`,
    );
    expect(await firing("web-1")).toMatchObject([
      { instance: "web-1", service: "node", team: "shop", severity: "critical" },
    ]);
    expect(await firing("web-2")).toEqual([]);
    await discovered("web-1", "web-2");
    // It fires on until what it inhibits has ended everywhere.
    const { seconds: over } = await within(
      120,
      async () => ((await firing("web-1")).length === 0 ? true : undefined),
      () => "it is not over",
    );
    console.log(
      `a host that vanished is told ${told.toFixed(1)} s after its last look, and over after ${over.toFixed(1)} s`,
    );
  });
});
