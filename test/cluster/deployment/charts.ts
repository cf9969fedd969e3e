// The charts that an environment of the tests is deployed from: the community's, where the folder CHARTS has them, else our own.
import { existsSync } from "node:fs";
import { cp, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { z } from "zod";
import type { House } from "../../e2e/house";

/** Those that an environment without a service of its own needs. */
const CHARTS = ["prometheus-operator-crds", "kube-prometheus-stack", "prometheus-blackbox-exporter"];

const OWN = join(__dirname, "..", "charts");

const chartFile = z.looseObject({
  dependencies: z.array(z.looseObject({ name: z.string() })).default([]),
});

/** Whose charts are used, in words. */
export const chartsOf = () => (process.env.CHARTS ? "the community's charts" : "the tests' own charts");

/** Copies the charts into the project, and has it take them from there. */
export async function writeCharts(house: House, crds: string): Promise<void> {
  const folder = join(house.dir, "charts");
  const from = process.env.CHARTS || OWN;
  await mkdir(folder);
  for (const chart of CHARTS) await copyChart(from, chart, folder);
  if (from === OWN) await writeDefinitions(crds, join(folder, "prometheus-operator-crds", "templates"));
  const file = join("components", "kubernetes", "charts.ts");
  const source = await readFile(join(house.dir, file), "utf8");
  const local = source
    .replace(/^ {2}chart,\n/m, `  chart: ${JSON.stringify(`${folder}/`)} + chart,\n`)
    .replaceAll(/^ {2}repositoryOpts: .*\n/gm, "");
  await house.write(file, local);
}

/**
 * Our own chart's definitions are those of the operator's module, without descriptions: with them, what Helm keeps of a release
 * would not fit into a Secret.
 */
async function writeDefinitions(crds: string, into: string): Promise<void> {
  await mkdir(into);
  for (const file of await readdir(crds)) {
    const text = JSON.stringify(parse(await readFile(join(crds, file), "utf8")), (key, value) =>
      key === "description" && typeof value === "string" ? undefined : value,
    );
    await writeFile(join(into, file), text);
  }
}

/** Copies a chart with those of the same folder that it depends on; one that is not there is left out. */
async function copyChart(charts: string, chart: string, into: string): Promise<void> {
  const copy = join(into, chart);
  await cp(join(charts, chart), copy, { recursive: true });
  const file = join(copy, "Chart.yaml");
  const described = chartFile.parse(parse(await readFile(file, "utf8")));
  for (const { name } of described.dependencies) {
    const inside = join(copy, "charts", name);
    const beside = join(charts, name);
    if (!existsSync(inside) && existsSync(beside)) await cp(beside, inside, { recursive: true });
  }
  const dependencies = described.dependencies.filter(({ name }) => existsSync(join(copy, "charts", name)));
  await writeFile(file, stringify({ ...described, dependencies }));
}
