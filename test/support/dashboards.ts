// Every dashboard as Grafana gets it: those of each environment; of every mixin, with and without a choice of environments; and
// the runbooks.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { assemble, dashboardFiles, type Monitoring, runbookDashboards } from "../../components/monitoring";
import { settingsInFile } from "../../infra/settings";
import { stackOf } from "../../stacks";
import { endpoints, everyMixin } from "./environment";

const PROJECT = join(__dirname, "..", "..");

/** JSON by environment and file. */
export async function everyDashboard(): Promise<Map<string, string>> {
  const files = readdirSync(PROJECT).flatMap((file) => /^Pulumi\.(\w+)\.yaml$/.exec(file)?.[1] ?? []);
  const environments = await Promise.all(files.map(async (name) => [name, await monitoringOf(name)] as const));
  const every = assemble("local", everyMixin(), endpoints);
  return new Map([
    ...environments.flatMap(([name, monitoring]) => named(name, dashboardFiles(monitoring))),
    ...named("every mixin", dashboardFiles(every)),
    ...named("every mixin, among others", dashboardFiles(every, { environments: { chosen: "prod" } })),
    ...named("runbooks", runbookDashboards(every)),
  ]);
}

async function monitoringOf(environment: string): Promise<Monitoring> {
  const settings = settingsInFile(parse(readFileSync(join(PROJECT, `Pulumi.${environment}.yaml`), "utf8")));
  return (await stackOf(settings)).monitoring(settings, { environment, runtime: "native" });
}

const named = (name: string, files: Record<string, string>) =>
  Object.entries(files).map(([file, text]): [string, string] => [`${name}: ${file}`, text]);
