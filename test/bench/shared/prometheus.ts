// A real Prometheus on loopback, and what benchmarks ask it.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { startServer } from "./processes";

/** Nobody waits longer for a panel. */
export const QUERY_TIMEOUT_SECONDS = 30;

export interface PrometheusArgs {
  /** The executable. */
  prometheus: string;
  /** Takes the configuration, the log and, in `data`, the database, which may be there already. */
  folder: string;
  port: number;
  /** prometheus.yml. */
  config: string;
  /** Environment variables beside this process' own. */
  environment?: Readonly<Record<string, string>>;
  /** Rule files by name, beside prometheus.yml. */
  ruleFiles?: Readonly<Record<string, string>>;
}

const stats = z.object({ samples: z.object({ totalQueryableSamples: z.number() }) });
const seriesSchema = z.array(
  z.object({ metric: z.record(z.string(), z.string()), value: z.tuple([z.number(), z.string()]) }),
);
const answerSchema = z.discriminatedUnion("status", [
  z.object({ status: z.literal("success"), data: z.object({ result: z.array(z.unknown()), stats }) }),
  z.object({ status: z.literal("error"), errorType: z.string(), error: z.string() }),
]);
const groupsSchema = z.object({
  data: z.object({
    groups: z.array(
      z.object({
        name: z.string(),
        interval: z.number(),
        evaluationTime: z.number(),
        rules: z.array(
          z.object({
            name: z.string(),
            evaluationTime: z.number(),
            health: z.string(),
            lastError: z.string().optional(),
          }),
        ),
      }),
    ),
  }),
});
/** A group and its rules as they were last evaluated; times in seconds. */
export type EvaluatedGroup = z.infer<typeof groupsSchema>["data"]["groups"][number];

/** A query as a panel sends it: over a range with a step, or at one time; times in Unix seconds. */
export type Asked = { expr: string } & ({ at: number } | { from: number; to: number; step: number });

export interface Answer {
  seconds: number;
  /** Samples that the engine read. */
  samples: number;
  series: number;
  bytes: number;
  /** Why there is no answer: `timeout`, or the limit of samples in memory. */
  refused?: string;
}

export class Prometheus {
  private constructor(
    readonly url: string,
    readonly stop: () => Promise<void>,
  ) {}

  static async start({
    prometheus,
    folder,
    port,
    config,
    environment,
    ruleFiles = {},
  }: PrometheusArgs): Promise<Prometheus> {
    mkdirSync(join(folder, "data"), { recursive: true });
    writeFileSync(join(folder, "prometheus.yml"), config);
    for (const [name, text] of Object.entries(ruleFiles)) writeFileSync(join(folder, name), text);
    const url = `http://127.0.0.1:${port}`;
    const args = [
      `--config.file=${join(folder, "prometheus.yml")}`,
      `--storage.tsdb.path=${join(folder, "data")}`,
      "--storage.tsdb.retention.time=40d",
      `--query.timeout=${QUERY_TIMEOUT_SECONDS}s`,
      `--web.listen-address=127.0.0.1:${port}`,
      "--log.level=warn",
    ];
    const { stop } = await startServer(prometheus, args, url, join(folder, "log"), environment);
    return new Prometheus(url, stop);
  }

  /** The time and cost of one query; a refusal, such as of too many samples in memory, is an answer as well. */
  async ask(asked: Asked): Promise<Answer> {
    const begun = performance.now();
    const response = await this.post(asked);
    const text = await response.text();
    const seconds = (performance.now() - begun) / 1000;
    const answer = answerSchema.parse(JSON.parse(text));
    if (answer.status === "success") {
      const { result, stats } = answer.data;
      return { seconds, samples: stats.samples.totalQueryableSamples, series: result.length, bytes: text.length };
    }
    const limits = answer.errorType === "timeout" || answer.error.includes("too many samples");
    if (!limits) throw new Error(`${asked.expr}: ${answer.error}`);
    return {
      seconds,
      samples: 0,
      series: 0,
      bytes: 0,
      refused: answer.errorType === "timeout" ? "timeout" : "too many samples",
    };
  }

  /** The series of an expression at a time; now by default. */
  async series(expr: string, at?: number): Promise<{ labels: Record<string, string>; value: number }[]> {
    const response = await this.post({ expr, at: at ?? Date.now() / 1000 });
    const answer = answerSchema.parse(await response.json());
    if (answer.status === "error") throw new Error(`${expr.slice(0, 500)}: ${answer.error}`);
    return seriesSchema
      .parse(answer.data.result)
      .map(({ metric, value: [, value] }) => ({ labels: metric, value: Number(value) }));
  }

  /** What Prometheus says of itself: one value for each series of a metric, by the text of its labels. */
  async ownMetric(name: string): Promise<Map<string, number>> {
    const text = await (await fetch(`${this.url}/metrics`)).text();
    const lines = text.split("\n").flatMap((line) => {
      const [, labels = "", value] = new RegExp(`^${name}(?:\\{(.*)\\})? (\\S+)$`).exec(line) ?? [];
      return value === undefined ? [] : [[labels, Number(value)] as const];
    });
    return new Map(lines);
  }

  async ruleGroups(): Promise<EvaluatedGroup[]> {
    return groupsSchema.parse(await (await fetch(`${this.url}/api/v1/rules`)).json()).data.groups;
  }

  /** The errors of rules, a line each. */
  async brokenRules(): Promise<string[]> {
    return (await this.ruleGroups()).flatMap(({ rules }) =>
      rules.filter(({ health }) => health === "err").map(({ name, lastError }) => `${name}: ${lastError}`),
    );
  }

  private post(asked: Asked): Promise<Response> {
    const [path, times] =
      "at" in asked
        ? (["query", { time: String(asked.at) }] as const)
        : (["query_range", { start: String(asked.from), end: String(asked.to), step: String(asked.step) }] as const);
    return fetch(`${this.url}/api/v1/${path}`, {
      method: "POST",
      body: new URLSearchParams({ query: asked.expr, stats: "all", ...times }),
    });
  }
}
