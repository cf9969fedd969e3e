// The OpenSLO documents that the settings name: found, read and checked. Nothing is deployed where one is wrong.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { openSlosIn, type Settings, withOpenSlos } from "../components/monitoring";
import { filesOf } from "./own-rules";

/** The settings with the objectives of all documents. Throws with every mistake: file, line, what. */
export async function withOwnSlos(settings: Settings, projectDir: string): Promise<Settings> {
  const files = await filesOf(settings.slos.files, "slos.files", projectDir);
  const texts = await Promise.all(
    files.map(async (file) => [file, await readFile(join(projectDir, file), "utf8")] as const),
  );
  const found = openSlosIn(Object.fromEntries(texts));
  if (found.problems.length > 0) {
    const lines = found.problems.map(({ file, line, message }) => `  ${file}:${line}: ${message}`);
    throw new Error(["The OpenSLO documents have errors; nothing is deployed.", ...lines].join("\n"));
  }
  return withOpenSlos(settings, found);
}
