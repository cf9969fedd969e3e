// What is named on the command line → files: folders are searched, and `-` is standard input.
import { readdirSync, statSync } from "node:fs";
import { join, relative } from "node:path";

export interface Named {
  file: string;
  /** Whether a folder was named, and this was found in it: what is of no kind that is judged is no fault there. */
  isFound: boolean;
}

/** Files of the kinds in which rules, configurations and dashboards are written. */
const KINDS = /\.(ya?ml|json|rules)$/i;

/** Folders of what others wrote, and of what is hidden. */
const SKIPPED = /^(node_modules|vendor|\..+)$/;

/** @param ignored Globs of paths as they are printed; only what is found in folders is left out. */
export function filesOf(paths: readonly string[], ignored: readonly string[] = []): Named[] {
  return paths.flatMap((path): Named[] => {
    if (!isFolder(path)) return [{ file: path, isFound: false }];
    return filesIn(path)
      .filter((file) => !ignored.some((glob) => isLike(file, glob) || isLike(relative(path, file), glob)))
      .map((file) => ({ file, isFound: true }));
  });
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return SKIPPED.test(entry.name) ? [] : filesIn(path);
      return entry.isFile() && KINDS.test(entry.name) && !entry.name.startsWith(".") ? [path] : [];
    });
}

/** `*` is within a folder, `**` is any folders. */
function isLike(path: string, glob: string): boolean {
  const pattern = glob
    .replace(/\/$/, "/**")
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(/\*\*\/?|\*|\?/g, (wild) => (wild === "?" ? "[^/]" : wild === "*" ? "[^/]*" : ".*"));
  return new RegExp(`^${pattern}$`).test(path);
}
