// Charts before a deployment: fetched once for each user and version, and laid where the provider finds them.
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import execa from "execa";
import { parse, stringify } from "yaml";
import { z } from "zod";
import { addEntry, cacheFolder, prepareCacheFolder } from "../../components/host/tools/cache";
import { type Environment, readEnvironment } from "../../components/host/tools/environment";
import { type Chart, LOCAL_CHARTS } from "../../components/kubernetes/charts/charts";
import type { KubernetesPlatform } from "../../components/monitoring";
import { proxyOf } from "../machine/proxy";
import { type Repository, repositoryAt } from "./repository";

const chartFile = z.looseObject({
  version: z.string(),
  dependencies: z.array(z.looseObject({ name: z.string() })).optional(),
});

interface Wanted {
  charts: readonly Chart[];
  /** The setting `platform.charts`. */
  source: KubernetesPlatform["charts"];
  projectDir: string;
}

/** How many charts lie in the project's folder, and how many of them had to be fetched. */
export interface Laid {
  charts: number;
  fetched: number;
}

/**
 * Lays charts into the project's folder for them, each in the version that is deployed. Undefined where a proxy is in between, by
 * which the provider fetches them itself.
 * Throws where one cannot be had.
 */
export async function layCharts(
  wanted: Wanted,
  environment: Environment = readEnvironment(),
): Promise<Laid | undefined> {
  const { charts, source, projectDir } = wanted;
  const folder = join(projectDir, LOCAL_CHARTS);
  await mkdir(folder, { recursive: true });
  const from = source?.from;
  const onDisk = from !== undefined && !/^(https|oci):/.test(from);
  const cache = cacheFolder(environment, "charts");
  if (!onDisk) {
    const urls = charts.map(({ repositoryOpts }) => (from ?? repositoryOpts.repo).replace(/^oci:/, "https:"));
    if (urls.some((url) => proxyOf(url, environment))) return undefined;
    await prepareCacheFolder(cache);
  }
  const repositories = new Map<string, Repository>();
  const login = await loginOf(source, environment);
  let fetched = 0;
  for (const chart of charts) {
    if (from !== undefined && onDisk) {
      await replace(join(folder, chart.chart), (to) => fromFolder(chart, folderOf(from, projectDir, environment), to));
      continue;
    }
    const url = from ?? chart.repositoryOpts.repo;
    const entry = `${chart.chart}-${chart.version}-${createHash("sha256").update(url).digest("hex").slice(0, 8)}`;
    if (!existsSync(join(cache, entry, "Chart.yaml"))) {
      const repository = repositories.get(url) ?? repositoryAt(url, login);
      repositories.set(url, repository);
      const archive = await repository.archive(chart);
      await addEntry(cache, entry, (scratch) => unpack(archive, chart, scratch));
      fetched += 1;
    }
    await replace(join(folder, chart.chart), (to) => cp(join(cache, entry), to, { recursive: true }));
  }
  return { charts: charts.length, fetched };
}

const folderOf = (from: string, projectDir: string, { home }: Environment) =>
  resolve(projectDir, from.replace(/^~(?=\/|$)/, home));

async function loginOf(source: KubernetesPlatform["charts"], { home }: Environment) {
  if (!source?.username || !source.passwordFile) return undefined;
  const file = source.passwordFile.replace(/^~(?=\/)/, home);
  const password = await readFile(file, "utf8").catch((error: Error) => {
    throw new Error(`platform.charts.passwordFile: ${file} cannot be read (${error.message})`);
  });
  return { username: source.username, password: password.trim() };
}

/** An archive has one folder, which bears the chart's name. */
async function unpack(archive: Buffer, { chart, version }: Chart, scratch: string): Promise<void> {
  const file = join(scratch, "chart.tgz");
  await writeFile(file, archive);
  await execa("tar", ["-xzf", file, "--strip-components=1", "-C", scratch]);
  await rm(file);
  await checkVersion(scratch, chart, version);
}

async function checkVersion(folder: string, chart: string, version: string): Promise<void> {
  const found = chartFile.parse(parse(await readFile(join(folder, "Chart.yaml"), "utf8"))).version;
  if (found === version) return;
  throw new Error(`The chart ${chart} is found as ${found}, but ${version} is deployed; get that one`);
}

/** As an archive, or as a folder; charts that it depends on may lie beside it instead of inside. */
async function fromFolder({ chart, version, repositoryOpts }: Chart, folder: string, to: string): Promise<void> {
  const archive = join(folder, `${chart}-${version}.tgz`);
  if (existsSync(archive)) {
    await mkdir(to);
    return unpack(await readFile(archive), { chart, version, repositoryOpts }, to);
  }
  if (!existsSync(join(folder, chart, "Chart.yaml"))) {
    const there = (await readdir(folder).catch(() => [])).join(", ") || "nothing";
    throw new Error(
      `platform.charts.from: ${folder} has neither ${chart}-${version}.tgz nor the folder ${chart}; there: ${there}`,
    );
  }
  await checkVersion(join(folder, chart), chart, version);
  await cp(join(folder, chart), to, { recursive: true });
  const described = chartFile.parse(parse(await readFile(join(to, "Chart.yaml"), "utf8")));
  const kept = [];
  for (const dependency of described.dependencies ?? []) {
    const inside = join(to, "charts", dependency.name);
    const beside = join(folder, dependency.name);
    if (!existsSync(inside) && existsSync(join(beside, "Chart.yaml"))) await cp(beside, inside, { recursive: true });
    // One that is nowhere is one that is switched off, such as the exporter for Windows; Helm would miss it all the same.
    const packed = (await readdir(join(to, "charts")).catch(() => [])).some((one) =>
      one.startsWith(`${dependency.name}-`),
    );
    if (existsSync(inside) || packed) kept.push(dependency);
  }
  if (kept.length === (described.dependencies ?? []).length) return;
  await writeFile(join(to, "Chart.yaml"), stringify({ ...described, dependencies: kept }));
  await rm(join(to, "Chart.lock"), { force: true });
}

/** Another deployment may be reading the old one: it is swapped, not written over. */
async function replace(place: string, make: (to: string) => Promise<void>): Promise<void> {
  const scratch = await mkdtemp(`${place}.`);
  try {
    await make(join(scratch, "new"));
    await rename(place, join(scratch, "old")).catch(() => undefined);
    await rename(join(scratch, "new"), place);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
