// What an environment comes to: what watches it, and the resources that deploy it, as data; of the working tree, and of
// any commit. Nothing is deployed, and no engine is needed.
import { mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import execa from "execa";
import type { Monitoring, Settings } from "../../components/monitoring";
import { git } from "../git";
import { PROJECT_DIR } from "../program";

/** A resource with nothing secret in it. */
export interface Resource {
  /** Such as `aws:ec2/instance:Instance`. */
  type: string;
  name: string;
  id: string;
  inputs: Record<string, unknown>;
}

export interface Rendered {
  monitoring: Monitoring;
  limits?: Settings["limits"];
  /** Undefined where a version before this comparison rendered it. */
  resources?: readonly Resource[];
}

/** This file's neighbour, which every commit that can be compared has. */
const PRINT = join("infra", "preview", "print.ts");

/** As the working tree has it. Throws with what its program says. */
export const renderedOf = (environment: string): Promise<Rendered> => printed(environment, PROJECT_DIR);

/**
 * As a commit has it, rendered by that commit's own code; undefined where the commit does not have the environment.
 * Throws where there is no such commit, where it is older than this comparison, or with what its program says.
 */
export async function renderedAt(ref: string, environment: string): Promise<Rendered | undefined> {
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
    return await printed(environment, tree);
  } finally {
    await rm(tree, { recursive: true, force: true });
    await git("worktree", "prune");
  }
}

/** Rendered in a process of its own: mocks are global, and a commit's code is its own. */
async function printed(environment: string, dir: string): Promise<Rendered> {
  const child = await execa(process.execPath, ["--import", "tsx", PRINT, environment], { cwd: dir, reject: false });
  if (child.exitCode !== 0) throw new Error(child.stderr.trim() || `${PRINT} ended with ${child.exitCode}`);
  const said = JSON.parse(child.stdout) as Rendered | Monitoring;
  return "monitoring" in said ? said : { monitoring: said };
}

const has = (commit: string, path: string) =>
  git("cat-file", "-e", `${commit}:${path}`).then(
    () => true,
    () => false,
  );
