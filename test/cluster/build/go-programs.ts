// Programs built together from one scratch module, so that what they share is compiled once.
import { cp, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { openGoModule } from "../../../components/host/tools/sources/go-build";
import type { Maker } from "./recipe";

/** One run of the compiler. */
export interface GoBuild {
  /** Import paths of the programs. */
  readonly packages: readonly string[];
  readonly flags?: readonly string[];
  /** String variables that the linker sets, by their full name. */
  readonly linkerVariables?: Readonly<Record<string, string>>;
}

/** A scratch module and the programs built from it. */
export interface GoPrograms {
  /** Modules with the versions that are fetched, such as `github.com/prometheus/node_exporter@v1.12.1`. */
  readonly modules: readonly string[];
  /** Modules held at a version whatever others ask for, such as `k8s.io/api`: `v0.36.3`. */
  readonly pins: Readonly<Record<string, string>>;
  readonly builds: readonly GoBuild[];
  /** A folder with main packages of our own, which are part of the scratch module `scratch`. */
  readonly sources?: string;
}

/** Builds the programs into `bin` of the entry's folder. */
export async function buildGoPrograms(programs: GoPrograms, scratch: string, maker: Maker): Promise<void> {
  const { modules, pins, builds, sources } = programs;
  const folder = join(scratch, "module");
  const bin = join(scratch, "bin");
  const step = await openGoModule(folder, scratch, maker.environment);
  await mkdir(bin);
  const replaced = Object.entries(pins).map(([name, version]) => `replace ${name} => ${name} ${version}`);
  await writeFile(join(folder, "go.mod"), ["module scratch", "go 1.26.0", ...replaced, ""].join("\n"));
  if (sources !== undefined) await cp(sources, folder, { recursive: true });
  if (modules.length > 0) await step(["get", ...modules]);
  for (const { packages, flags = [], linkerVariables = {} } of builds) {
    const set = Object.entries(linkerVariables).map(([name, value]) => `-X ${name}=${value}`);
    maker.onProgress(`Building ${packages.map((path) => path.split("/").pop()).join(", ")}`);
    const link = ["-trimpath", "-ldflags", ["-s -w", ...set].join(" ")];
    await step(["build", ...link, ...flags, "-o", `${bin}/`, ...packages]);
  }
  await rm(folder, { recursive: true });
}
