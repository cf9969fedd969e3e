// How hard Prometheus' garbage is collected.
import { expect, test } from "vitest";
import { garbagePercent } from "../../../components/prometheus";

test.each([
  [0, 20],
  [40_000, 20],
  [40_001, 40],
  [80_001, 75],
  [5_000_000, 75],
])("for %i series at %i %% of garbage", (series, percent) => {
  expect(garbagePercent(series)).toBe(percent);
});
