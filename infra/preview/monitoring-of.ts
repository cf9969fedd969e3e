// What watches an environment, as data: as the working tree has it, and as any commit has it.
import { mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import execa from "execa";
import type { Monitoring } from "../../components/monitoring";
import { STACKS } from "../../stacks";
import { PROJECT_DIR } from "../program";
import { readStackFile, settingsInFile } from "../settings";

/** This file's neighbour, which every commit that can be compared has. */
const PRINT = join("infra", "preview", "print.ts");

/** As the working tree has it. Throws a `SettingsError` with every problem of the settings. */
export async function monitoringOf(environment: string, projectDir = PROJECT_DIR): Promise<Monitoring> {
  const settings = settingsInFile(await readStackFile(projectDir, environment));
  // A preview says the same on every machine, whatever is installed there.
  return STACKS[settings.platform.kind].monitoring(settings, { environment, runtime: "native" });
}

/**
 * As a commit has it, rendered by that commit's own code; undefined where the commit does not have the environment.
 * Throws where there is no such commit, where it is older than this comparison, or with what its program says.
 */
export async function monitoringAt(ref: string, environment: string): Promise<Monitoring | undefined> {
  const commit = await git("rev-parse", "--verify", "--quiet", `${ref}^{commit}`).catch(() => undefined);
  if (!commit) throw new Error(`There is no commit "${ref}" here; fetch it first (git fetch), or name another.`);
  if (!(await has(commit, `Pulumi.${environment}.yaml`))) return undefined;
  if (!(await has(commit, PRINT))) {
    throw new Error(
      `${ref} is older than this comparison, and cannot say what watches ${environment}; name a later one.`,
    );
  }
  const tree = await mkdtemp(join(tmpdir(), "tocsin-preview-"));
  try {
    await git("worktree", "add", "--detach", "--force", tree, commit);
    await symlink(join(PROJECT_DIR, "node_modules"), join(tree, "node_modules"));
    const { stdout } = await execa(process.execPath, ["--import", "tsx", PRINT, environment], { cwd: tree });
    return JSON.parse(stdout) as Monitoring;
  } finally {
    await rm(tree, { recursive: true, force: true });
    await git("worktree", "prune");
  }
}

const has = (commit: string, path: string) =>
  git("cat-file", "-e", `${commit}:${path}`).then(
    () => true,
    () => false,
  );

async function git(...args: string[]): Promise<string> {
  return (await execa("git", args, { cwd: PROJECT_DIR })).stdout;
}
