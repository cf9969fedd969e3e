// What a machine does to a part: a full disk, a folder that cannot be written, odd paths, another umask, a log that grows.
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  currentVersion,
  isCurrent,
  makeCurrent,
  versionOf,
  writeVersion,
} from "../../../../components/host/provider/config-folder";
import { limitLog } from "../../../../components/host/provider/log";
import { lastStart, runningPid, STARTED, start, stop } from "../../../../components/host/provider/supervise";
import { asRoot, canBeRoot } from "../../../support/machine/root";
import { freePort } from "../../../support/ports";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tocsin-faults-"));
});
/** The last first. */
const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const one of undo.splice(0).reverse()) await one();
  rmSync(folder, { recursive: true, force: true });
});

const SERVER = `require("node:http").createServer((_, res) => res.end()).listen(process.argv[1], "127.0.0.1")`;

async function started(dir: string, script = SERVER) {
  const port = await freePort();
  undo.push(() => stop(dir));
  return start({
    ...{ dir, environment: {}, readyUrl: `http://127.0.0.1:${port}/` },
    ...{ command: process.execPath, args: ["-e", script, String(port)] },
  });
}

/** A disk of 256 kB, or of so few files. */
async function smallDisk(limit = "size=256k"): Promise<string> {
  const disk = join(folder, "disk");
  mkdirSync(disk);
  const { exitCode, all } = await asRoot([
    "mount",
    "-t",
    "tmpfs",
    "-o",
    `${limit},uid=${process.getuid?.()}`,
    "tmpfs",
    disk,
  ]);
  expect(exitCode, all).toBe(0);
  undo.push(() => asRoot(["umount", "--lazy", disk]));
  return disk;
}

function fill(disk: string): void {
  for (const size of [65_536, 4_096, 1])
    try {
      for (;;) appendFileSync(join(disk, "filler"), "x".repeat(size));
    } catch {
      // It is full, for pieces of this size.
    }
}

/** Files without content, until no more can be made. */
function useUpInodes(disk: string): void {
  mkdirSync(join(disk, "filler"));
  try {
    for (let file = 0; ; file++) writeFileSync(join(disk, "filler", `${file}`), "");
  } catch {
    // There are none left.
  }
}

const DISKS = [
  ["a full disk", "size=256k", fill],
  ["a disk without inodes", "size=256k,nr_inodes=64", useUpInodes],
] as const;

describe.skipIf(!canBeRoot()).each(DISKS)("on %s", (_, limit, use) => {
  const first = { "prometheus.yml": "a: 1\n" };
  const second = { "prometheus.yml": `a: ${"2".repeat(20_000)}\n` };

  test("a new configuration is an error, the current one stays whole, and the next try repairs", async () => {
    const disk = await smallDisk(limit);
    const root = join(disk, "config");
    await writeVersion(root, first);
    await makeCurrent(root, versionOf(first));
    use(disk);
    await expect(writeVersion(root, second)).rejects.toThrow("ENOSPC");
    expect(await isCurrent(root, first)).toBe(true);
    rmSync(join(disk, "filler"), { recursive: true });
    await writeVersion(root, second);
    await makeCurrent(root, versionOf(second));
    expect(await currentVersion(root)).toBe(versionOf(second));
    expect(await isCurrent(root, second)).toBe(true);
  });

  test("a part is not started, what is known of its last start stays, and nothing is left running", async () => {
    const disk = await smallDisk(limit);
    const dir = join(disk, "part");
    await started(dir);
    await stop(dir);
    const before = await lastStart(dir);
    use(disk);
    await expect(started(dir)).rejects.toThrow(/ENOSPC|No space left|ended at once/);
    expect(await lastStart(dir)).toEqual(before);
    expect(await runningPid(dir)).toBeUndefined();
    rmSync(join(disk, "filler"), { recursive: true });
    expect(await runningPid(dir)).toBeUndefined();
    expect(await started(dir)).toBeGreaterThan(0);
  });
});

test("half a note of the last start is none", async () => {
  writeFileSync(join(folder, STARTED), '{ "dir": "/proj');
  expect(await lastStart(folder)).toBeUndefined();
  writeFileSync(join(folder, STARTED), "");
  expect(await lastStart(folder)).toBeUndefined();
});

test("a part runs in a folder with spaces, quotes, a dollar and other scripts in its name", async () => {
  const dir = join(folder, `Kim's "project" $HOME \`id\` Ümläut 監視`);
  const pid = await started(dir);
  expect(await runningPid(dir)).toBe(pid);
});

test.each([0o000, 0o077])(
  "with the umask %o nobody else reads a configuration or a log, and this user does",
  async (mask) => {
    const before = process.umask(mask);
    undo.push(() => process.umask(before));
    const version = await writeVersion(join(folder, "config"), { "secrets/token": "x" });
    const dir = join(folder, "part");
    await started(dir);
    const modes = [
      version,
      join(version, "secrets"),
      join(version, "secrets/token"),
      dir,
      join(dir, "log"),
      join(dir, STARTED),
    ].map((path) => (statSync(path).mode & 0o777).toString(8));
    expect(modes).toEqual(["700", "700", "600", "700", "600", "600"]);
  },
);

describe("a log", () => {
  const WRITER = `setInterval(() => console.log("a line"), 20); ${SERVER}`;

  test("that has grown too long is emptied while its part writes on, and its end is kept beside it", async () => {
    const dir = join(folder, "part");
    await started(dir, WRITER);
    const log = join(dir, "log");
    appendFileSync(log, `${"x".repeat(2_000_000)}the end\n`);
    await limitLog(dir, 1_000_000);
    expect(statSync(log).size).toBeLessThan(10_000);
    expect(readFileSync(`${log}.1`, "utf8")).toContain("the end\n");
    expect(statSync(`${log}.1`).size).toBeLessThanOrEqual(1_048_576);
    expect(statSync(`${log}.1`).mode & 0o777).toBe(0o600);
    await expect.poll(() => readFileSync(log, "latin1").startsWith("a line\n"), { timeout: 20_000 }).toBe(true);
  });

  test("that is short, or not there, is left alone", async () => {
    await limitLog(folder, 10);
    writeFileSync(join(folder, "log"), "short");
    await limitLog(folder, 10);
    expect(readFileSync(join(folder, "log"), "utf8")).toBe("short");
    expect(existsSync(join(folder, "log.1"))).toBe(false);
  });
});
