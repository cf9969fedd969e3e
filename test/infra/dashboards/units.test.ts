// Values as Grafana writes them.
import { describe, expect, test } from "vitest";
import { GRAFANA_UNIT } from "../../../components/dashboards";
import type { Unit } from "../../../components/rules";
import { format } from "../../../infra/dashboards/page/format";
import { unitOf } from "../../../infra/dashboards/units";

const NOW = 1_800_000_000;

const WRITTEN: Record<Unit, [number, string][]> = {
  seconds: [
    [0, "0 s"],
    [2.5e-9, "2.5 ns"],
    [0.000_042, "42 µs"],
    [0.2071, "207 ms"],
    [59.94, "59.9 s"],
    [60, "1 min"],
    [5400, "1.5 h"],
    [86_400, "1 days"],
    [-90, "-1.5 min"],
  ],
  bytes: [
    [0, "0 B"],
    [1023, "1023 B"],
    [1024, "1 KiB"],
    [1.5 * 1024 ** 3, "1.5 GiB"],
  ],
  bytesPerSecond: [[640 * 1024, "640 KiB/s"]],
  ratio: [
    [0, "0%"],
    [0.2346, "23.5%"],
    [1, "100%"],
    [0.000_61, "0.061%"],
  ],
  count: [
    [0, "0"],
    [-0, "0"],
    [0.5, "0.5"],
    [999, "999"],
    [1500, "1.5 K"],
    [2_500_000, "2.5 Mil"],
  ],
  requestsPerSecond: [
    [1.993, "1.99 req/s"],
    [2690, "2.69K req/s"],
  ],
  perSecond: [
    [1.993, "1.99 ops/s"],
    [2690, "2.69K ops/s"],
  ],
  timestamp: [
    [(NOW - 3 * 3600) * 1000, "3 hours ago"],
    [(NOW + 2 * 86_400) * 1000, "in 2 days"],
  ],
  dollars: [
    [0.227, "$0.227"],
    [-1500, "-$1.5K"],
  ],
  boolean: [
    [0, "False"],
    [1, "True"],
  ],
};

describe.each(Object.entries(WRITTEN))("values in %s", (unit, cases) => {
  test.each(cases)("%d is %s", (value, text) => {
    expect(format(unit as Unit, value, NOW)).toBe(text);
  });

  test("keep what is not finite", () => {
    const texts = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    expect(texts.map((value) => format(unit as Unit, value, NOW))).toEqual(["NaN", "+Inf", "-Inf"]);
  });

  test("are those that dashboards call so", () => {
    expect(unitOf(GRAFANA_UNIT[unit as Unit])).toBe(unit);
  });
});

test("a unit that is none of ours is a plain count", () => {
  expect(unitOf("lengthmi")).toBe("count");
  expect(unitOf(undefined)).toBe("count");
});
