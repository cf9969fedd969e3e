// The charts that an environment of the tests is deployed from: the community's, where the folder CHARTS has them, else our own.
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { z } from "zod";

const OWN = join(__dirname, "..", "charts");

const chartFile = z.looseObject({
  dependencies: z.array(z.looseObject({ name: z.string() })).default([]),
});

/** The folder of the community's charts; undefined where the tests' own are used. */
export const communityCharts = () => process.env.CHARTS || undefined;

/** Copies a chart, with those of the same folder that it depends on; one that is not there is left out. */
export function copyChart(charts: string, chart: string, into: string): string {
  const copy = join(into, chart);
  mkdirSync(into, { recursive: true });
  cpSync(join(charts, chart), copy, { recursive: true });
  const file = join(copy, "Chart.yaml");
  const described = chartFile.parse(parse(readFileSync(file, "utf8")));
  const there = described.dependencies.filter(({ name }) => {
    const inside = join(copy, "charts", name);
    const beside = join(charts, name);
    if (!existsSync(inside) && existsSync(beside)) cpSync(beside, inside, { recursive: true });
    return existsSync(inside);
  });
  writeFileSync(file, stringify({ ...described, dependencies: there }));
  return copy;
}

/** Writes the charts into a folder, each ready to be installed from there. */
export function writeCharts(charts: readonly string[], crds: string, into: string): void {
  const from = communityCharts() ?? OWN;
  for (const chart of charts) copyChart(from, chart, into);
  // Our own has the definitions of the operator's module, which are not kept a second time.
  if (from === OWN) cpSync(crds, join(into, "prometheus-operator-crds", "files"), { recursive: true });
}
