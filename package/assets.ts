// What of the repository is published beside the compiled code.
import { readdir } from "node:fs/promises";
import { join } from "node:path";

/** The pages' script is bundled when they are drawn, from its sources. */
const SOURCES_TOO = join("infra", "dashboards", "page");

/** Built, or of no use to anyone who does not build. */
const LEFT_OUT = [join("policies", "dist"), join("policies", "readme"), join("policies", "bundle")];

const NAMES_LEFT_OUT = /(^|\/)(tsconfig\.json|\.gitignore)$/;

/** The files of a room that are no code, relative to the repository; runbooks, scripts, templates and the like. */
export async function assetsIn(repository: string, room: string): Promise<string[]> {
  const entries = await readdir(join(repository, room), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(repository.length + 1))
    .filter((file) => !file.endsWith(".ts") || file.startsWith(SOURCES_TOO))
    .filter((file) => !LEFT_OUT.some((folder) => file.startsWith(`${folder}/`)) && !NAMES_LEFT_OUT.test(file))
    .sort();
}
