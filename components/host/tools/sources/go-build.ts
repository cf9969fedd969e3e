// Builds a Go command from the module proxy: the source of last resort, where nobody offers a binary.
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { isAtLeast } from "../../../version-numbers";
import { executablesOnPath, run } from "../commands";
import type { Environment } from "../environment";
import { SourceError } from "../install";
import { narrate, type OnProgress } from "../progress";
import { printedBy, takeReplacements } from "./replacements";

/** A Go command at a released version. */
export interface GoCommand {
  /** Its name and release in progress lines, as in "promtool 3.5.0". */
  readonly what: string;
  /** What `go get` fetches: packages at tagged versions of their modules, such as `example.org/cmd/one@v0.305.0`. */
  readonly gets: readonly string[];
  /** Import path of its main package; without one, it is `source`. */
  readonly package?: string;
  /** A main package of its own, of one file. */
  readonly source?: string;
  /** String variables that the linker sets, by their full name. */
  readonly linkerVariables: Readonly<Record<string, string>>;
  /** Build tags. */
  readonly tags?: readonly string[] | undefined;
  readonly changed?: ModuleChange | undefined;
  /** A module with its version that only compiles with its own replacements of others. */
  readonly replacing?: string | undefined;
}

/** A module that is copied and changed before it is compiled. */
export interface ModuleChange {
  /** With its version, such as `github.com/prometheus/alertmanager@v0.34.2`. */
  readonly module: string;
  /** Packages of which only these files stay, by their folder. */
  readonly keeps?: Readonly<Record<string, readonly string[]>>;
  /** Files that it gets, by their path: what is in them. */
  readonly writes: Readonly<Record<string, string>>;
}

// From this version on, Go fetches by itself the newer toolchain that a module asks for.
const OLDEST_GO = "1.21.0";
const BUILD_MINUTES = 60;

/** Runs the go command in a module; throws a SourceError when it fails. */
export type GoStep = (args: string[], onLine?: (line: string) => void) => Promise<void>;

/**
 * The go command in a folder of the temporary folder of an install. What a killed build has compiled stays in Go's own cache and
 * is not compiled again. Throws a SourceError when Go is missing or too old.
 */
export async function openGoModule(folder: string, scratch: string, environment: Environment): Promise<GoStep> {
  const go = await findGo(environment);
  await mkdir(folder, { recursive: true });
  const variables = {
    // -buildvcs=false, GOWORK=off: the cache may lie inside a repository or workspace of the user's.
    GOFLAGS: "-mod=mod -buildvcs=false",
    GOWORK: "off",
    GO111MODULE: "on",
    CGO_ENABLED: "0",
    // Its temporary files are large: /tmp may be small, and would keep them after a kill.
    GOTMPDIR: folder,
  };
  return async (args, onLine) => {
    const options = { environment, cwd: folder, scratch, timeoutSeconds: BUILD_MINUTES * 60, variables, onLine };
    const result = await run(go, args, options);
    if (!result.ok) throw goFailure(`go ${args[0]}: ${result.failure}`);
  };
}

/**
 * Builds a command to the path `output` in the temporary folder of an install, from a module made for that: `go install`
 * refuses modules with replace directives. Throws a SourceError when Go is missing, too old, or fails.
 */
export async function buildGoCommand(
  command: GoCommand,
  scratch: string,
  output: string,
  environment: Environment,
  onProgress: OnProgress,
): Promise<void> {
  const [folder, copy] = [join(scratch, "module"), join(scratch, "changed")];
  const clean = () => Promise.all([folder, copy].map((one) => rm(one, { recursive: true, force: true })));
  // Another try may have ended here.
  await clean();
  const step = await openGoModule(folder, scratch, environment);
  await step(["mod", "init", "scratch"]);
  if (command.source !== undefined) await writeFile(join(folder, "main.go"), command.source);
  if (command.changed !== undefined) {
    await copyModule(command.changed.module, step, copy, environment);
    await changeModule(copy, command.changed);
    await step(["mod", "edit", `-replace=${command.changed.module}=${copy}`]);
  }
  if (command.replacing !== undefined) await takeReplacements(command.replacing, step);
  await narrate(`Fetching the source of ${command.what}`, onProgress, (detail) => {
    let modules = 0;
    return step(["get", ...command.gets], (line) => {
      if (line.startsWith("go: downloading")) detail(`${++modules} modules downloaded`);
    });
  });
  const set = Object.entries(command.linkerVariables).map(([name, value]) => `-X ${name}=${value}`);
  const tags = command.tags?.length ? ["-tags", command.tags.join(",")] : [];
  const flags = ["-trimpath", ...tags, "-ldflags", ["-s -w", ...set].join(" ")];
  const main = command.package ?? ".";
  const total = (await printedBy(step, ["list", "-deps", ...tags, main])).split("\n").length;
  await narrate(`Building ${command.what} with Go`, onProgress, (detail) => {
    let packages = 0;
    const count = () => detail(`${++packages} of ${total} packages compiled`);
    return step(["build", "-v", ...flags, "-o", join(scratch, output), main], count);
  });
  await clean();
}

async function changeModule(folder: string, { keeps = {}, writes }: ModuleChange): Promise<void> {
  for (const [inside, files] of Object.entries(keeps)) {
    const others = (await readdir(join(folder, inside)).catch(() => [])).filter(
      (name) => name.endsWith(".go") && !files.includes(name),
    );
    for (const name of others) await rm(join(folder, inside, name));
  }
  for (const [path, text] of Object.entries(writes)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

/** Copies a module, such as `github.com/prometheus/alertmanager@v0.34.2`, into a folder that does not exist yet. */
export async function copyModule(
  module: string,
  step: GoStep,
  folder: string,
  environment: Environment,
): Promise<void> {
  const printed = await printedBy(step, ["mod", "download", "-json", module]);
  const [, source] = printed.match(/"Dir":\s*"([^"]+)"/) ?? [];
  if (source === undefined) throw new SourceError(`go mod download does not say where ${module} is: ${printed}`);
  const copied = await run("cp", ["-R", source, folder], { environment, timeoutSeconds: 120 });
  // Go keeps its modules read-only.
  const writable = await run("chmod", ["-R", "u+w", folder], { environment, timeoutSeconds: 120 });
  if (!copied.ok || !writable.ok) throw new SourceError(`cp ${source}: ${copied.failure} ${writable.failure}`.trim());
}

async function findGo(environment: Environment): Promise<string> {
  const [go] = await executablesOnPath("go", environment);
  if (go === undefined) throw new SourceError("go is not on PATH", installGo());
  const { output, failure } = await run(go, ["version"], { environment, timeoutSeconds: 30 });
  const version = output.match(/go version go(\S+)/)?.[1];
  if (version === undefined) throw new SourceError(`${go} version: ${failure}`, installGo());
  if (!isAtLeast(version, OLDEST_GO)) {
    throw new SourceError(`${go} has version ${version}; ${OLDEST_GO} or newer is needed`, installGo());
  }
  return go;
}

function goFailure(message: string): SourceError {
  // go: …/pkg/v3@v3.245.0 requires go >= 1.25.8 (running go 1.24.1; GOTOOLCHAIN=local)
  return new SourceError(message, /requires go|toolchain not available/.test(message) ? installGo() : undefined);
}

function installGo(): string {
  if (process.platform === "darwin") return "brew install go";
  const machine = process.arch === "x64" ? "amd64" : process.arch;
  const archive = `"https://go.dev/dl/$(curl -fsSL 'https://go.dev/VERSION?m=text' | head -1).linux-${machine}.tar.gz"`;
  return [
    "sudo rm -rf /usr/local/go",
    `curl -fsSL ${archive} | sudo tar -C /usr/local -xz`,
    'export PATH="/usr/local/go/bin:$PATH"',
  ].join(" && ");
}
