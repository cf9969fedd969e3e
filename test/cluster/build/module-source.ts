// A copy of a module's source that may be changed before it is built.
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { copyModule, type GoStep, openGoModule } from "../../../components/host/tools/sources/go-build";
import type { Maker } from "./recipe";

/** Copies a module, such as `github.com/prometheus/alertmanager@v0.34.0`, and returns the copy's folder and its go command. */
export async function moduleSource(
  module: string,
  scratch: string,
  { environment }: Maker,
): Promise<{ folder: string; step: GoStep }> {
  const fetched = join(scratch, "fetched");
  const folder = join(scratch, "source");
  await copyModule(module, await openGoModule(fetched, scratch, environment), folder, environment);
  await rm(fetched, { recursive: true });
  return { folder, step: await openGoModule(folder, scratch, environment) };
}

/** Replaces what matches in a file of the copy. Throws where nothing does, since another version may look different. */
export async function replaceIn(file: string, pattern: RegExp, by: string): Promise<string> {
  const text = await readFile(file, "utf8");
  if (!pattern.test(text)) throw new Error(`${file} has nothing like ${pattern}`);
  return text.replaceAll(pattern, by);
}
