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

/** A program of a module on the Go module proxy: its folder has the program's own name for it. */
async function goProgramOf(name: string, module: string, command: string, flags: readonly string[] = []): Promise<Had> {
  const program = command.split("/").at(-1) ?? command;
  const had = await filled("go", name, async (folder) => {
    const scratch = join(folder, "scratch");
    mkdirSync(scratch);
    writeFileSync(join(scratch, "go.mod"), "module scratch\n\ngo 1.26.0\n");
    const step = (args: readonly string[]) =>
      execa("go", [...args], { cwd: scratch, env: { GOFLAGS: "-mod=mod", CGO_ENABLED: "0" } });
    await step(["get", module]);
    await step(["build", ...flags, "-o", join(folder, program), command]);
    rmSync(scratch, { recursive: true });
  });
  return "path" in had ? { path: join(had.path, program) } : had;
}

/** A Prometheus that stores native histograms where a scrape asks for them: that of the cluster's, else built in some minutes. */
export async function prometheus3(): Promise<Had> {
  const path = join(cacheFolder(readEnvironment(), "tools"), "cluster", "stack-2", "bin", "prometheus");
  if (existsSync(path)) return { path };
  // Without the tag, the kits of three clouds are compiled.
  const module = "github.com/prometheus/prometheus";
  return goProgramOf("prometheus-3.14.0", `${module}@v0.314.0`, `${module}/cmd/prometheus`, ["-tags=remove_all_sd"]);
}

/** Pulumi's host of programs in YAML, the newest that the module proxy has; built in a minute or two the first time. */
export function pulumiYaml(): Promise<Had> {
  const module = "github.com/pulumi/pulumi-yaml";
  return goProgramOf("pulumi-yaml-1.25.0", `${module}@v1.25.0`, `${module}/cmd/pulumi-language-yaml`);
}
