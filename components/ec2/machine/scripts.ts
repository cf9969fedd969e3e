// The shell scripts that machines run, as files.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { File } from "./setup";

type Script = "host-name" | "install" | "pull" | "ready" | "secrets" | "set-aside" | "volume" | "web";

/** `/usr/local/sbin/tocsin-<name>`. */
export function script(name: Script): File {
  const content = readFileSync(join(__dirname, "scripts", `${name}.sh`), "utf8");
  return { path: `/usr/local/sbin/tocsin-${name}`, content, executable: true };
}
