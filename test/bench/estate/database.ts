// A Prometheus with the history of an estate: what its targets showed, and what the rules recorded of it.
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { inlined } from "../../../infra/commands/backtest/inline";
import { ruleSetOf } from "../../../infra/commands/backtest/rules";
import { freePort } from "../shared/ports";
import { Prometheus } from "../shared/prometheus";
import type { BlockSize } from "../tsdb/block";
import type { Estate } from "./estate";
import { type Courses, type Recorded, writeHistory } from "./history";

export interface Database {
  /** For a Prometheus: the database is in `data`. */
  folder: string;
  size: BlockSize;
  raw: number;
  recorded: number;
}

/** Nothing is scraped. */
export const QUIET_CONFIG = "global: {}\n";

/**
 * Makes the database. Prometheus itself tells which series the rules record, at the history's end; it is not asked for
 * every moment before, which takes hours.
 */
export async function makeDatabase(
  prometheus: string,
  folder: string,
  estate: Estate,
  courses: Courses,
): Promise<Database> {
  const data = join(folder, "data");
  mkdirSync(join(data, "wal"), { recursive: true });
  const raw = writeHistory(data, courses, estate.targets);
  const reader = await Prometheus.start({ prometheus, folder, port: await freePort(), config: QUIET_CONFIG });
  const recorded = await recordedAt(reader, estate, courses.span.endSeconds).finally(() => reader.stop());
  rmSync(data, { recursive: true });
  mkdirSync(join(data, "wal"), { recursive: true });
  const size = writeHistory(data, courses, estate.targets, recorded);
  return { folder, size, raw: raw.series, recorded: recorded.length };
}

async function recordedAt(prometheus: Prometheus, { monitoring }: Estate, at: number): Promise<Recorded[]> {
  const { recordings } = ruleSetOf(monitoring);
  const found: Recorded[] = [];
  for (const record of recordings.keys()) {
    const expr = inlined(record, { recordings, replace: () => true, intervalSeconds: 300 });
    for (const { labels, value } of await prometheus.series(expr, at)) {
      found.push({ labels: { ...labels, __name__: record }, value: Number.isFinite(value) ? value : 0 });
    }
  }
  return found;
}
