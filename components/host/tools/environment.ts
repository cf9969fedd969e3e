// What the tool and engine finders know of this machine, read in this one place so that tests can state another.
import { isAbsolute, join } from "node:path";
import { homeFolder } from "./user";

/** The user, the folders and the variables that finding and installing depend on. */
export interface Environment {
  /** Folders that are searched for executables, joined by `:` as in PATH. */
  readonly path: string;
  /** The user's home folder. */
  readonly home: string;
  /** Folder of the user's caches: XDG_CACHE_HOME, else `~/.cache`. */
  readonly cacheHome: string;
  /** Whether this process may change the system, such as apt's package lists. */
  readonly isRoot: boolean;
  /** Every variable of the process; commands that are started get them too. */
  readonly variables: Readonly<Record<string, string | undefined>>;
}

/** The environment of this process. */
export function readEnvironment(): Environment {
  const variables = process.env;
  const home = homeFolder(variables);
  const cache = variables.XDG_CACHE_HOME;
  return {
    path: variables.PATH ?? "",
    home,
    // The XDG specification says to ignore a relative path.
    cacheHome: cache !== undefined && isAbsolute(cache) ? cache : join(home, ".cache"),
    isRoot: process.getuid?.() === 0,
    variables,
  };
}
