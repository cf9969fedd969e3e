#!/usr/bin/env node

// Starts the command lint from one file, which starts several times faster than its sources. The file lies in the user's cache and
// is made again when a source or a dependency has changed; where it cannot be made, the sources run.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import Module, { createRequire } from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { Script } from "node:vm";

const ROOT = join(import.meta.dirname, "..", "..");
const SOURCES = [join(ROOT, "policies"), join(ROOT, "components", "promql")];
const MAIN = join(ROOT, "policies", "lint", "main.ts");

/** The package has it as JavaScript. */
const BUILT = join(ROOT, "policies", "lint", "main.js");

/** Files of other checkouts and versions, and what was compiled of them. */
const KEPT = 16;

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

/** Runs the file with what V8 made of it at an earlier run; the first one leaves that behind. */
function start(script) {
  const compiled = `${script}.compiled`;
  const cachedData = existsSync(compiled) ? readFileSync(compiled) : undefined;
  const made = new Script(Module.wrap(readFileSync(script, "utf8")), { filename: script, cachedData });
  if (cachedData === undefined || made.cachedDataRejected) process.once("exit", () => keep(made, compiled));
  const module = { exports: {} };
  made.runInThisContext()(module.exports, createRequire(script), module, script, cache);
}

/** A full or foreign disk is no reason to fail. */
function keep(script, path) {
  try {
    const scratch = `${path}.${process.pid}`;
    writeFileSync(scratch, script.createCachedData(), { mode: 0o600 });
    renameSync(scratch, path);
  } catch {
    // The next run compiles again.
  }
}

// Most of a run is over before code that V8 optimises pays for that; what is really hot is optimised all the same.
if (/^v2[0-2]\./.test(process.version)) setFlagsFromString("--interrupt-budget=1000000");

let file;
try {
  file = existsSync(BUILT) ? BUILT : join(cache, `${fingerprint()}.cjs`);
  if (!existsSync(file)) made(file);
} catch {
  file = undefined;
}
if (file === undefined) {
  await import("tsx");
  require(MAIN);
} else if (file === BUILT) {
  require(file);
} else {
  start(file);
}
