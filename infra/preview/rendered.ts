// What an environment comes to: what watches it, and the resources that deploy it, as data; of the working tree, and of
// any commit. Nothing is deployed, and no engine is needed.
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, stat, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import execa from "execa";
import type { Monitoring, Settings } from "../../components/monitoring";
import { IS_OWN_USER, ownModule, PACKAGE_DIR, PACKAGE_FILE, PROJECT_DIR } from "../folders";
import { git } from "../git";
import { kept } from "./kept";

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

const PRINT = ownModule("infra", "preview", "print");

/** As a commit of Tocsin's own repository has it. */
const PRINT_IN_TREE = relative(PACKAGE_DIR, PRINT);

/** As the working tree has it. Throws with what its program says. */
export const renderedOf = (environment: string): Promise<Rendered> => printed(environment, PROJECT_DIR, PRINT);

/**
 * As a commit has it; undefined where the commit does not have the environment. Tocsin's own repository is rendered by that
 * commit's own code, a user's by the Tocsin that is installed.
 * Throws where there is no such commit, where it is older than this comparison, or with what its program says.
 */
export async function renderedAt(ref: string, environment: string): Promise<Rendered | undefined> {
  const commit = await git("rev-parse", "--verify", "--quiet", `${ref}^{commit}`).catch(() => undefined);
  if (!commit) throw new Error(`There is no commit "${ref}" here; fetch it first (git fetch), or name another.`);
  if (!(await has(commit, `Pulumi.${environment}.yaml`))) return undefined;
  if (IS_OWN_USER && !(await has(commit, PRINT_IN_TREE))) {
    throw new Error(
      `${ref} is older than this comparison, and cannot say what watches ${environment}; name a later one.`,
    );
  }
  // The project may be a folder of a larger repository.
  const folder = (await git("rev-parse", "--show-prefix")).trim();
  const key = [commit, folder, environment, process.version, ...(await installed())];
  return await kept(key, saidBy, () => renderedIn(commit, folder, environment));
}

/** What is installed beside a commit's own code; and whose code renders it, where that is not the commit's. */
async function installed(): Promise<string[]> {
  const modules = await readFile(join(PROJECT_DIR, "node_modules", ".package-lock.json"), "utf8").catch(() => "");
  if (IS_OWN_USER) return [modules];
  return [modules, await readFile(PACKAGE_FILE, "utf8"), `${(await stat(PRINT)).mtimeMs}`];
}

async function renderedIn(commit: string, folder: string, environment: string): Promise<Rendered> {
  const tree = await mkdtemp(join(tmpdir(), "tocsin-preview-"));
  try {
    await git("worktree", "add", "--detach", "--force", tree, commit);
    const above = (await git("rev-parse", "--show-cdup")).trim();
    for (const [from, to] of new Map([
      [join(PROJECT_DIR, above), tree],
      [PROJECT_DIR, join(tree, folder)],
    ])) {
      const modules = join(from, "node_modules");
      if (existsSync(modules)) await symlink(modules, join(to, "node_modules"));
    }
    // What is compiled of this folder is never of use again.
    const once = { TSX_DISABLE_CACHE: "1" };
    return await printed(environment, join(tree, folder), IS_OWN_USER ? join(tree, PRINT_IN_TREE) : PRINT, once);
  } finally {
    await rm(tree, { recursive: true, force: true });
    await git("worktree", "prune");
  }
}

/** Rendered in a process of its own: mocks are global, and a commit's code is its own. */
async function printed(environment: string, dir: string, print: string, env = {}): Promise<Rendered> {
  const loader = print.endsWith(".ts") ? ["--import", "tsx"] : [];
  const child = await execa(process.execPath, [...loader, print, environment], { cwd: dir, reject: false, env });
  if (child.exitCode !== 0) throw new Error(child.stderr.trim() || `${print} ended with ${child.exitCode}`);
  return saidBy(child.stdout);
}

function saidBy(text: string): Rendered {
  const said = JSON.parse(text) as Rendered | Monitoring;
  return "monitoring" in said ? said : { monitoring: said };
}

const has = (commit: string, path: string) =>
  git("cat-file", "-e", `${commit}:./${path}`).then(
    () => true,
    () => false,
  );
