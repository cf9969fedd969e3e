// A run that is stopped, in whatever way, leaves neither its folder nor the programs that it started.
import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { inScratch, printedBy } from "../../../policies/verdicts";

const VERDICTS = join(__dirname, "..", "..", "..", "policies", "verdicts", "index.ts");

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "tocsin-scratch-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** A program that starts another, and never ends: the ids of both are in the file `ids`. */
function endless(): string {
  const path = join(root, "endless");
  writeFileSync(path, `#!/bin/sh\nsleep 300 & echo $$ $! > ${root}/ids.part\nmv ${root}/ids.part ${root}/ids\nwait\n`);
  chmodSync(path, 0o755);
  return path;
}

const runs = (id: number) => {
  try {
    // A process that has ended and waits to be collected is none.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${id}/status`, "utf8"));
  } catch {
    return false;
  }
};

const ids = () => readFileSync(join(root, "ids"), "utf8").trim().split(" ").map(Number);
const folders = () => readdirSync(root).filter((name) => name.startsWith("tocsin-"));

describe.runIf(existsSync("/proc/self/status"))("a run that is stopped", () => {
  it.each(["SIGINT", "SIGTERM", "SIGHUP", "SIGKILL"] as const)(
    "by %s leaves nothing behind",
    async (signal) => {
      const script = `const { inScratch, printedBy } = require(${JSON.stringify(VERDICTS)});
      void inScratch("prove", (folder) => printedBy(${JSON.stringify(endless())}, [], folder, { seconds: 300 }));`;
      const env = { ...process.env, TMPDIR: root };
      const run = spawn(process.execPath, ["--require", "tsx/cjs", "-e", script], { env });
      const ended = new Promise((resolve) => run.once("close", (_, by) => resolve(by)));
      await vi.waitFor(ids, { timeout: 20_000 });
      expect(folders()).toHaveLength(1);
      expect(ids().map(runs)).toEqual([true, true]);
      run.kill(signal);
      expect(await ended).toBe(signal);
      await vi.waitFor(() => expect([folders(), ids().map(runs)]).toEqual([[], [false, false]]), { timeout: 5_000 });
    },
    30_000,
  );

  it("because it takes too long takes what it started with it", async () => {
    const printed = await inScratch("prove", (folder) => printedBy(endless(), [], folder, { seconds: 1 }));
    expect(printed?.isStopped).toBe(true);
    await vi.waitFor(() => expect(ids().map(runs)).toEqual([false, false]), { timeout: 5_000 });
  });
});

it("what cannot be started prints nothing", async () => {
  expect(
    await inScratch("lint", (folder) => printedBy(join(root, "none"), [], folder, { seconds: 5 })),
  ).toBeUndefined();
});
