// Native histograms from a real client library (Go's), stored by a real Prometheus 3: what is recorded of them, the alert on their
// quantile, an objective at a bound that no bucket has, and the dashboard.
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { get } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { assemble } from "../../components/monitoring";
import { prometheusConfig, ruleFile } from "../../components/prometheus";
import { endpoints, settings } from "../support/environment";
import { prometheus3 } from "../support/machine/languages";
import { freePort } from "../support/ports";
import { Processes, within } from "./processes";
import { REAL_SERVICES } from "./services/services";

const SERVICE = "shop";
const EVERY_MS = 100;
/** Above the critical threshold of ServiceLatencyHigh, and above every bound of the service's objectives. */
const SLOW_MS = 3_000;
/** The largest that a bucket of the service's resolution (a factor of 1.1) is off. */
const OFF = 1.1;

/** Panels that need more than a minute or two of data, or metrics that this service has not. */
const EMPTY = [
  "Requests against usual",
  "Failures by reason",
  "Requests under way",
  "Time to answer what is under way",
];

const answer = z.object({
  data: z.object({
    result: z.array(
      z.object({
        metric: z.record(z.string(), z.string()),
        value: z.tuple([z.number(), z.string()]).optional(),
        histogram: z.tuple([z.number(), z.object({ count: z.string() })]).optional(),
      }),
    ),
  }),
  warnings: z.array(z.string()).optional(),
});

const rules = z.object({
  data: z.object({
    groups: z.array(z.object({ rules: z.array(z.object({ name: z.string(), lastError: z.string().optional() })) })),
  }),
});

describe("native histograms in Prometheus 3", () => {
  const processes = new Processes();
  const monitoring = (port: number) =>
    assemble(
      "test",
      settings({
        platform: {
          kind: "grafana",
          url: "https://grafana.example",
          auth: "a-token",
          dataSource: { uid: "prometheus" },
        },
        links: { runbook: "https://runbooks.example/{mixin}#{alert}" },
        notifications: { slack: { webhook: { file: "/webhook" } } },
        hosts: [],
        services: [
          {
            name: SERVICE,
            mixin: "service",
            targets: [`127.0.0.1:${port}`],
            options: {
              metrics: { duration: "http_request_duration_seconds", labels: { endpoint: "handler", status: "code" } },
              histograms: "native",
            },
            slos: [
              { kind: "latency", objective: 0.95, below: "333ms" },
              { kind: "availability", objective: 0.99 },
            ],
          },
        ],
      }),
      endpoints,
    );
  let folder = "";
  let url = "";
  let wait = 20;
  let traffic: NodeJS.Timeout;
  let watched: ReturnType<typeof monitoring>;
  let missing = "";

  const asked = async (expr: string) =>
    answer.parse(await (await fetch(`${url}/api/v1/query?query=${encodeURIComponent(expr)}`)).json());
  const numberOf = async (expr: string) => Number((await asked(expr)).data.result[0]?.value?.[1] ?? Number.NaN);
  const until = (seconds: number, expr: string, is: (value: number) => boolean) =>
    within(
      seconds,
      async () => {
        const value = await numberOf(expr);
        return is(value) ? value : undefined;
      },
      async () => `${expr} is ${await numberOf(expr)}`,
    ).then(({ answer: value }) => value);

  beforeAll(async () => {
    const [program, service] = [
      await prometheus3(),
      await REAL_SERVICES.find(({ name }) => name === "promhttp")?.command(),
    ];
    if ("missing" in program || !service || "missing" in service) {
      missing = [program, service].flatMap((one) => (one && "missing" in one ? [one.missing] : [])).join("; ");
      console.warn(`Tests are skipped: ${missing}`);
      return;
    }
    folder = await mkdtemp(join(tmpdir(), "native-"));
    const [port, own] = [await freePort(), await freePort()];
    url = `http://127.0.0.1:${own}`;
    watched = monitoring(port);
    const groups = watched.groups.filter(({ mixin }) => mixin === "service" || mixin === "slo");
    await mkdir(join(folder, "rules"));
    await Promise.all(groups.map((group) => writeFile(join(folder, "rules", `${group.name}.yml`), ruleFile(group))));
    const jobs = watched.jobs.filter(({ name }) => name.startsWith("service"));
    const config = prometheusConfig({ ...watched, jobs }, { alertmanagers: [], ruleFiles: ["rules/*.yml"] });
    await writeFile(join(folder, "prometheus.yml"), config);
    processes.start(service.command, [...service.args, String(port)]);
    processes.start(program.path, [
      `--config.file=${join(folder, "prometheus.yml")}`,
      `--storage.tsdb.path=${join(folder, "data")}`,
      `--web.listen-address=127.0.0.1:${own}`,
    ]);
    traffic = setInterval(() => {
      get(`http://127.0.0.1:${port}/orders?wait=${wait}`, (response) => response.resume()).on("error", () => undefined);
    }, EVERY_MS);
    await until(60, "service:http_request_duration_seconds:p99_rate1m", (value) => value > 0);
    // Prometheus is built the first time.
  }, 900_000);

  beforeEach(({ skip }) => skip(missing !== "", missing));

  afterAll(async () => {
    clearInterval(traffic);
    await processes.endAll();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  test("are stored as such, and no bucket beside them", async () => {
    const { data } = await asked("http_request_duration_seconds");
    expect(data.result).not.toEqual([]);
    for (const { histogram } of data.result) expect(Number(histogram?.[1].count)).toBeGreaterThan(0);
    expect((await asked("http_request_duration_seconds_bucket")).data.result).toEqual([]);
  });

  test("count the requests, and have the quantile", async () => {
    const rate = await until(60, "service:http_requests:rate1m", (value) => value > 5);
    expect(rate).toBeLessThan((1000 / EVERY_MS) * 1.2);
    expect(await numberOf("service:http_request_duration_seconds:p95_rate1m")).toBeGreaterThan(0.02 / OFF);
    expect(await numberOf("service:http_errors:ratio_rate1m")).toBe(0);
  });

  test("fill the dashboard, without a warning", async () => {
    const panels = watched.dashboards.find(({ uid }) => uid === "tocsin-service")?.rows.flatMap((row) => row.panels);
    const full = (panels ?? []).filter(({ title }) => !EMPTY.includes(title));
    expect(full.length).toBeGreaterThan(10);
    const answersOf = ({ queries }: (typeof full)[number]) =>
      Promise.all(
        Object.values(queries).map((query) => asked(query.replaceAll("$service", SERVICE).replace(/\$\w+/g, ".*"))),
      );
    const empty = async () => {
      const answers = await Promise.all(full.map(answersOf));
      return full.filter((_, at) => !answers[at]?.some(({ data }) => data.result.length > 0)).map(({ title }) => title);
    };
    // What is recorded of recordings comes with the next evaluation.
    await within(
      30,
      async () => ((await empty()).length === 0 ? true : undefined),
      async () => (await empty()).join(", "),
    );
    const warnings = (await Promise.all(full.map(answersOf))).flat().flatMap((one) => one.warnings ?? []);
    expect(warnings).toEqual([]);
  });

  test("judge an objective by a bound that no bucket has, and raise the alert on the quantile", async () => {
    expect(await until(30, 'slo:errors:rate5m{slo="latency-333ms"}', (value) => value >= 0)).toBeCloseTo(0, 1);
    wait = SLOW_MS;
    const fires = 'ALERTS{alertname="ServiceLatencyHigh",severity="critical",alertstate="firing"}';
    await until(90, fires, (value) => value === 1);
    const bad = 'slo:errors:rate5m{slo="latency-333ms"} / slo:events:rate5m{slo="latency-333ms"}';
    expect(await until(30, bad, (value) => value > 0.05)).toBeLessThanOrEqual(1);
    expect(await numberOf("service:http_request_duration_seconds:p95_rate1m")).toBeLessThan((SLOW_MS / 1000) * OFF);
    const { data } = rules.parse(await (await fetch(`${url}/api/v1/rules`)).json());
    expect(data.groups.flatMap((group) => group.rules).filter(({ lastError }) => lastError)).toEqual([]);
  }, 150_000);
});
