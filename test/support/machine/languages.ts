// Packages of other registries that tests run real services with: installed once for each set of versions, in the tool cache.
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { cp } from "node:fs/promises";
import { join } from "node:path";
import execa from "execa";
import { messageOf } from "../../../components/error-text";
import { cacheFolder, prepareCacheFolder } from "../../../components/host/tools/cache";
import { readEnvironment } from "../../../components/host/tools/environment";

/** What a test was looking for: its path, or why it cannot be had. */
export type Had = { path: string } | { missing: string };

/** A folder that is filled once and then stays as it is. */
async function filled(kind: string, name: string, fill: (folder: string) => Promise<unknown>): Promise<Had> {
  const parent = cacheFolder(readEnvironment(), kind);
  const folder = join(parent, name);
  if (existsSync(folder)) return { path: folder };
  await prepareCacheFolder(parent);
  const scratch = mkdtempSync(`${folder}.`);
  try {
    await fill(scratch);
    if (!existsSync(folder)) renameSync(scratch, folder);
    return { path: folder };
  } catch (error) {
    return { missing: messageOf(error).split("\n")[0] ?? "" };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** A folder with these packages of npm in its `node_modules`. @param packages With their versions: `express@5.1.0`. */
export async function nodeWith(name: string, packages: readonly string[]): Promise<Had> {
  return filled("node", name, async (folder) => {
    writeFileSync(join(folder, "package.json"), "{}");
    await execa("npm", ["install", "--prefix", folder, "--no-audit", "--no-fund", "--ignore-scripts", ...packages]);
  });
}

/** The program of a Go module, built by the `go` on PATH. @param source The folder of go.mod. */
export async function goProgram(name: string, source: string): Promise<Had> {
  const had = await filled("go", name, async (folder) => {
    mkdirSync(join(folder, "source"));
    await cp(source, join(folder, "source"), { recursive: true });
    const env = { GOFLAGS: "-mod=mod", CGO_ENABLED: "0" };
    await execa("go", ["build", "-o", join(folder, "service"), "."], { cwd: join(folder, "source"), env });
  });
  return "path" in had ? { path: join(had.path, "service") } : had;
}
