// A Prometheus with the history of an estate: what its targets showed, and what the rules recorded of it.
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { metricsIn } from "../../../components/promql";
import { ruleSetOf } from "../../../infra/commands/backtest/rules";
import { freePort } from "../../support/ports";
import { Prometheus } from "../shared/prometheus";
import type { BlockSize } from "../tsdb/block";
import type { Estate } from "./estate";
import { Courses, type Recorded, writeHistory } from "./history";

export interface Database {
  /** For a Prometheus: the database is in `data`. */
  folder: string;
  size: BlockSize;
  recorded: number;
}

/** Nothing is scraped. */
export const QUIET_CONFIG = "global: {}\n";

/** What the rules are tried on to see which series they record: enough for those that want an hour before. */
const TRIED_ON = { seconds: 9_000, step: 30 };

/** Makes the database: the folder is new. */
export async function makeDatabase(
  prometheus: string,
  folder: string,
  estate: Estate,
  courses: Courses,
): Promise<Database> {
  const recorded = await recordedBy(prometheus, join(folder, "tried"), estate, courses.span.endSeconds);
  rmSync(join(folder, "tried"), { recursive: true });
  const size = writeHistory(newDatabase(folder), courses, estate.targets, recorded);
  return { folder, size, recorded: recorded.length };
}

/**
 * The series that the rules record, with their values at a time, as Prometheus itself computes them: first those of raw
 * series, then those of these, and so on. It is not asked for every moment of a week, which takes hours.
 */
async function recordedBy(prometheus: string, folder: string, estate: Estate, at: number): Promise<Recorded[]> {
  const courses = new Courses({ startSeconds: at - TRIED_ON.seconds, endSeconds: at, stepSeconds: TRIED_ON.step });
  const waiting = new Map(ruleSetOf(estate.monitoring).recordings);
  const recordings = estate.monitoring.groups.flatMap((group) => group.recordings);
  const times = new Set(recordings.filter(({ unit }) => unit === "timestamp").map(({ record }) => record));
  const known: Recorded[] = [];
  while (waiting.size > 0) {
    const ready = [...waiting].filter(([record, expr]) =>
      metricsIn(expr).every((name) => name === record || !waiting.has(name)),
    );
    if (ready.length === 0) throw new Error(`These recordings read each other: ${[...waiting.keys()].join(", ")}`);
    writeHistory(newDatabase(folder), courses, estate.targets, known);
    const reader = await Prometheus.start({ prometheus, folder, port: await freePort(), config: QUIET_CONFIG });
    try {
      for (const [record, expr] of ready) {
        for (const { labels, value } of await reader.series(expr, at)) {
          known.push({
            labels: { ...labels, __name__: record },
            value: Number.isFinite(value) ? value : 0,
            isTime: times.has(record),
          });
        }
        waiting.delete(record);
      }
    } finally {
      await reader.stop();
    }
  }
  return known;
}

function newDatabase(folder: string): string {
  const data = join(folder, "data");
  rmSync(data, { recursive: true, force: true });
  mkdirSync(join(data, "wal"), { recursive: true });
  return data;
}
