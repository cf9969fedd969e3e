// What alerts on hosts read, held against the flags that each platform starts its exporters with: by the real exporter.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { hostSetup } from "../../../components/ec2/hosts/host-setup";
import { NODE_EXPORTER_FLAGS } from "../../../components/local/parts";
import { metricsIn } from "../../../components/promql";
import { type Alert, expressionsOf } from "../../../components/rules";
import { mixinNamed } from "../../../infra/commands/check-exposition";
import { Processes, within } from "../../e2e/processes";
import { freePorts } from "../../support/ports";
import { toolsOrSkip } from "../../support/tools";

const tools = toolsOrSkip("node-exporter");
const projectFile = (path: string) => readFileSync(join(__dirname, "../../..", path), "utf8");

/** The flags that a unit of a host on EC2 starts its exporter with. */
function onEc2(name: string): string[] {
  const { files } = hostSetup({
    ...{ os: "debian", architecture: "amd64", region: "eu-central-1", exporters: ["node", "container"] },
    ...{ downloads: { versions: {}, checksums: {} }, networks: [], dataExporters: [], isNew: false },
  });
  const unit = files.find(({ path }) => path.endsWith(`/${name}.service`))?.content ?? "";
  const [, line = ""] = /^ExecStart=\S+ (.*)$/m.exec(unit) ?? [];
  return line.split(" ");
}

/** What the chart's values add to its own flags, which name folders and filesystems only. */
const inCluster = z
  .looseObject({ "prometheus-node-exporter": z.looseObject({ extraArgs: z.array(z.string()).default([]) }) })
  .parse(parse(projectFile("test/golden/staging/values-stack.yaml")))["prometheus-node-exporter"].extraArgs;

const FLAGS: Readonly<Record<string, readonly string[]>> = {
  local: NODE_EXPORTER_FLAGS,
  ec2: onEc2("node_exporter").filter((flag) => !flag.startsWith("--web.")),
  kubernetes: inCluster,
};

/** Alerts that Tocsin's own exporter cannot give anything to: the platform's page says so. */
const NEVER: Readonly<Record<string, readonly string[]>> = {
  local: ["NodeSystemdServiceFailed", "NodeSystemdServiceCrashlooping", "NodeTextFileCollectorScrapeError"],
  ec2: [],
  kubernetes: ["NodeSystemdServiceFailed", "NodeSystemdServiceCrashlooping", "NodeTextFileCollectorScrapeError"],
};

/** The collectors of what this machine may not have: their metrics, as they begin. */
const PERHAPS_NOT_HERE = [
  ["node_bonding_", "bonding"],
  ["node_md_", "mdadm"],
  ["node_nf_conntrack_", "conntrack"],
  ["node_vmstat_oom_kill", "vmstat"],
  ["node_systemd_", "systemd"],
] as const;

/** Metrics that are missing, or say nothing, without a flag of their own. */
const FLAG_OF: Readonly<Record<string, RegExp>> = {
  node_systemd_service_restart_total: /^--collector\.systemd\.enable-restarts-metrics$/,
  node_textfile_scrape_error: /^--collector\.textfile\.directory=./,
};

/** The exporter's own metrics that the alert's expressions read, through recordings as well. */
function readBy(alert: Alert): string[] {
  const { catalogue, recordings } = mixinNamed("node");
  const recorded = new Map(recordings.map(({ record, expr }) => [record, expr]));
  const metrics = (text: string): string[] =>
    metricsIn(text).flatMap((name) => (recorded.has(name) ? metrics(recorded.get(name) ?? "") : [name]));
  const own = new Set(catalogue.metrics.map(({ name }) => name));
  return [...new Set(expressionsOf(alert).flatMap(metrics))].filter((name) => own.has(name));
}

describe.skipIf(!tools)("an alert on hosts", () => {
  const processes = new Processes();
  afterAll(() => processes.endAll());

  const namesIn = (text: string) => new Set([...text.matchAll(/^(\w+)[{ ]/gm)].map(([, name = ""]) => name));

  /** The collectors that run with these flags, with the metrics that each shows. */
  async function shown(flags: readonly string[]): Promise<Map<string, Set<string>>> {
    const { port } = await freePorts("port");
    processes.start(tools?.["node-exporter"] ?? "", [`--web.listen-address=127.0.0.1:${port}`, ...flags]);
    const get = async (query = "") => (await fetch(`http://127.0.0.1:${port}/metrics${query}`)).text();
    const { answer } = await within(20, get, () => flags.join(" "));
    const enabled = [...answer.matchAll(/^node_scrape_collector_success\{collector="(\w+)"\}/gm)];
    const collectors = new Map<string, Set<string>>();
    for (const [, name = ""] of enabled) collectors.set(name, namesIn(await get(`?collect[]=${name}`)));
    return collectors;
  }

  test.each(Object.keys(FLAGS))("has its collectors on %s, or the platform's page says that it has not", async (on) => {
    const flags = FLAGS[on] ?? [];
    const collectors = await shown(flags);
    expect(collectors.size).toBeGreaterThan(20);
    const isThere = (metric: string) => {
      if (FLAG_OF[metric] && !flags.some((flag) => FLAG_OF[metric]?.test(flag))) return false;
      if ([...collectors.values()].some((names) => names.has(metric))) return true;
      const [, collector] = PERHAPS_NOT_HERE.find(([start]) => metric.startsWith(start)) ?? [];
      return collector !== undefined && collectors.has(collector);
    };
    const { alerts } = mixinNamed("node");
    const blind = alerts.filter((alert) => !readBy(alert).every(isThere)).map(({ name }) => name);
    expect(blind).toEqual(NEVER[on]);
    const page = projectFile(`docs/platforms/${on}.md`);
    expect(blind.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });
});

describe("an alert on containers", () => {
  /** cAdvisor's kinds of metrics, by how the names of theirs begin that alerts read. */
  const KINDS = [
    ["container_cpu_", "cpu"],
    ["container_memory_", "memory"],
    ["container_fs_", "disk"],
    ["container_oom_events_", "oom_event"],
  ] as const;

  test("reads no kind of metrics that EC2's cAdvisor leaves out", () => {
    const { alerts, recordings, catalogue } = mixinNamed("container");
    const texts = [...alerts.flatMap((alert) => [...expressionsOf(alert)]), ...recordings.map(({ expr }) => expr)];
    const read = new Set(texts.flatMap((text) => [...metricsIn(text)]));
    const scraped = catalogue.metrics.map(({ name }) => name).filter((name) => read.has(name));
    const kinds = scraped.flatMap((name) => KINDS.flatMap(([start, kind]) => (name.startsWith(start) ? [kind] : [])));
    expect(new Set(kinds).size).toBe(KINDS.length);
    const [leftOut = ""] = onEc2("cadvisor").flatMap((flag) => /^--disable_metrics=(.*)$/.exec(flag)?.[1] ?? []);
    expect(leftOut.split(",").length).toBeGreaterThan(5);
    expect(kinds.filter((kind) => leftOut.split(",").includes(kind))).toEqual([]);
  });
});
