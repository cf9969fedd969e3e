import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { PACKS } from "../../policies/packs";
import { withTables } from "../../policies/readme/table";

test("the README's table of policies is up to date; else run: node --import tsx policies/readme/main.ts", () => {
  const readme = readFileSync(join(__dirname, "../../policies/README.md"), "utf8");
  expect(withTables(readme, PACKS)).toBe(readme);
});
