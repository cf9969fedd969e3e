// Python programs that tests check with: a virtual environment for each version, in the tool cache.
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import execa from "execa";
import { messageOf } from "../../../components/error-text";
import { cacheFolder, prepareCacheFolder } from "../../../components/host/tools/cache";
import { readEnvironment } from "../../../components/host/tools/environment";

/** Installing takes a minute or two on a busy machine. */
export const PYTHON_TIMEOUT_MS = 300_000;

/** Which version each package has, as pip reads it. */
const VERSIONS = join(__dirname, "python-packages.txt");

/** A package as it is named in paths, `moto-5.2.5`. Throws where the table has no version of it. */
function pinned(requirement: string): string {
  const name = requirement.replace(/\[.*/, "");
  const line = readFileSync(VERSIONS, "utf8")
    .split("\n")
    .find((one) => one.startsWith(`${name}==`));
  if (!line) throw new Error(`${VERSIONS} has no version of ${name}; add ${name}==…`);
  return line.replace("==", "-");
}

/**
 * The Python that has packages of the table of versions, such as `parliament` or `moto[s3]`; undefined where there is no Python or
 * they cannot be had, and then the test is to be skipped. With CI=true it throws instead.
 */
export async function pythonWith(...packages: [string, ...string[]]): Promise<string | undefined> {
  const folder = cacheFolder(readEnvironment(), "python");
  const venv = join(folder, packages.map(pinned).join("_"));
  const python = join(venv, "bin", "python");
  if (existsSync(python)) return python;
  try {
    await prepareCacheFolder(folder);
    // A venv knows its own path: it is made in place, and only what is whole has the name that is looked for.
    const scratch = mkdtempSync(`${venv}.`);
    try {
      await execa("python3", ["-m", "venv", scratch]);
      const install = ["-m", "pip", "install", "--quiet", "--constraint", VERSIONS, ...packages];
      await execa(join(scratch, "bin", "python"), install);
      if (!existsSync(venv)) renameSync(scratch, venv);
    } finally {
      rmSync(scratch, { recursive: true, force: true });
    }
    return python;
  } catch (error) {
    const message = `${packages.join(", ")} is missing (${messageOf(error).split("\n")[0]})`;
    if (process.env.CI === "true") throw new Error(message);
    console.warn(`Tests are skipped: ${message}`);
    return undefined;
  }
}
