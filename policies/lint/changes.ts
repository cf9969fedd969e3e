// Which lines of files are new since a commit, as git says; findings are kept where something of theirs is.
import { spawnSync } from "node:child_process";
import { readFileSync, realpathSync } from "node:fs";
import { isAbsolute, join, relative } from "node:path";
import type { Finding } from "../policy";

/** From and to, both included. */
type Lines = readonly [number, number];

/** By path, seen from the top of the repository; every line of a file that git does not know is new. */
export interface Changes {
  top: string;
  lines: ReadonlyMap<string, readonly Lines[] | "all">;
}

/**
 * What differs from the point at which the work left `base`. Where lines were only taken away, the lines around them count.
 *
 * @throws Where this is no git repository, or there is no such commit.
 */
export function changesSince(base: string, folder: string): Changes {
  const top = git(["rev-parse", "--show-toplevel"], folder).trim();
  const from = git(["merge-base", base, "HEAD"], top).trim();
  const options = ["--unified=0", "--no-color", "--no-ext-diff", "--no-renames", "--src-prefix=a/", "--dst-prefix=b/"];
  const diff = git(["-c", "core.quotePath=false", "diff", ...options, from, "--"], top);
  const lines = new Map<string, Lines[] | "all">();
  let file = "";
  for (const line of diff.split("\n")) {
    if (line.startsWith("+++ ")) file = line.replace(/^\+\+\+ "?b\//, "").replace(/"?\t?$/, "");
    const [, first, count = "1"] = /^@@ -\S+ \+(\d+)(?:,(\d+))? @@/.exec(line) ?? [];
    if (first === undefined) continue;
    const known = lines.get(file) ?? [];
    const [start, length] = [Number(first), Number(count)];
    const range: Lines = length === 0 ? [start, start + 1] : [start, start + length - 1];
    lines.set(file, known === "all" ? known : [...known, range]);
  }
  for (const path of git(["ls-files", "--others", "--exclude-standard", "-z"], top).split("\0"))
    if (path !== "") lines.set(path, "all");
  return { top: realpathSync(top), lines };
}

function git(args: readonly string[], cwd: string): string {
  const { status, stdout, stderr, error } = spawnSync("git", args, { cwd, encoding: "utf8", maxBuffer: 1 << 30 });
  if (error) throw new Error(`git cannot be run: ${error.message}`);
  if (status !== 0) throw new Error(`git ${args[0]} failed: ${stderr.trim()}`);
  return stdout;
}

/** Those of which a line is new: the rule's or field's own, or one of those inside it. */
export function onlyNew(findings: readonly Finding[], { top, lines }: Changes): Finding[] {
  const texts = new Map<string, readonly string[]>();
  return findings.filter(({ file, line, column = 1 }) => {
    const path = relative(top, isAbsolute(file) ? file : join(realpathSync("."), file));
    const changed = lines.get(path);
    // Where in the file is not known, or it is of no file at all.
    if (changed === undefined) return file === "" || file === "-";
    if (changed === "all" || line === undefined) return true;
    if (!texts.has(file)) texts.set(file, readFileSync(file, "utf8").split("\n"));
    const last = endOf(texts.get(file) ?? [], line, column);
    return changed.some(([from, to]) => from <= last && to >= line);
  });
}

/** The last line of what begins there: what follows is indented as far, or empty. */
function endOf(text: readonly string[], line: number, column: number): number {
  let last = line;
  for (let next = line; next < text.length; next += 1) {
    const one = text[next] ?? "";
    if (one.trim() === "") continue;
    if (one.length - one.trimStart().length < column - 1) break;
    last = next + 1;
  }
  return last;
}
