// The project's folder as other users, full disks and read-only ones leave it: what the message says to do.
import { appendFileSync, chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import execa from "execa";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { requireOwnFolder } from "../../../infra/machine/own-folder";
import { asRoot, canBeRoot } from "../../support/machine/root";

let project = "";
let folder = "";
/** The last first. */
const undo: (() => unknown)[] = [];
beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), "tocsin-own-"));
  folder = join(project, ".tocsin");
});
afterEach(async () => {
  for (const one of undo.splice(0).reverse()) await one();
  rmSync(project, { recursive: true, force: true });
});

async function disk(options: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const { exitCode, all } = await asRoot(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder]);
  expect(exitCode, all).toBe(0);
  undo.push(() => asRoot(["umount", "--lazy", folder]));
}

const NOBODY = 65_534;

/**
 * The message to another user, by a process of its own: permissions are those of a whole process. Root's becomes another's once it has
 * read the program, whose folder may be root's alone.
 */
async function asNobody(): Promise<string> {
  const scratch = join(project, "scratch");
  mkdirSync(scratch);
  for (const [path, mode] of [
    [project, 0o755],
    [scratch, 0o777],
  ] as const)
    chmodSync(path, mode);
  const script = `const { requireOwnFolder } = require(${JSON.stringify(require.resolve("../../../infra/machine/own-folder.ts"))});
    if (process.getuid() === 0) { process.setgroups([]); process.setgid(${NOBODY}); process.setuid(${NOBODY}); }
    requireOwnFolder(${JSON.stringify(folder)}).then(() => console.log("may"), ({ message }) => console.log(message));`;
  const { stdout } = await execa(process.execPath, ["--import", require.resolve("tsx"), "--eval", script], {
    env: { USER: "ann", TMPDIR: scratch },
    extendEnv: false,
  });
  return stdout;
}

describe("the project's folder", () => {
  test("is made, and nothing stays of the try", async () => {
    await requireOwnFolder(folder);
    mkdirSync(join(folder, "state"));
    await requireOwnFolder(folder);
    expect(readdirSync(folder)).toEqual(["state"]);
  });

  test.each([[""], ["local"], ["local/prometheus"]])(
    "of another user at %j is said, with whom it belongs to",
    async (path) => {
      mkdirSync(join(folder, path), { recursive: true });
      chmodSync(folder, 0o777);
      for (const one of ["local", "local/prometheus"].filter((each) => path.startsWith(each)))
        chmodSync(join(folder, one), 0o777);
      chmodSync(join(folder, path), 0o555);
      const said = await asNobody();
      chmodSync(join(folder, path), 0o755);
      expect(said).toContain(
        `${join(folder, path)} belongs to the user with the id ${process.getuid?.()}, and ann cannot write there.`,
      );
      expect(said).toMatch(/sudo chown -R \d+ '\S+\/\.tocsin'$/);
    },
  );

  test("that is a file is said", async () => {
    writeFileSync(folder, "");
    await expect(requireOwnFolder(folder)).rejects.toThrow(`${folder} cannot be written: it is a file. Move it away`);
  });
});

describe.skipIf(!canBeRoot())("on a disk", () => {
  const mine = `uid=${process.getuid?.()}`;

  test("that is read-only, mounting it is said", async () => {
    await disk(`ro,${mine}`);
    await expect(requireOwnFolder(folder)).rejects.toThrow(
      /cannot be written: its file system is read-only\. Mount it/,
    );
  });

  test("that is full, looking at it is said", async () => {
    await disk(`size=64k,${mine}`);
    for (const size of [4_096, 1])
      try {
        for (;;) appendFileSync(join(folder, "filler"), "x".repeat(size));
      } catch {
        // It is full, for pieces of this size.
      }
    await expect(requireOwnFolder(folder)).rejects.toThrow(/no space or no inodes left\. .* df -h and df -i$/);
  });

  test("without inodes, the same is said", async () => {
    await disk(`nr_inodes=4,${mine}`);
    for (const name of ["a", "b", "c"]) writeFileSync(join(folder, name), "");
    await expect(requireOwnFolder(folder)).rejects.toThrow(/no space or no inodes left/);
  });
});
