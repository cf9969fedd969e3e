// A block of Prometheus' database, written as its format describes it. promtool makes blocks of text, at a few hundred bytes
// and microseconds a sample; a week of a hundred thousand series is two thousand million samples. So series that have the
// same values refer to the same chunks: each reads and decodes all its samples, but they are written once.
// https://github.com/prometheus/prometheus/tree/main/tsdb/docs/format

import { randomInt } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Bytes } from "./bytes";
import { SAMPLES_PER_CHUNK, writeChunk } from "./chunk";
import { type BlockSeries, indexOf } from "./index-file";

export type { BlockSeries } from "./index-file";

export interface BlockArgs {
  /** The database's folder. */
  data: string;
  /** Unix seconds of the first sample. */
  startSeconds: number;
  stepSeconds: number;
  /** The values over time, each of the same length. */
  courses: readonly Float64Array[];
  series: readonly BlockSeries[];
}

export interface BlockSize {
  series: number;
  samples: number;
  bytes: number;
}

/** Writes a block into a database. Throws where two series have the same labels. */
export function writeBlock(args: BlockArgs): BlockSize {
  const { data, startSeconds, stepSeconds, courses, series } = args;
  const ulid = newUlid();
  const folder = join(data, ulid);
  mkdirSync(join(folder, "chunks"), { recursive: true });
  const chunks = new Bytes(1 << 24);
  chunks.u32(0x85bd40dd);
  chunks.u32(0x01000000);
  const lists = courses.map((values) => writeCourse(chunks, values, startSeconds * 1000, stepSeconds * 1000));
  writeFileSync(join(folder, "chunks", "000001"), chunks.view());
  const index = indexOf(series, lists);
  writeFileSync(join(folder, "index"), index);
  const length = courses[0]?.length ?? 0;
  const meta = {
    ulid,
    minTime: startSeconds * 1000,
    maxTime: (startSeconds + (length - 1) * stepSeconds) * 1000 + 1,
    stats: {
      numSamples: series.length * length,
      numSeries: series.length,
      numChunks: series.length * Math.ceil(length / SAMPLES_PER_CHUNK),
    },
    compaction: { level: 1, sources: [ulid] },
    version: 1,
  };
  writeFileSync(join(folder, "meta.json"), JSON.stringify(meta));
  return { series: series.length, samples: meta.stats.numSamples, bytes: chunks.length + index.length };
}

/** Writes the chunks of a course, and answers what an index says of them: their number, times and places. */
function writeCourse(chunks: Bytes, values: Float64Array, startMs: number, stepMs: number): Uint8Array {
  const list = new Bytes(256);
  list.uvarint(Math.ceil(values.length / SAMPLES_PER_CHUNK));
  let before = { at: 0, end: 0 };
  for (let from = 0; from < values.length; from += SAMPLES_PER_CHUNK) {
    const part = values.subarray(from, from + SAMPLES_PER_CHUNK);
    const [begin, end] = [startMs + from * stepMs, startMs + (from + part.length - 1) * stepMs];
    const at = chunks.length;
    const content = new Bytes(2_048);
    writeChunk(content, begin, stepMs, part);
    chunks.uvarint(content.length);
    const encoding = chunks.length;
    chunks.u8(1);
    chunks.raw(content.view());
    chunks.checksum(encoding);
    if (from === 0) list.varint(begin);
    else list.uvarint(begin - before.end);
    list.uvarint(end - begin);
    if (from === 0) list.uvarint(at);
    else list.varint(at - before.at);
    before = { at, end };
  }
  return list.view().slice();
}

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

const newUlid = () => `01${Array.from({ length: 24 }, () => ALPHABET[randomInt(ALPHABET.length)]).join("")}`;
