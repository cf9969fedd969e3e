import { type ChildProcess, spawn } from "node:child_process";
import { copyFile, mkdir, mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { checkStackLock } from "../../../infra/engine";

let stateDir: string;
let locks: string;
let lines: string[];

const check = () => checkStackLock({ stateDir, project: "tocsin", stack: "local" }, (line) => void lines.push(line));

/** A lock as the engine writes it, with its file of attributes. */
async function lockBy(holder: { pid: number; hostname?: string }): Promise<string> {
  const file = join(locks, "b2f1a3c4.json");
  const timestamp = "2026-01-02T03:04:05.678Z";
  await writeFile(file, JSON.stringify({ username: "ada", hostname: hostname(), timestamp, ...holder }));
  await writeFile(`${file}.attrs`, "{}");
  return file;
}

/** A process whose executable has this name. */
async function startAs(name: string): Promise<ChildProcess> {
  const file = join(stateDir, name);
  await copyFile("/bin/sleep", file);
  const child = spawn(file, ["60"]);
  onTestFinished(() => void child.kill());
  return child;
}

beforeEach(async () => {
  stateDir = await mkdtemp(join(tmpdir(), "tocsin-state-"));
  locks = join(stateDir, ".pulumi/locks/organization/tocsin/local");
  await mkdir(locks, { recursive: true });
  lines = [];
});

afterEach(() => rm(stateDir, { recursive: true }));

describe("the lock of an environment", () => {
  it("is free when there is no file, and when there is no folder", async () => {
    await check();
    await rm(join(stateDir, ".pulumi"), { recursive: true });
    await check();
    expect(lines).toEqual([]);
  });

  it("of a running deployment is an error that says who runs it, and it stays", async () => {
    const { pid = 0 } = await startAs("pulumi");
    await lockBy({ pid });
    await expect(check()).rejects.toThrow(
      `Another deployment of "local" is running (pid ${pid}, user ada, since 2026-01-02T03:04:05.678Z). ` +
        `Wait for it, or stop it: kill -INT ${pid}`,
    );
    expect(await readdir(locks)).toHaveLength(2);
  });

  it("of a deployment that was killed is removed, and that is told", async () => {
    const file = await lockBy({ pid: 2 ** 22 + 1 });
    await check();
    expect(lines).toEqual([`Removed the lock of "local" of a deployment that died (pid ${2 ** 22 + 1}): ${file}`]);
    expect(await readdir(locks)).toEqual([]);
  });

  it("of a deployment whose process id now belongs to another program is removed", async () => {
    const { pid = 0 } = await startAs("postgres");
    await lockBy({ pid });
    await check();
    expect(await readdir(locks)).toEqual([]);
  });

  it("of another host is an error that says how to remove it", async () => {
    const file = await lockBy({ pid: 1, hostname: "ci-7" });
    await expect(check()).rejects.toThrow(
      /from the host ci-7 \(pid 1, user ada.*If it is no longer running there: rm '/,
    );
    expect(await readdir(locks)).toContain(file.split("/").pop());
  });

  it("that was only half written by a killed deployment is removed once it is old", async () => {
    const file = join(locks, "b2f1a3c4.json.18a2.tmp");
    await writeFile(file, '{"pid":');
    await expect(check()).rejects.toThrow("just writing its lock");
    const old = new Date(Date.now() - 60_000);
    await utimes(file, old, old);
    await check();
    expect(lines).toEqual([`Removed the lock of "local" that nobody holds: ${file}`]);
  });
});
