// Scrape jobs of services that are generated, of mixins beside a service's own, and of drills.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import execa from "execa";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { SERVICE_MIXINS } from "../../../../components/mixins";
import { assemble, type Endpoints, mixinsInUse } from "../../../../components/monitoring";
import { usesOf } from "../../../../components/monitoring/targets/uses";
import { prometheusConfig } from "../../../../components/prometheus";
import { seriesNames } from "../../../../components/rules";
import { endpoints, settings } from "../../../support/environment";
import { toolsOrSkip } from "../../../support/tools";

const GENERATOR = "127.0.0.1:5001";
const withGenerator = { ...endpoints, generator: GENERATOR };

const cache = { name: "cache", mixin: "redis", team: "data", host: "web-1", generated: true };
const bot = { name: "bot", mixin: "nodejs", generated: true, extraMixins: ["llm"] };
const api = {
  name: "api",
  mixin: "nodejs",
  targets: ["10.0.0.1:80", "10.0.0.2:80"],
  metricsPath: "/internal/metrics",
  extraMixins: ["service", "llm"],
};

const monitored = (services: object[], at: Endpoints = withGenerator) => assemble("local", settings({ services }), at);

const jobOf = (name: string, services: object[]) => {
  const { jobs } = monitored(services);
  const found = jobs.find((job) => job.name === name);
  if (!found) throw new Error(`no job ${name} among ${jobs.map((job) => job.name).join(", ")}`);
  return found;
};

describe("a generated service", () => {
  test("has a target for each that its mixin shows, at the generator, with the service's labels", () => {
    const at = (index: number) => ({
      address: GENERATOR,
      metricsPath: `/metrics/redis/${index}`,
      normal: index,
      labels: { instance: `cache-${index + 1}`, service: "cache", team: "data", host: "web-1" },
    });
    expect(jobOf("redis", [cache]).targets).toEqual([at(0), at(1)]);
  });

  test.each(Object.keys(SERVICE_MIXINS))("has targets with %s, whose alerts see a healthy one", (mixin) => {
    const chosen = settings({ services: [{ name: "made-up", mixin, generated: true }] });
    const built = mixinsInUse(chosen).find(({ name }) => name === mixin);
    const { jobs } = assemble("local", chosen, withGenerator);
    const targets = jobs.find(({ name }) => name === mixin)?.targets ?? [];
    expect(targets.length).toBeGreaterThan(0);
    expect(targets).toHaveLength(built?.normal.length ?? 0);
  });

  test("stands beside real ones of the same mixin", () => {
    const real = { name: "sessions", mixin: "redis", targets: ["10.0.0.3:9121"] };
    const { targets } = jobOf("redis", [cache, real]);
    expect(targets.map(({ address }) => address)).toEqual([GENERATOR, GENERATOR, "10.0.0.3:9121"]);
    expect(targets[2]).not.toHaveProperty("metricsPath");
  });
});

describe("a mixin beside a service's own", () => {
  test("reads the same targets in a job of its own, whose series say that they are of the mixin's job", () => {
    const own = jobOf("nodejs", [api]).targets;
    const beside = jobOf("llm-beside", [api]).targets;
    expect(own.map(({ address, metricsPath }) => [address, metricsPath])).toEqual([
      ["10.0.0.1:80", "/internal/metrics"],
      ["10.0.0.2:80", "/internal/metrics"],
    ]);
    expect(beside).toEqual(own.map((target) => ({ ...target, labels: { ...target.labels, job: "llm" } })));
  });

  test("is generated where the service is", () => {
    const targets = jobOf("llm-beside", [bot]).targets;
    expect(targets.map(({ address, metricsPath }) => [address, metricsPath])).toEqual([[GENERATOR, "/metrics/llm/0"]]);
    expect(targets[0]?.labels).toEqual({ job: "llm", instance: "bot-1", service: "bot", team: "platform" });
  });

  test("keeps the series of its catalogue, and leaves all others to the service's own job", () => {
    const config = parse(prometheusConfig(monitored([api]), { alertmanagers: [], ruleFiles: [] }));
    const jobs: { job_name: string; metric_relabel_configs?: { regex: string; action: string }[] }[] =
      config.scrape_configs;
    const relabelled = jobs.find((job) => job.job_name === "llm-beside")?.metric_relabel_configs;
    expect(relabelled?.slice(1)).toEqual([{ source_labels: ["__name__"], regex: expect.any(String), action: "keep" }]);
    // Prometheus anchors the expression at both ends.
    const kept = new RegExp(`^(?:${relabelled?.[1]?.regex})$`);
    const seriesOf = (mixin: string) => SERVICE_MIXINS[mixin]?.build([{}]).catalogue.metrics.flatMap(seriesNames) ?? [];
    const all = [...seriesOf("llm"), ...seriesOf("nodejs"), "up", "xllm_requests_total", "llm_requests_total_more"];
    expect(all.filter((name) => kept.test(name))).toEqual(seriesOf("llm"));
    expect(jobs.find((job) => job.job_name === "nodejs")?.metric_relabel_configs).toHaveLength(1);
  });

  test("has no job where nobody names it so", () => {
    const names = monitored([cache, { name: "spend", mixin: "llm", generated: true }]).jobs.map(({ name }) => name);
    expect(names).toContain("llm");
    expect(names.filter((name) => name.endsWith("-beside"))).toEqual([]);
  });

  test("is in use as if the service named it first, with its alerts and dashboards", () => {
    const { groups, dashboards } = monitored([bot]);
    expect(groups.map(({ name }) => name)).toEqual(expect.arrayContaining(["nodejs", "llm"]));
    expect(dashboards.map(({ uid }) => uid)).toContain("tocsin-llm");
  });
});

describe("the uses of a mixin", () => {
  test("are of the services that name it first with their options, and of others with its defaults", () => {
    const shop = { name: "shop", mixin: "service", targets: ["10.0.0.9:80"], options: { metrics: "http" } };
    const chosen = settings({ services: [api, shop, cache] });
    expect(usesOf("service", chosen).map(({ service, ...use }) => [service.name, use])).toEqual([
      ["api", { options: {}, beside: true }],
      ["shop", { options: { metrics: "http", histograms: "classic" }, beside: false }],
    ]);
    expect(usesOf("kafka", chosen)).toEqual([]);
  });
});

describe("the job of drills", () => {
  test("asks the generator for its targets, and has the same limits as any", () => {
    const drill = jobOf("drill", []);
    expect(drill).toMatchObject({ targets: [], discovery: { url: `http://${GENERATOR}/targets`, every: "5s" } });
    expect(drill.limits).toEqual(jobOf("prometheus", []).limits);
  });

  test("is not there where the platform has no generator", () => {
    const { jobs } = monitored([], endpoints);
    expect(jobs.filter(({ name, discovery }) => name === "drill" || discovery)).toEqual([]);
  });
});

const tools = toolsOrSkip("promtool");

test.skipIf(!tools)("what they become is a configuration that promtool takes", async () => {
  const monitoring = monitored([cache, bot, api]);
  expect(monitoring.jobs.map(({ name }) => name)).toEqual(
    expect.arrayContaining(["redis", "nodejs", "llm-beside", "service-beside", "drill"]),
  );
  const folder = await mkdtemp(join(tmpdir(), "jobs-"));
  try {
    const file = join(folder, "prometheus.yml");
    await writeFile(
      file,
      prometheusConfig(monitoring, { alertmanagers: ["127.0.0.1:9093"], ruleFiles: ["rules/*.yml"] }),
    );
    const { exitCode, all } = await execa(tools?.promtool ?? "", ["check", "config", file], {
      reject: false,
      all: true,
    });
    expect(exitCode, all).toBe(0);
  } finally {
    await rm(folder, { recursive: true });
  }
});
