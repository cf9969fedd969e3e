#!/usr/bin/env node
// Starts the command lint from one file, which starts several times faster than its sources. The file lies in the user's cache and
// is made again when a source or a dependency has changed; where it cannot be made, the sources run.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "..", "..");
const SOURCES = [join(ROOT, "policies"), join(ROOT, "components", "promql")];
const MAIN = join(ROOT, "policies", "lint", "main.ts");

/** Of other checkouts and versions. */
const KEPT = 8;

const require = createRequire(import.meta.url);
const cache = join(process.env.XDG_CACHE_HOME || join(process.env.HOME ?? homedir(), ".cache"), "tocsin", "lint");

/** What the file is made of, by path, size and time: to read all of it would take as long as to start. */
function fingerprint() {
  const files = SOURCES.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(ts|json)$/.test(entry.name))
      .map((entry) => join(entry.parentPath ?? entry.path, entry.name)),
  ).filter((file) => !file.includes("/dist/"));
  const hash = createHash("sha256").update(process.version);
  for (const file of [
    ...files.sort(),
    import.meta.filename,
    join(ROOT, "package-lock.json"),
    join(ROOT, "node_modules", ".package-lock.json"),
  ]) {
    const found = statSync(file, { throwIfNoEntry: false });
    hash.update(`${file} ${found?.size} ${found?.mtimeMs}\n`);
  }
  return hash.digest("hex").slice(0, 16);
}

function made(file) {
  mkdirSync(cache, { recursive: true, mode: 0o700 });
  removeOldest();
  const scratch = `${file}.${process.pid}`;
  require("esbuild").buildSync({
    entryPoints: [MAIN],
    outfile: scratch,
    bundle: true,
    platform: "node",
    target: "node20",
    // Without their names kept, functions are made in a fraction of the time.
    minifySyntax: true,
    logLevel: "silent",
    tsconfig: join(ROOT, "tsconfig.json"),
  });
  renameSync(scratch, file);
}

function removeOldest() {
  const dated = readdirSync(cache).map((name) => ({ name, made: statSync(join(cache, name)).mtimeMs }));
  for (const { name } of dated.sort((a, b) => b.made - a.made).slice(KEPT)) rmSync(join(cache, name), { force: true });
}

let file;
try {
  file = join(cache, `${fingerprint()}.cjs`);
  if (!existsSync(file)) made(file);
} catch {
  file = undefined;
}
if (file === undefined) {
  await import("tsx");
  require(MAIN);
} else {
  require(file);
}
