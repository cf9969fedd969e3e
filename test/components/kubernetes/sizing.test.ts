// Memory, CPU and disk from the forecast.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sizingOf } from "../../../components/kubernetes/charts/sizing";
import { cluster, watched } from "./clusters";

const small = watched(cluster());
const withSeries = (expected: number) => ({ ...small, forecast: { ...small.forecast, expected } });
const number = (quantity: string) => Number.parseFloat(quantity);

describe("what Prometheus asks for", () => {
  test("is what a million series need", () => {
    expect(sizingOf(withSeries(1_000_000))).toMatchObject({
      memory: "12032Mi",
      memoryLimit: "24064Mi",
      // 1.5 million series for 30 days at two bytes, and half as much again; a sample every 12 s, as jobs and rules have it.
      storage: "890Gi",
    });
  });

  test("grows with the series, and leaves room on the disk", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5_000_000 }), fc.integer({ min: 1, max: 5_000_000 }), (series, more) => {
        const [less, larger] = [sizingOf(withSeries(series)), sizingOf(withSeries(series + more))];
        expect(number(larger.memory)).toBeGreaterThanOrEqual(number(less.memory));
        expect(number(larger.storage)).toBeGreaterThanOrEqual(number(less.storage));
        expect(number(less.retentionSize)).toBeLessThanOrEqual(number(less.storage) * 1024 * 0.8);
      }),
    );
  });

  test("is what the settings say, where they say it", () => {
    expect(sizingOf(small, { storage: "200Gi", memory: "8Gi" })).toMatchObject({
      storage: "200Gi",
      memory: "8192Mi",
      memoryLimit: "16384Mi",
      retentionSize: "163840MB",
    });
  });
});
