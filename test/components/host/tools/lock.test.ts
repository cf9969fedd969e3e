import { mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { withLock } from "../../../../components/host/tools/lock";
import { inspectProcess } from "../../../../components/host/tools/processes";

describe("a lock", () => {
  let folder: string;
  let lines: string[];
  const onProgress = (line: string) => void lines.push(line);
  const holderFile = (...facts: (string | number | undefined)[]) => join(folder, [".lock", ...facts, "id"].join("~"));

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "tocsin-lock-"));
    lines = [];
  });

  afterEach(() => rm(folder, { recursive: true }));

  it("lets one at a time work, and leaves no file", async () => {
    let inside = 0;
    let most = 0;
    const work = async () => {
      most = Math.max(most, ++inside);
      await sleep(5);
      inside--;
    };
    await Promise.all(Array.from({ length: 8 }, () => withLock(folder, onProgress, work)));
    expect(most).toBe(1);
    expect(await readdir(folder)).toEqual([]);
  });

  it("is free again when the work fails", async () => {
    const failing = withLock(folder, onProgress, () => Promise.reject(new Error("no")));
    await expect(failing).rejects.toThrow("no");
    expect(await withLock(folder, onProgress, async () => "done")).toBe("done");
  });

  it("of a process that died is taken over, without a wait", async () => {
    await writeFile(holderFile(hostname(), 2 ** 22 + 1, "12345"), "");
    expect(await withLock(folder, onProgress, async () => "done")).toBe("done");
    expect(lines).toEqual([]);
    expect(await readdir(folder)).toEqual([]);
  });

  it("of a process whose id now belongs to another one is taken over", async () => {
    await writeFile(holderFile(hostname(), process.pid, "an-earlier-start"), "");
    expect(await withLock(folder, onProgress, async () => "done")).toBe("done");
  });

  it("of a living process is waited for", async () => {
    const start = (await inspectProcess(process.pid))?.start;
    await writeFile(holderFile(hostname(), process.pid, start), "");
    const waiting = withLock(folder, onProgress, async () => "done");
    expect(await Promise.race([waiting, sleep(500, "still waiting")])).toBe("still waiting");
    expect(lines).toEqual([`Waiting for process ${process.pid}, which works in ${folder} …`]);
  });

  it("of another host is waited for as long as it is refreshed", async () => {
    const file = holderFile("elsewhere", 1, "1");
    await writeFile(file, "");
    const waiting = withLock(folder, onProgress, async () => "done");
    expect(await Promise.race([waiting, sleep(300, "still waiting")])).toBe("still waiting");
    const old = new Date(Date.now() - 300_000);
    await utimes(file, old, old);
    expect(await waiting).toBe("done");
    expect(lines).toEqual([`Waiting for process 1 on elsewhere, which works in ${folder} …`]);
  });
});

describe("a process", () => {
  it("is known by its name and by a start that stays the same", async () => {
    const facts = await inspectProcess(process.pid);
    expect(facts?.name).toBe("node");
    expect(await inspectProcess(process.pid)).toEqual(facts);
  });

  it("that does not exist has no facts", async () => {
    expect(await inspectProcess(2 ** 22 + 1)).toBeUndefined();
  });
});
