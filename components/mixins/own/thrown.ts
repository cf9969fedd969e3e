// Errors of a user's own code, with the line that threw them.
import { dirname, relative } from "node:path";
import { messageOf } from "../../error-text";

/** Where something of the user's was run, and what it said. */
export function describeThrown(error: unknown, file: string, projectDir: string): string {
  const message = messageOf(error).split("\n")[0];
  const at = (error instanceof Error ? (error.stack ?? "") : "")
    .split("\n")
    .flatMap((line) => /\(?((?:file:\/\/)?\/[^():]+:\d+)(?::\d+)?\)?$/.exec(line.trim())?.[1] ?? [])
    .map((place) => place.replace("file://", ""))
    .find((place) => place.startsWith(`${projectDir}/`) && !relative(projectDir, place).includes("node_modules/"));
  const missing = missingPackage(error);
  const where = at ? relative(projectDir, at) : relative(projectDir, file) || file;
  return missing
    ? `${where}: found an import of "${missing}", which is not installed; run: npm install ${missing}`
    : `${where}: ${message}`;
}

/** Runs what the user wrote. Throws an error that says where. */
export function whereThrown<T>(run: () => T, file: string, projectDir = dirname(file)): T {
  const before = Error.stackTraceLimit;
  Error.stackTraceLimit = 50;
  try {
    return run();
  } catch (error) {
    throw new Error(`${describeThrown(error, file, projectDir)}\nNothing is deployed.`);
  } finally {
    Error.stackTraceLimit = before;
  }
}

/** The package that a `require` did not find; undefined where that is not what went wrong. */
export function missingPackage(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  if (error.code !== "MODULE_NOT_FOUND" && error.code !== "ERR_MODULE_NOT_FOUND") return undefined;
  const [, name = ""] = /Cannot find (?:module|package) '([^']+)'/.exec(error.message) ?? [];
  if (name === "" || name.startsWith(".") || name.startsWith("/")) return undefined;
  return name
    .split("/")
    .slice(0, name.startsWith("@") ? 2 : 1)
    .join("/");
}
