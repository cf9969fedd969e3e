// A launcher for an unpacked program that reads files below /usr/share: in a mount namespace of its own, the package's
// files lie there, over the system's. The system itself is not touched.
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Launch } from "../tool";

/**
 * Writes an executable script that starts a package's program so. Where namespaces are not allowed, a program that needs
 * the files does not start, and another goes without.
 *
 * @param folder Where the package is unpacked.
 * @param script The script's path in it.
 */
export async function writeLauncher(
  folder: string,
  script: string,
  { program, reads, isNeeded }: Launch,
): Promise<void> {
  const up = script
    .split("/")
    .slice(1)
    .map(() => "..")
    .join("/");
  const path = join(folder, script);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(
    path,
    `#!/bin/sh
here=$(cd "$(dirname "$0")/${up}" && pwd)
[ -e "/${reads}" ] && exec "$here/${program}" "$@"
# Only root may mount; everybody else becomes root in a user namespace first.
[ "$(id -u)" = 0 ] || user=--map-root-user
overlay='mount -t overlay overlay -o "lowerdir=$0/usr/share:/usr/share" /usr/share && exec "$@"'
${isNeeded ? "" : `unshare $user --mount sh -c "$overlay" "$here" true 2>/dev/null || exec "$here/${program}" "$@"\n`}\
exec unshare $user --mount sh -c "$overlay" "$here" "$here/${program}" "$@"
`,
  );
  await chmod(path, 0o755);
}
