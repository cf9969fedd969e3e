// What the settings take over from Prometheus' own files, through promtool before anything is deployed: rule files, their unit
// tests, and plain scrape jobs.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import execa from "execa";
import { stringify } from "yaml";
import { ensureTool } from "../../components/host/tools";
import { definitionOf, type Settings } from "../../components/monitoring";
import { filesOf, readOwnRules } from "../own-rules";

/**
 * Throws with what promtool says of a file that it refuses, or of a test that fails.
 * @returns What was checked, in words.
 */
export async function checkOwnRules(
  settings: Pick<Settings, "rules">,
  projectDir: string,
  onProgress: (line: string) => void,
): Promise<string> {
  const groups = await readOwnRules(settings, projectDir);
  const tests = await filesOf(settings.rules.tests, "rules.tests", projectDir);
  const { path: promtool } = await ensureTool("promtool", { onProgress });
  const folder = await mkdtemp(join(tmpdir(), "tocsin-rules-"));
  try {
    for (const file of new Set(groups.map((group) => group.file))) {
      // A manifest is none of promtool's files; what it holds is.
      const own = join(folder, "rules.yml");
      await writeFile(own, stringify({ groups: groups.filter((group) => group.file === file).map(asRuleFile) }));
      await run(promtool, ["check", "rules", own], folder, `${file}: promtool refuses it`);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
  for (const file of tests) await run(promtool, ["test", "rules", file], projectDir, `${file}: a unit test fails`);
  const count = (number: number, one: string) => `${number} ${one}${number === 1 ? "" : "s"}`;
  return `${count(groups.length, "group")}, ${count(tests.length, "test file")}`;
}

/** Builds of Prometheus leave out ways of discovery; the one that will run may have it. */
const LEFT_OUT = /field (\w+_sd_configs) not found/;

/** Throws with what promtool says of `scrapeConfigs`. The files that they name are where Prometheus runs, and are not looked at. */
export async function checkPlainJobs(
  { scrapeConfigs, platform }: Pick<Settings, "scrapeConfigs" | "platform">,
  onProgress: (line: string) => void,
): Promise<string> {
  const { path: promtool } = await ensureTool("promtool", { onProgress });
  const runsHere = definitionOf(platform).onThisMachine(platform) !== undefined;
  const folder = await mkdtemp(join(tmpdir(), "tocsin-jobs-"));
  const check = async (job: object) => {
    await writeFile(join(folder, "prometheus.yml"), stringify({ scrape_configs: [job] }));
    return promtoolSays(promtool, ["check", "config", "--syntax-only", "prometheus.yml"], folder);
  };
  try {
    for (const [index, job] of scrapeConfigs.entries()) {
      let refused = await check(job);
      const unknown = LEFT_OUT.exec(refused ?? "")?.[1];
      if (unknown && !runsHere) refused = await check({ ...job, [unknown]: undefined });
      if (refused === undefined) continue;
      throw new Error(
        `scrapeConfigs[${index}] (${job.job_name}): promtool refuses it; nothing is deployed.\n${refused}`,
      );
    }
  } finally {
    await rm(folder, { recursive: true });
  }
  return `${scrapeConfigs.length} plain`;
}

const asRuleFile = ({ name, recordings, alerts }: Awaited<ReturnType<typeof readOwnRules>>[number]) => ({
  name,
  rules: [
    ...recordings.map(({ record, expr, adds }) => ({ record, expr, ...(adds && { labels: adds }) })),
    ...alerts.map(({ name: alert, expr, labels, annotations }) => ({ alert, expr, labels, annotations })),
  ],
});

async function run(promtool: string, args: string[], cwd: string, what: string): Promise<void> {
  const refused = await promtoolSays(promtool, args, cwd);
  if (refused !== undefined) throw new Error(`${what}; nothing is deployed.\n${refused}`);
}

/** What it objects to; undefined where it does not. */
async function promtoolSays(promtool: string, args: string[], cwd: string): Promise<string | undefined> {
  const { exitCode, all } = await execa(promtool, args, { cwd, reject: false, all: true });
  return exitCode === 0 ? undefined : (all ?? "");
}
