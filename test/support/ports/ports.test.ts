// The ports that tests beside each other take.
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";

const HELD = join(tmpdir(), `tocsin-ports-${userInfo().uid}`);

/** As the modules of another process are loaded. */
async function rangeOfAnother(): Promise<number> {
  vi.resetModules();
  const { freePort } = await import("./index.js");
  return Math.floor(((await freePort()) - 10_000) / 110);
}

/** What this process has, and no other; those of others come and go. */
const own = () =>
  readdirSync(HELD).filter((name) => {
    try {
      return readFileSync(join(HELD, name), "utf8") === String(process.pid);
    } catch {
      return false;
    }
  });

afterEach(() => {
  for (const name of own()) rmSync(join(HELD, name));
});

test("are of a range that no running process has", async () => {
  const [one, other] = [await rangeOfAnother(), await rangeOfAnother()];
  expect(other).not.toBe(one);
  expect(own().sort()).toEqual([String(one), String(other)].sort());
});

test("are of the range of a process that has ended", async () => {
  const range = await rangeOfAnother();
  writeFileSync(join(HELD, String(range)), "4194999");
  expect(await rangeOfAnother()).toBe(range);
});
