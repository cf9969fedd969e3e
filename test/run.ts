// `npm test`: types, format and lint, then all tests; the last line counts them. Arguments go to vitest.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";

const counts = z.object({ numPassedTests: z.number(), numFailedTests: z.number(), numPendingTests: z.number() });

const folder = mkdtempSync(join(tmpdir(), "test-results-"));
const arguments_ = process.argv.slice(2);

function run(command: string, ...args: string[]): boolean {
  return spawnSync(join("node_modules", ".bin", command), args, { stdio: "inherit" }).status === 0;
}

/** Runs one of vitest's projects; a run that ends without results counts as one failure. */
function vitest(project: string) {
  const file = join(folder, `${project}.json`);
  const ok = run(
    "vitest",
    "run",
    `--project=${project}`,
    "--passWithNoTests",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${file}`,
    ...arguments_,
  );
  try {
    const { numPassedTests, numFailedTests, numPendingTests } = counts.parse(JSON.parse(readFileSync(file, "utf8")));
    // A file that does not load has no tests that could fail.
    return {
      passed: numPassedTests,
      failed: numFailedTests + (ok || numFailedTests > 0 ? 0 : 1),
      skipped: numPendingTests,
    };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

// What is checked once, each counting as a test.
const checks = arguments_.length > 0 ? [] : [run("tsc", "--noEmit"), run("biome", "check")];
const results = [
  ...checks.map((ok) => ({ passed: Number(ok), failed: Number(!ok), skipped: 0 })),
  vitest("unit"),
  vitest("e2e"),
];
rmSync(folder, { recursive: true });

const sum = (key: "passed" | "failed" | "skipped") => results.reduce((total, result) => total + result[key], 0);
const skipped = sum("skipped");
console.log(`${sum("passed")} passed, ${sum("failed")} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
process.exitCode = sum("failed") > 0 ? 1 : 0;
