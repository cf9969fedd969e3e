// The types of tocsin.config.ts are checked before its mixins are used.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { checkTypes } from "../../infra/config-types";

let project = "";
beforeEach(() => {
  project = realpathSync(mkdtempSync(join(tmpdir(), "types-")));
  mkdirSync(join(project, "node_modules", "tocsin"), { recursive: true });
  // Stands in for the package's declarations.
  writeFileSync(join(project, "node_modules", "tocsin", "package.json"), '{ "types": "index.d.ts" }');
  writeFileSync(
    join(project, "node_modules", "tocsin", "index.d.ts"),
    "export declare const defineConfig: (config: { packages?: string[] }) => unknown;",
  );
});
afterEach(() => rmSync(project, { recursive: true }));

const config = (packages: string) =>
  writeFileSync(
    join(project, "tocsin.config.ts"),
    `import { defineConfig } from "tocsin";\nimport { packages } from "./packages";\nexport default defineConfig({ packages: ${packages} });\n`,
  );

test("every mistake is named with its file and line, in what is imported as well", async () => {
  config("[1, ...packages]");
  writeFileSync(
    join(project, "packages.ts"),
    'export const packages: string[] = ["a"];\nexport const one: number = "1";\n',
  );
  await expect(checkTypes(project)).rejects.toThrow(
    [
      "tocsin.config.ts and what it imports have type errors; mend them, nothing is deployed.",
      "  tocsin.config.ts:3: Type 'number' is not assignable to type 'string'.",
      "  packages.ts:2: Type 'string' is not assignable to type 'number'.",
    ].join("\n"),
  );
}, 60_000);

test("declarations that the project has installed are there", async () => {
  config("[process.title]");
  writeFileSync(join(project, "packages.ts"), 'export const packages: string[] = ["a"];\n');
  await expect(checkTypes(project)).rejects.toThrow("Cannot find name 'process'");
  config("[installed, ...packages]");
  mkdirSync(join(project, "node_modules", "@types", "installed"), { recursive: true });
  writeFileSync(join(project, "node_modules", "@types", "installed", "index.d.ts"), "declare const installed: string;");
  await checkTypes(project);
}, 60_000);

test("what passed is not checked again until it changes", async () => {
  config("packages");
  writeFileSync(join(project, "packages.ts"), 'export const packages: string[] = ["a"];\n');
  await checkTypes(project);
  const start = performance.now();
  await checkTypes(project);
  expect(performance.now() - start).toBeLessThan(1_000);
  writeFileSync(join(project, "packages.ts"), "export const packages: string[] = [1];\n");
  await expect(checkTypes(project)).rejects.toThrow("packages.ts:1:");
}, 60_000);
