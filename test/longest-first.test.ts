// The files that begin first are there, and the longest is the first of them.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { BaseSequencer, type TestSpecification, type Vitest } from "vitest/node";
import { LONG_FILES, LongestFirst } from "./support/longest-first.mjs";

test("every file of the table is there", () => {
  expect(Object.keys(LONG_FILES).filter((file) => !existsSync(file))).toEqual([]);
});

test("files begin in the order of their times, those that are not in the table last", async () => {
  const root = process.cwd();
  vi.spyOn(BaseSequencer.prototype, "sort").mockImplementation(async (files) => files);
  const sequencer = new LongestFirst({ config: { root, sequence: {} } } as Vitest);
  const given = ["test/short.test.ts", "test/e2e/offline.test.ts", "test/other.test.ts", "test/e2e/namings.test.ts"];
  const sorted = await sequencer.sort(given.map((file) => ({ moduleId: join(root, file) }) as TestSpecification));
  expect(sorted.map(({ moduleId }) => moduleId.slice(root.length + 1))).toEqual([
    "test/e2e/namings.test.ts",
    "test/e2e/offline.test.ts",
    "test/short.test.ts",
    "test/other.test.ts",
  ]);
});
