// Own rules through promtool, before anything is deployed: the rule files, and their unit tests.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import execa from "execa";
import { stringify } from "yaml";
import { ensureTool } from "../../components/host/tools";
import type { Settings } from "../../components/monitoring";
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

const asRuleFile = ({ name, recordings, alerts }: Awaited<ReturnType<typeof readOwnRules>>[number]) => ({
  name,
  rules: [
    ...recordings.map(({ record, expr, adds }) => ({ record, expr, ...(adds && { labels: adds }) })),
    ...alerts.map(({ name: alert, expr, labels, annotations }) => ({ alert, expr, labels, annotations })),
  ],
});

async function run(promtool: string, args: string[], cwd: string, what: string): Promise<void> {
  const { exitCode, all } = await execa(promtool, args, { cwd, reject: false, all: true });
  if (exitCode !== 0) throw new Error(`${what}; nothing is deployed.\n${all ?? ""}`);
}
