// What is named on the command line → files: folders are searched, globs are matched, and `-` is standard input.
import { lstatSync, readdirSync, realpathSync, statSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { messageOf } from "../../components/error-text";
import type { NotRead } from "./reading";

export interface Named {
  file: string;
  /** Whether a folder was named, and this was found in it: what is of no kind that is judged is no fault there. */
  isFound: boolean;
}

export interface Paths {
  /** Each once, however often it is named. */
  files: readonly Named[];
  /** Folders that cannot be searched, and globs that match nothing. */
  notRead: readonly NotRead[];
}

/** Files of the kinds in which rules, configurations and dashboards are written. */
const KINDS = /\.(ya?ml|json|rules)$/i;

/** Folders of what others wrote, and of what is hidden. */
const SKIPPED = /^(node_modules|vendor|\..+)$/;

/** @param ignored Globs of paths as they are printed; only what is found in folders is left out. */
export function filesOf(paths: readonly string[], ignored: readonly string[] = []): Paths {
  const notRead: NotRead[] = [];
  const search = new Search(notRead);
  const files = paths.flatMap((path): Named[] => {
    if (!isGlob(path)) return isFolder(path) ? search.folder(path, ignored) : [{ file: path, isFound: false }];
    const found = search.glob(path, ignored);
    if (found.length === 0) notRead.push({ file: path, reason: "no file matches it" });
    return found;
  });
  return { files: once(files), notRead };
}

const isGlob = (path: string) => /[*?]/.test(path) && !exists(path);

function exists(path: string): boolean {
  try {
    lstatSync(path);
    return true;
  } catch {
    return false;
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** Looks through folders; what cannot be looked through is noted, and hides nothing else. */
class Search {
  constructor(private readonly notRead: NotRead[]) {}

  folder(path: string, ignored: readonly string[]): Named[] {
    return this.filesIn(path)
      .filter((file) => KINDS.test(file) && !isIgnored(path, file, ignored))
      .map((file) => ({ file, isFound: true }));
  }

  /** Files that match; a folder that matches is searched. */
  glob(glob: string, ignored: readonly string[]): Named[] {
    const before = glob.split("/").findIndex((part) => /[*?]/.test(part));
    const root = glob.split("/").slice(0, before).join("/");
    const from = root === "" && !glob.startsWith("/") ? "." : `${root}/`;
    if (!isFolder(from)) return [];
    return this.filesIn(from)
      .filter((file) => isLike(file, glob.replace(/^\.\//, "")) && !isIgnored(from, file, ignored))
      .map((file) => ({ file, isFound: KINDS.test(file) }));
  }

  private filesIn(folder: string, inside: readonly string[] = []): string[] {
    let names: string[];
    try {
      const real = realpathSync(folder);
      // A link to a folder around it has no end.
      if (inside.includes(real)) return [];
      inside = [...inside, real];
      names = readdirSync(folder).sort();
    } catch (error) {
      const reason = messageOf(error);
      this.notRead.push({ file: folder, reason: `it cannot be searched: ${reason}` });
      return [];
    }
    return names
      .filter((name) => !name.startsWith("."))
      .map((name) => join(folder, name))
      .flatMap((path) => {
        if (!isFolder(path)) return [path];
        return SKIPPED.test(basename(path)) ? [] : this.filesIn(path, inside);
      });
  }
}

function isIgnored(root: string, file: string, globs: readonly string[]): boolean {
  return globs.some((glob) => isLike(file, glob) || isLike(relative(root, file), glob));
}

/** Without those that are the same file by another name. */
function once(files: readonly Named[]): Named[] {
  const known = new Set<string>();
  return files.filter(({ file }) => {
    const real = realPathOf(file);
    const isNew = !known.has(real);
    known.add(real);
    return isNew;
  });
}

/** Of a file that is missing, its own path. */
export function realPathOf(file: string): string {
  try {
    return file === "-" ? file : realpathSync(file);
  } catch {
    return file;
  }
}

/** `*` is within a folder, `**` is any folders. */
export function isLike(path: string, glob: string): boolean {
  const pattern = glob
    .replace(/\/$/, "/**")
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(/\*\*\/?|\*|\?/g, (wild) => (wild === "?" ? "[^/]" : wild === "*" ? "[^/]*" : ".*"));
  return new RegExp(`^${pattern}$`).test(path);
}
