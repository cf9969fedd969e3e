// The benchmarks' block writer against the real Prometheus' own reader.
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import execa from "execa";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { writeBlock } from "../bench/tsdb/block";
import { crc32c } from "../bench/tsdb/crc32c";
import { toolsOrSkip } from "../support/tools";

const tools = toolsOrSkip("promtool");

describe.skipIf(!tools)("a block", () => {
  let data: string;
  beforeEach(async () => {
    data = await mkdtemp(join(tmpdir(), "block-"));
    // promtool looks for it.
    await mkdir(join(data, "wal"));
  });
  afterEach(() => rm(data, { recursive: true }));

  /** The samples that Prometheus reads from the block, as `{labels} value time`. */
  const dumped = async () => {
    const { stdout } = await execa(tools?.promtool ?? "", ["tsdb", "dump", data]);
    return stdout.split("\n").filter(Boolean);
  };

  const VALUES = [0, 1, -1, 0.1, 1 / 3, 1e-300, 1e300, 12345.678, 2 ** 53, Number.POSITIVE_INFINITY, 7, 7, 7.5];

  test("reads as it was written: values of every kind, over several chunks, shared or not", async () => {
    const many = Float64Array.from({ length: 300 }, (_, index) => VALUES[index % VALUES.length] ?? 0);
    const other = Float64Array.from({ length: 300 }, (_, index) => index * 1.1);
    const size = writeBlock({
      data,
      startSeconds: 1_800_000_000,
      stepSeconds: 30,
      courses: [many, other],
      series: [
        { labels: { __name__: "up", job: "b", instance: "ü" }, course: 0 },
        { labels: { __name__: "up", job: "a" }, course: 0 },
        { labels: { __name__: "down", job: "a" }, course: 1 },
      ],
    });
    expect(size).toMatchObject({ series: 3, samples: 900 });
    const lines = await dumped();
    const of = (labels: string, values: Float64Array) =>
      [...values].map((value, index) => `${labels} ${value} ${(1_800_000_000 + 30 * index) * 1000}`);
    const read = lines.map((line) => {
      const [, labels = "", value = "", time] = /^(\{.*\}) (\S+) (\d+)$/.exec(line) ?? [];
      return `${labels} ${Number(value.replace("+Inf", "Infinity"))} ${time}`;
    });
    expect(read.sort()).toEqual(
      [
        ...of('{__name__="up", instance="ü", job="b"}', many),
        ...of('{__name__="up", job="a"}', many),
        ...of('{__name__="down", job="a"}', other),
      ].sort(),
    );
  });

  test("is refused where two series are one", () => {
    const twice = { labels: { __name__: "up" }, course: 0 };
    expect(() =>
      writeBlock({ data, startSeconds: 0, stepSeconds: 30, courses: [new Float64Array(2)], series: [twice, twice] }),
    ).toThrow(/Two series/);
  });
});

test("the checksum is Castagnoli's", () => {
  expect(crc32c(Buffer.from("123456789"))).toBe(0xe3069283);
  expect(crc32c(Buffer.alloc(32))).toBe(0x8a9136aa);
});
