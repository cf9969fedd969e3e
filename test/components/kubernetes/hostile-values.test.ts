// Hostile texts in every text of a cluster's settings: each is refused, or a value that no chart and no Grafana reads as more than that.
import { describe, expect, test } from "vitest";
import { exporterChart } from "../../../components/kubernetes";
import { stackValues } from "../../../components/kubernetes/charts/values/stack";
import type { Settings } from "../../../components/monitoring";
import { leavesOf } from "./chart-keys";
import { cluster, EVERYTHING, stackArgs } from "./clusters";
import { PATHS, takenIn } from "./hostile";

/** Every value that the charts of these settings get. */
const textsOf = (settings: Settings) =>
  leavesOf([
    stackValues(stackArgs(settings)),
    ...settings.services.map(({ name, mixin, exporter }) => exporter && exporterChart(mixin, name, exporter).values),
  ]).flatMap(({ path, value }) => (typeof value === "string" ? [{ path, value }] : []));

const KNOWN = new Set(textsOf(cluster(...EVERYTHING)).map(({ value }) => value));

describe("hostile texts in a cluster's settings", () => {
  test.each(PATHS.map((path) => [path.join("."), path] as const))("are refused or harmless in %s", (_, path) => {
    for (const { settings } of takenIn(path))
      for (const { path: at, value } of textsOf(settings).filter((one) => !KNOWN.has(one.value))) {
        const where = `${at.join("/")}: ${JSON.stringify(value.slice(0, 80))}`;
        expect(value, where).not.toContain("{{");
        if (at.includes("grafana.ini")) expect(value, where).not.toMatch(/[\p{C}#;$]|^["`]/u);
      }
  });
});
