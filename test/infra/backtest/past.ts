// A real Prometheus on loopback that has a history and scrapes nothing.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import execa from "execa";
import { freePort } from "../../support/ports";

/** A series and its value at a time, in Unix seconds; undefined for none. */
export type Course = [series: string, value: (at: number) => number | undefined];

export interface Past {
  fromSeconds: number;
  toSeconds: number;
  /** By metric. */
  series: Record<string, Course[]>;
}

export interface Running {
  url: string;
  stop: () => Promise<void>;
}

const SAMPLE_EVERY_SECONDS = 30;

const READY_WITHIN_MS = 20_000;

/**
 * Starts Prometheus on blocks that promtool makes of this past.
 * @param flags More of its flags. Blocks have no marks where series end: they do after `--query.lookback-delta`.
 */
export async function start(
  tools: { prometheus: string; promtool: string },
  past: Past,
  flags: readonly string[] = [],
): Promise<Running> {
  const folder = await mkdtemp(join(tmpdir(), "backtest-"));
  const [data, samples, config] = ["data", "samples", "prometheus.yml"].map((name) => join(folder, name));
  if (!data || !samples || !config) throw new Error("no paths");
  await writeFile(samples, openMetrics(past));
  await writeFile(config, "global: {}\n");
  await execa(tools.promtool, ["tsdb", "create-blocks-from", "openmetrics", "--max-block-duration=48h", samples, data]);
  const address = `127.0.0.1:${await freePort()}`;
  const child = execa(
    tools.prometheus,
    [
      `--config.file=${config}`,
      `--storage.tsdb.path=${data}`,
      // The past is fixed, and gets older.
      "--storage.tsdb.retention.time=50y",
      `--web.listen-address=${address}`,
      ...flags,
    ],
    { all: true, reject: false },
  );
  let log = "";
  child.all?.on("data", (chunk: Buffer) => {
    log += chunk.toString();
  });
  const stop = async () => {
    child.kill();
    await child;
    await rm(folder, { recursive: true });
  };
  const url = `http://${address}`;
  for (const end = performance.now() + READY_WITHIN_MS; !(await isReady(url)); await sleep(50)) {
    if (performance.now() < end) continue;
    await stop();
    throw new Error(`Prometheus does not start: ${log}`);
  }
  return { url, stop };
}

const isReady = (url: string) =>
  fetch(`${url}/-/ready`).then(
    ({ ok }) => ok,
    () => false,
  );

function openMetrics({ fromSeconds, toSeconds, series }: Past): string {
  const lines: string[] = [];
  for (const [metric, courses] of Object.entries(series)) {
    lines.push(`# TYPE ${metric} gauge`);
    for (const [labels, value] of courses) {
      for (let at = fromSeconds; at <= toSeconds; at += SAMPLE_EVERY_SECONDS) {
        const sample = value(at);
        if (sample !== undefined) lines.push(`${metric}{${labels}} ${sample} ${at}`);
      }
    }
  }
  return [...lines, "# EOF", ""].join("\n");
}
