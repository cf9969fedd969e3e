// A copy of a module's source that may be changed before it is built.
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import execa from "execa";
import { type GoStep, openGoModule } from "../../../components/host/tools/go-build";
import type { Maker } from "./recipe";

/** Copies a module, such as `github.com/prometheus/alertmanager@v0.34.0`, and returns the copy's folder and its go command. */
export async function copyModule(
  module: string,
  scratch: string,
  { environment }: Maker,
): Promise<{ folder: string; step: GoStep }> {
  const fetched = join(scratch, "fetched");
  const fetch = await openGoModule(fetched, scratch, environment);
  let printed = "";
  await fetch(["mod", "download", "-json", module], (line) => {
    printed += line;
  });
  const [, source] = printed.match(/"Dir":\s*"([^"]+)"/) ?? [];
  if (source === undefined) throw new Error(`go mod download does not say where ${module} is: ${printed}`);
  await rm(fetched, { recursive: true });
  const folder = join(scratch, "source");
  await execa("cp", ["--recursive", "--no-preserve=mode", source, folder]);
  return { folder, step: await openGoModule(folder, scratch, environment) };
}

/** Replaces what matches in a file of the copy. Throws where nothing does, since another version may look different. */
export async function replaceIn(file: string, pattern: RegExp, by: string): Promise<string> {
  const text = await readFile(file, "utf8");
  if (!pattern.test(text)) throw new Error(`${file} has nothing like ${pattern}`);
  return text.replaceAll(pattern, by);
}
