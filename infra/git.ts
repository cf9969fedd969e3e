// The project's history.
import execa from "execa";
import { PROJECT_DIR } from "./folders";

/** Runs git in the project's folder and returns what it prints. Throws where it fails. */
export async function git(...args: string[]): Promise<string> {
  return (await execa("git", args, { cwd: PROJECT_DIR })).stdout;
}

/** Names of the main branch, the nearest to what a pull request is compared with first. */
const MAIN = ["origin/HEAD", "origin/main", "origin/master", "main", "master"];

/** The main branch; undefined where there is no history. */
export async function mainBranch(): Promise<string | undefined> {
  for (const ref of MAIN) {
    const found = await git("rev-parse", "--verify", "--quiet", `${ref}^{commit}`).catch(() => undefined);
    if (found) return ref;
  }
  return undefined;
}
