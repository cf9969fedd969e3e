// An executable of the cache is asked for its version once, and again when it is another file.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { knownVersion } from "../../../../components/host/tools/known-version";

let path: string;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "known-version-"));
  path = join(folder, "prometheus");
  writeFileSync(path, "one");
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("the same file is asked once", async () => {
  const ask = vi.fn(async () => "3.13.5");
  expect(await knownVersion(path, ask)).toBe("3.13.5");
  expect(await knownVersion(path, ask)).toBe("3.13.5");
  expect(ask).toHaveBeenCalledTimes(1);
});

test("another file in its place is asked again", async () => {
  await knownVersion(path, async () => "3.13.5");
  writeFileSync(path, "another");
  expect(await knownVersion(path, async () => "3.13.6")).toBe("3.13.6");
});

test("one that does not run is asked each time", async () => {
  expect(await knownVersion(path, async () => undefined)).toBeUndefined();
  expect(await knownVersion(path, async () => "3.13.5")).toBe("3.13.5");
});
