// Two folders that are one only in this repository: that of Tocsin's own code, and that of whoever uses it.
import { existsSync } from "node:fs";
import { dirname, extname, join } from "node:path";

/** Where Tocsin's own code and its assets are: this repository, or what was built of it into a package. */
export const PACKAGE_DIR = join(__dirname, "..");

/** Where the user's Pulumi.yaml, settings, rules and state are: the nearest folder with a Pulumi.yaml, from the working one up. */
export const PROJECT_DIR = projectFolder(process.cwd());

/** Whether this repository is its own user. */
export const IS_OWN_USER = PACKAGE_DIR === PROJECT_DIR;

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

/** The same for the environment, which is `local` where it is left out. */
export const typedFor = (command: string, environment: string) =>
  typed(command, ...(environment === "local" ? [] : [environment]));
