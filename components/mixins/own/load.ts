// Reads tocsin.config.ts and adds what it brings to the table of mixins. Whatever is wrong is said with the file that it is in.
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { extname, join } from "node:path";
import { CONFIG_FILE, type Found, problemsOf } from "./check";
import type { Config } from "./config";
import { packageMixins } from "./packages";
import { bring } from "./registry";
import { whereThrown } from "./thrown";

export { CONFIG_FILE } from "./check";

/** Adds what the project's tocsin.config.ts brings; nothing where there is none. Throws with every problem at once. */
export async function bringOwnMixins(projectDir: string): Promise<void> {
  const file = join(projectDir, CONFIG_FILE);
  if (!existsSync(file)) return;
  readsTypeScript();
  const config = exported(file, projectDir);
  const packaged = (config.packages ?? []).map((name) => packageMixins(name, file));
  const own = Object.entries(config.mixins ?? {}).map(
    ([name, mixin]): Found => ({ name, mixin, from: file, folder: folderOf(name, config, projectDir) }),
  );
  const { problems, brought } = await problemsOf([...own, ...packaged.flat()], projectDir);
  if (problems.length > 0) {
    throw new Error(
      ["The mixins of your own have errors; nothing is deployed.", ...problems.map((one) => `  ${one}`)].join("\n"),
    );
  }
  bring({ projectDir, file, version: versionOf(file), brought });
}

/** Where a mixin's runbook is. */
const folderOf = (name: string, { folders }: Config, projectDir: string): string =>
  join(projectDir, folders?.[name] ?? join("mixins", name));

/** In this repository tsx loads everything; the package is JavaScript, and loads only what the user wrote by it. */
function readsTypeScript(): void {
  if (extname(__filename) === ".ts") return;
  require("tsx/cjs/api").register();
}

const KEYS = ["mixins", "folders", "packages"];

function exported(file: string, projectDir: string): Config {
  const found: unknown = whereThrown(() => createRequire(file)(file), file, projectDir);
  const config = isRecord(found) && isRecord(found.default) ? found.default : found;
  // A module that is compiled from `export default` may hold it twice.
  const inner = isRecord(config) && isRecord(config.default) ? config.default : config;
  const unknown = isRecord(inner) ? Object.keys(inner).filter((key) => !KEYS.includes(key)) : ["nothing"];
  if (unknown.length > 0)
    throw new Error(
      `${file}: found ${unknown.join(", ")}; write: export default defineConfig({ mixins: { … }, packages: [ … ] })`,
    );
  const { mixins = {}, folders = {}, ...rest } = inner as Config;
  const strange = Object.keys(folders).find((name) => !(name in mixins));
  if (strange)
    throw new Error(
      `${file}: folders: found "${strange}", which is none of the mixins; there: ${Object.keys(mixins).join(", ")}`,
    );
  return { mixins, folders, ...rest };
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

/** Of everything that the mixins are made of, packages aside. */
function versionOf(file: string): string {
  const hash = createHash("sha256");
  const seen = new Set<string>();
  const visit = (module: NodeJS.Module | undefined) => {
    if (!module || seen.has(module.filename) || module.filename.includes("/node_modules/")) return;
    seen.add(module.filename);
    if (existsSync(module.filename)) hash.update(readFileSync(module.filename));
    for (const child of module.children) visit(child);
  };
  visit(require.cache[file]);
  return hash.digest("hex").slice(0, 16);
}
