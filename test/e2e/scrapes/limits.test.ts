// Scrapes at their limits, by the real Prometheus: what every recorded exporter shows is taken, and what is refused is named.
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { z } from "zod";
import { assemble, mixinsInUse } from "../../../components/monitoring";
import { prometheusConfig } from "../../../components/prometheus";
import { expressionsOf } from "../../../components/rules";
import { refusedIn } from "../../../infra/exposition/refused";
import { accessToPrometheus } from "../../../infra/running/prometheus-access";
import { targets } from "../../../infra/running/prometheus-api";
import { endpoints, settings } from "../../support/environment";
import { freePorts } from "../../support/ports";
import { toolsOrSkip } from "../../support/tools";
import { Processes, within } from "../processes";

const FIXTURES = join(__dirname, "..", "..", "fixtures", "exporters");
const tools = toolsOrSkip("prometheus");

const series = (labels: Record<string, string>) =>
  `container_cpu_usage_seconds_total{${Object.entries(labels)
    .map(([name, value]) => `${name}="${value}"`)
    .join(",")}} 1\n`;
const times = <T>(many: number, make: (index: number) => T) => Array.from({ length: many }, (_, index) => make(index));

/** As cAdvisor shows a container that Traefik, Compose and the image's maker have labelled, if it is let to. */
const LABELLED = Object.fromEntries(times(44, (index) => [`container_label_traefik_${index}`, "x"]));

/** What is over a limit, and what is said of it: which metric, which label, how much. */
const REFUSED: Readonly<Record<string, [exposition: string, ...said: string[]]>> = {
  "forty-four-labels": [series(LABELLED), "container_cpu_usage_seconds_total", "limit: 40"],
  "a-long-rule": [
    series({ container_label_traefik_rule: "x".repeat(600) }),
    "container_cpu_usage_seconds_total",
    "container_label_traefik_rule",
    "limit: 500",
  ],
  "a-long-name": [
    series({ [`container_label_${"x".repeat(130)}`]: "1" }),
    "container_cpu_usage_seconds_total",
    "container_label_xxx",
    "limit: 120",
  ],
  "twenty-thousand-samples": [times(20_001, (index) => `requests{user="${index}"} 1\n`).join(""), "sample limit"],
};

/** What Prometheus 2 reads as text and Prometheus 3 refuses; read where the settings say how. */
const UNTYPED = { blank: undefined, "a-page": "text/html" };
const READ = "read-as-text";

const answered = z.object({
  data: z.object({ result: z.array(z.object({ metric: z.object({ job: z.string() }) })) }),
});
/** A scrape job as it is rendered, without its targets. */
function firstJob(scrape: object) {
  const watched = assemble("e2e", settings({ services: [], scrape }), endpoints);
  const config = jobs.parse(parse(prometheusConfig(watched, { alertmanagers: [], ruleFiles: [] })));
  const { static_configs: _, relabel_configs: __, ...model } = config.scrape_configs[0] ?? { job_name: "" };
  return model;
}

const jobs = z.object({ scrape_configs: z.array(z.looseObject({ job_name: z.string() })) });

describe.skipIf(!tools)("a scrape", () => {
  const processes = new Processes();
  let dir: string;
  let server: Server;
  let url: string;
  let recorded: string[];

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), "tocsin-limits-"));
    // A cluster's own have other limits, and show their objects to a Prometheus of the operator's.
    recorded = (await readdir(FIXTURES))
      .filter((file) => !/^kube/.test(file))
      .map((file) => file.replace(/\.prom$/, ""));
    server = createServer(async (request, response) => {
      const name = request.url?.split("/")[1] ?? "";
      const [made] = REFUSED[name] ?? [];
      const untyped = Object.entries(UNTYPED).find(([one]) => name.startsWith(one));
      const type = untyped ? untyped[1] : "text/plain; version=0.0.4";
      if (type) response.setHeader("content-type", type);
      response.end(untyped ? "requests 1\n" : (made ?? (await readFile(join(FIXTURES, `${name}.prom`), "utf8"))));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const ports = await freePorts("prometheus");
    url = `http://127.0.0.1:${ports.prometheus}`;
    const model = firstJob({});
    expect(model).toMatchObject({ sample_limit: 20_000, label_limit: 40, label_value_length_limit: 500 });
    const asText = firstJob({ fallbackProtocol: "PrometheusText0.0.4" });
    const untyped = Object.keys(UNTYPED);
    const names = [...recorded, ...Object.keys(REFUSED), ...untyped, ...untyped.map((name) => `${name}-${READ}`)];
    const scrapes = names.map((name) => ({
      ...(name.endsWith(READ) ? asText : model),
      job_name: name,
      scrape_interval: "1s",
      scrape_timeout: "1s",
      metrics_path: `/${name}/metrics`,
      static_configs: [{ targets: [`127.0.0.1:${port}`] }],
    }));
    const itself = { job_name: "itself", scrape_interval: "1s", static_configs: [{ targets: [url.slice(7)] }] };
    await writeFile(join(dir, "prometheus.yml"), stringify({ scrape_configs: [...scrapes, itself] }));
    processes.start(tools?.prometheus ?? "", [
      `--config.file=${join(dir, "prometheus.yml")}`,
      `--storage.tsdb.path=${join(dir, "data")}`,
      `--web.listen-address=127.0.0.1:${ports.prometheus}`,
    ]);
    await within(
      60,
      async () => {
        const known = (await targets(url)).filter(({ health }) => health !== "unknown");
        return known.length === scrapes.length + 1 || undefined;
      },
      async () => JSON.stringify(await targets(url)),
    );
  });

  afterAll(async () => {
    await processes.endAll();
    server?.close();
    await rm(dir, { recursive: true, force: true, maxRetries: 5 });
  });

  test("of every recorded exporter is taken", async () => {
    const all = await targets(url);
    const of = (name: string) => all.find(({ scrapePool }) => scrapePool === name);
    expect(recorded.length).toBeGreaterThan(10);
    expect(recorded.map((name) => `${name} ${of(name)?.health} ${of(name)?.lastError}`)).toEqual(
      recorded.map((name) => `${name} up `),
    );
  });

  test.each(Object.entries(REFUSED))(
    "of %s is refused whole, and what was over the limit is named",
    async (name, [, ...said]) => {
      const refused = await refusedIn(await accessToPrometheus("local", settings(), url));
      const [found, ...others] = refused.filter(({ job }) => job === name);
      expect(others).toEqual([]);
      for (const word of said) expect(found?.reason).toContain(word);
      const answer = await fetch(
        `${url}/api/v1/query?query=${encodeURIComponent(`count({job="${name}",__name__!~"up|scrape_.*"})`)}`,
      );
      expect(await answer.json()).toMatchObject({ data: { result: [] } });
    },
  );

  test.each(Object.keys(UNTYPED))("of %s is refused with the setting that reads it, which does", async (name) => {
    const refused = await refusedIn(await accessToPrometheus("local", settings(), url));
    const [found] = refused.filter(({ job }) => job === name);
    expect(found?.reason).toMatch(/Content-Type.*set scrape\.fallbackProtocol: PrometheusText0\.0\.4/);
    const all = await targets(url);
    expect(all.find(({ scrapePool }) => scrapePool === `${name}-${READ}`)).toMatchObject({
      health: "up",
      lastError: "",
    });
    expect(await jobsOf(`requests{job=~"${name}.*"}`)).toEqual([`${name}-${READ}`]);
  });

  const jobsOf = async (expr: string): Promise<string[]> => {
    const answer = await fetch(`${url}/api/v1/query?query=${encodeURIComponent(expr)}`);
    const { data } = answered.parse(await answer.json());
    return data.result.map(({ metric }) => metric.job).sort();
  };

  test.each(["PrometheusLabelLimitHit", "PrometheusScrapeSampleLimitHit"])(
    "that is refused is named by %s, and no other is",
    async (name) => {
      const alerts = mixinsInUse(settings({ services: [] })).flatMap((mixin) => mixin.alerts);
      const [expr = ""] = alerts.filter((alert) => alert.name === name).flatMap(expressionsOf);
      // A counter has to be seen to move.
      const { answer: named } = await within(
        30,
        async () => {
          const found = await jobsOf(expr);
          return found.length > 0 ? found : undefined;
        },
        () => `${expr} finds nothing`,
      );
      expect(named).toEqual(Object.keys(REFUSED).sort());
    },
  );

  test("that is refused differs from a target that does not answer: its samples were read", async () => {
    expect(await jobsOf("up == 0 and scrape_samples_scraped > 0")).toEqual(Object.keys(REFUSED).sort());
  });
});
