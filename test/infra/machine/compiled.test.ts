// What V8 compiled is kept for a week, whatever becomes of the sources.
import { existsSync } from "node:fs";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { compiledFolder } from "../../../infra/machine/compiled";

const DAY = 86_400_000;

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "tocsin-compiled-"));
});
afterEach(() => rm(folder, { recursive: true }));

test("a new week has a new folder, and the old ones go", async () => {
  const first = compiledFolder(folder, 0);
  await writeFile(join(first, "of-some-source"), "");
  await writeFile(join(folder, "of-an-older-version"), "");
  expect(compiledFolder(folder, 6 * DAY)).toBe(first);
  expect(existsSync(join(first, "of-some-source"))).toBe(true);
  const second = compiledFolder(folder, 8 * DAY);
  await expect.poll(() => readdir(folder)).toEqual([second.slice(folder.length + 1)]);
});

test("a cache that cannot be written is no reason to fail", async () => {
  const file = join(folder, "no-folder");
  await writeFile(file, "");
  expect(compiledFolder(file, 0)).toBe(join(file, "week-0"));
});
