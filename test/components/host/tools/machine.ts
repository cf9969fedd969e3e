// A machine of its own for a test: empty home and cache, and a PATH with nothing but scripts that play the tools.
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Environment } from "../../../../components/host/tools/environment";

/** A folder that the scripts and the tests share, and the environment that is made of it. */
export interface Machine {
  readonly folder: string;
  readonly environment: Environment;
  /** Puts a script on PATH. It sees the machine's folder as $MACHINE, and its own calls are kept. */
  readonly script: (name: string, body: string) => Promise<string>;
  /** All calls of scripts so far, as in "apt-get update". */
  readonly calls: () => Promise<string[]>;
  /** Takes a progress line; `lines` are those taken so far. */
  readonly onProgress: (line: string) => void;
  readonly lines: string[];
}

/** A machine for the running test, which removes it at its end. */
export async function newMachine(facts: Partial<Environment> = {}): Promise<Machine> {
  const folder = await mkdtemp(join(tmpdir(), "tocsin-machine-"));
  onTestFinished(() => rm(folder, { recursive: true, maxRetries: 5 }));
  const bin = join(folder, "bin");
  await mkdir(bin);
  const lines: string[] = [];
  return {
    folder,
    environment: {
      path: bin,
      home: join(folder, "home"),
      cacheHome: join(folder, "cache"),
      isRoot: true,
      // Nothing answers there, and nobody asks the makers' own sites.
      variables: { MACHINE: folder, TOCSIN_DOWNLOADS: "http://127.0.0.1:1" },
      ...facts,
    },
    script: (name, body) => writeScript(join(bin, name), `echo "${name} $*" >> "$MACHINE/calls"\n${body}`),
    calls: async () => (await readFile(join(folder, "calls"), "utf8").catch(() => "")).split("\n").filter(Boolean),
    onProgress: (line) => void lines.push(line),
    lines,
  };
}

export async function writeScript(file: string, body: string): Promise<string> {
  await writeFile(file, `#!/bin/sh\nPATH=/usr/bin:/bin\n${body}\n`);
  await chmod(file, 0o755);
  return file;
}

/** Output of a tool of the Prometheus family that is asked for its version. */
export const tells = (version: string) => `echo "tool, version ${version} (branch: test)"`;

/** Output of a `pulumi` that is asked for its version. */
export const tellsPulumi = (version: string) => `echo "v${version}"`;

/**
 * An apt with one package, whose file at `path` runs `body`. Until `apt-get update` its lists are empty where `listed`
 * is false, and name a file that the mirror lacks where `stale` is true. A download begins with the file `downloading`,
 * which holds its process id, and ends when the file `hold` is gone.
 */
export async function addApt(
  machine: Machine,
  {
    path,
    body,
    version = "2.42.0+ds-5",
    listed = true,
    stale = false,
  }: { path: string; body: string; version?: string; listed?: boolean; stale?: boolean },
): Promise<void> {
  const file = join(machine.folder, "package", path);
  await mkdir(join(file, ".."), { recursive: true });
  await writeScript(file, body);
  if (listed) await writeFile(join(machine.folder, "lists"), "");
  if (stale) await writeFile(join(machine.folder, "stale"), "");
  await machine.script(
    "apt-get",
    `
    [ "$1" = update ] && rm -f "$MACHINE/stale" && touch "$MACHINE/lists" && exit 0
    [ -e "$MACHINE/lists" ] || { echo "E: Unable to locate package"; exit 100; }
    if [ "$2" = --print-uris ]; then echo "'http://mirror/p.deb' $3_${version}_amd64.deb 19257088 SHA256:0"; exit 0; fi
    [ -e "$MACHINE/stale" ] && { echo "E: Failed to fetch http://mirror/p.deb  404  Not Found"; exit 100; }
    touch "$2_amd64.deb"
    echo "process $$" > "$MACHINE/downloading"
    while [ -e "$MACHINE/hold" ]; do sleep 0.05; done`,
  );
  await machine.script("dpkg-deb", 'cp -R "$MACHINE/package/." "$3"');
}

/**
 * A Go whose builds give an executable that runs `body`; `get` is what `go get` does, and `list` what `go list`. A build begins with the file
 * `building`, which holds its process id, and ends when the file `hold` is gone.
 */
export async function addGo(
  machine: Machine,
  {
    body = "exit 1",
    version = "1.26.0",
    get = "exit 0",
    list = "echo one",
  }: Partial<Record<"body" | "version" | "get" | "list", string>> = {},
): Promise<void> {
  await writeScript(join(machine.folder, "built"), body);
  for (const command of ["cp", "chmod"]) await machine.script(command, `exec ${command} "$@"`);
  await machine.script(
    "go",
    `
    case "$1" in
      version) echo "go version go${version} linux/amd64" ;;
      get) ${get} ;;
      list) ${list} ;;
      mod)
        if [ "$2" = download ]; then
          mkdir -p "$MACHINE/module"
          echo "{\\"Dir\\": \\"$MACHINE/module\\", \\"GoMod\\": \\"$MACHINE/go.mod\\"}"
        elif [ "$3" = -json ]; then
          cat "$4"
        fi ;;
      build)
        echo "process $$" > "$MACHINE/building"
        while [ -e "$MACHINE/hold" ]; do sleep 0.05; done
        while [ "$1" != -o ]; do shift; done
        mkdir -p "$(dirname "$2")" && cp "$MACHINE/built" "$2" ;;
    esac`,
  );
}
