// Two folders that are one only in this repository: that of Tocsin's own code, and that of whoever uses it.
import { existsSync } from "node:fs";
import { dirname, extname, join } from "node:path";

/** Where Tocsin's own code and its assets are: this repository, or what was built of it into a package. */
export const PACKAGE_DIR = join(__dirname, "..");

/** Where the user's Pulumi.yaml, settings, rules and state are: the nearest folder with a Pulumi.yaml, from the working one up. */
export const PROJECT_DIR = projectFolder(process.cwd());

/** Whether this repository is its own user. */
export const IS_OWN_USER = PACKAGE_DIR === PROJECT_DIR;

/** Whether this runs as the package: JavaScript, with everything that can be built beforehand built. */
export const IS_BUILT = extname(__filename) === ".js";

/** Tocsin's own package.json. */
export const PACKAGE_FILE = join(PACKAGE_DIR, ...(IS_BUILT ? [".."] : []), "package.json");

/** The path of a module of Tocsin's as Node loads it: TypeScript in this repository, JavaScript in a package. */
export const ownModule = (...path: string[]) => `${join(PACKAGE_DIR, ...path)}${extname(__filename)}`;

/** The nearest folder with a Pulumi.yaml; the given one where there is none. */
export function projectFolder(from: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, "Pulumi.yaml"))) return folder;
    if (dirname(folder) === folder) return from;
  }
}

/** A command as the user types it here: `npm run up -- dev`, or `npx tocsin up dev`. */
export function typed(command: string, ...args: readonly string[]): string {
  const rest = args.join(" ");
  return IS_OWN_USER ? `npm run ${command}${rest && ` -- ${rest}`}` : `npx tocsin ${command}${rest && ` ${rest}`}`;
}

/** The environment of a command that names none. */
export const DEFAULT_ENVIRONMENT = "local";

/** The same for an environment. */
export const typedFor = (command: string, environment: string) =>
  typed(command, ...(environment === DEFAULT_ENVIRONMENT ? [] : [environment]));
