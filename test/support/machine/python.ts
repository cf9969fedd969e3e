// Python programs that tests check with: a virtual environment for each version, in the tool cache.
import { existsSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import execa from "execa";
import { messageOf } from "../../../components/error-text";
import { cacheFolder, prepareCacheFolder } from "../../../components/host/tools/cache";
import { readEnvironment } from "../../../components/host/tools/environment";

/** Installing takes a minute or two on a busy machine. */
export const PYTHON_TIMEOUT_MS = 300_000;

/**
 * The Python that has a package, such as `parliament==1.6.4`; undefined where there is no Python or the package cannot be had, and
 * then the test is to be skipped. With CI=true it throws instead.
 */
export async function pythonWith(requirement: string, ...beside: string[]): Promise<string | undefined> {
  const folder = cacheFolder(readEnvironment(), "python");
  const venv = join(folder, requirement.replace("==", "-"));
  const python = join(venv, "bin", "python");
  if (existsSync(python)) return python;
  try {
    await prepareCacheFolder(folder);
    // A venv knows its own path: it is made in place, and only what is whole has the name that is looked for.
    const scratch = mkdtempSync(`${venv}.`);
    try {
      await execa("python3", ["-m", "venv", scratch]);
      await execa(join(scratch, "bin", "python"), ["-m", "pip", "install", "--quiet", requirement, ...beside]);
      if (!existsSync(venv)) renameSync(scratch, venv);
    } finally {
      rmSync(scratch, { recursive: true, force: true });
    }
    return python;
  } catch (error) {
    const message = `${requirement} is missing (${messageOf(error).split("\n")[0]})`;
    if (process.env.CI === "true") throw new Error(message);
    console.warn(`Tests are skipped: ${message}`);
    return undefined;
  }
}
