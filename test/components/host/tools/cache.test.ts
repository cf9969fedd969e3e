import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { addEntry, cacheEntries, recordCommand, sweepUnfinished } from "../../../../components/host/tools/cache";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "tocsin-cache-"));
});

afterEach(() => rm(folder, { recursive: true }));

describe("an entry of the cache", () => {
  const write = (text: string) => (scratch: string) => writeFile(join(scratch, "file"), text);

  it("appears when it is whole, and never before", async () => {
    await addEntry(folder, "1.0", async (scratch) => {
      await write("whole")(scratch);
      expect(await cacheEntries(folder)).toEqual([]);
    });
    expect(await readFile(join(folder, "1.0", "file"), "utf8")).toBe("whole");
    expect(await readdir(folder)).toEqual(["1.0"]);
  });

  it("takes the place of an older one", async () => {
    await addEntry(folder, "1.0", write("old"));
    await addEntry(folder, "1.0", write("new"));
    expect(await readFile(join(folder, "1.0", "file"), "utf8")).toBe("new");
    expect(await readdir(folder)).toEqual(["1.0"]);
  });

  it("stays as it was when its successor fails", async () => {
    await addEntry(folder, "1.0", write("old"));
    const failing = addEntry(folder, "1.0", async (scratch) => {
      await write("half")(scratch);
      throw new Error("no space left");
    });
    await expect(failing).rejects.toThrow("no space left");
    expect(await readFile(join(folder, "1.0", "file"), "utf8")).toBe("old");
    expect(await readdir(folder)).toEqual(["1.0"]);
  });
});

describe("a sweep", () => {
  it("removes the folders of dead installs and nothing else", async () => {
    await mkdir(join(folder, ".installing-abc", "module"), { recursive: true });
    await mkdir(join(folder, "1.0"));
    await sweepUnfinished(folder);
    expect(await readdir(folder)).toEqual(["1.0"]);
  });

  it("ends a command that outlived its install", async () => {
    const command = spawn("sleep", ["60"]);
    const ended = once(command, "exit");
    await recordCommand(join(folder, ".installing-abc"), command.pid ?? 0);
    await sweepUnfinished(folder);
    expect(await ended).toEqual([null, "SIGTERM"]);
    expect(await readdir(folder)).toEqual([]);
  });

  it("leaves a process alone that only has the id of such a command", async () => {
    await writeFile(join(folder, `.installing-abc~${process.pid}~an-earlier-start`), "");
    await sweepUnfinished(folder);
    expect(await readdir(folder)).toEqual([]);
  });
});
