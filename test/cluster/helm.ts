// A chart rendered by Helm as a release would be, without a cluster.
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import execa from "execa";
import { parse, parseAllDocuments, stringify } from "yaml";
import { z } from "zod";
import { type AnyManifest, type ChartRelease, manifest } from "./environments";

const chartFile = z.looseObject({
  version: z.string(),
  dependencies: z.array(z.looseObject({ name: z.string() })).default([]),
});

/** The version of a chart as it lies in the folder. */
export const versionOf = (charts: string, chart: string) =>
  chartFile.parse(parse(readFileSync(join(charts, chart, "Chart.yaml"), "utf8"))).version;

/**
 * Renders a chart of the folder with a release's values. Charts that it depends on are taken from the same folder; one that is
 * not there, as nothing of it is switched on, is left out.
 */
export async function render(
  { HELM, CHARTS }: { HELM: string; CHARTS: string },
  { name, chart, namespace, values }: ChartRelease,
): Promise<AnyManifest[]> {
  const folder = mkdtempSync(join(tmpdir(), "tocsin-helm-"));
  try {
    const copy = join(folder, chart);
    cpSync(join(CHARTS, chart), copy, { recursive: true });
    const file = join(copy, "Chart.yaml");
    const described = chartFile.parse(parse(readFileSync(file, "utf8")));
    const there = described.dependencies.filter((one) => {
      const inside = join(copy, "charts", one.name);
      const beside = join(CHARTS, one.name);
      if (!existsSync(inside) && existsSync(beside)) cpSync(beside, inside, { recursive: true });
      return existsSync(inside);
    });
    writeFileSync(file, stringify({ ...described, dependencies: there }));
    const valuesFile = join(folder, "values.yaml");
    writeFileSync(valuesFile, stringify(values, { aliasDuplicateObjects: false }));
    const { stdout } = await execa(HELM, [
      "template",
      name,
      copy,
      `--namespace=${namespace}`,
      `--values=${valuesFile}`,
      "--skip-crds",
      "--kube-version=1.35.0",
      "--api-versions=monitoring.coreos.com/v1",
    ]);
    return parseAllDocuments(stdout).flatMap((document) => {
      const value: unknown = document.toJS();
      return value ? [manifest.parse(value)] : [];
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
