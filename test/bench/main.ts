// The command: npm run bench -- [NAME…] [--quick]. Exit code 1 where one failed, 2 where it cannot begin; a missed goal is a
// figure.
import { messageOf } from "../../components/error-text";
import "../support/own-mixins";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { findTool } from "../../components/host/tools";
import { BENCHMARKS } from "./benchmarks";
import { type Benchmark, type Outcome, type Surroundings, TOOLS } from "./shared/benchmark";
import { machineFacts } from "./shared/machine";
import { pageOf, RESULTS_PAGE, readResults, writeResult } from "./shared/results";
import { asText } from "./shared/table";

/** What was changed because of the figures; written by hand, kept in the page. */
const CHANGES = join(__dirname, "changes.md");

const NAMES = BENCHMARKS.map(({ name }) => name);

function chosen(names: readonly string[]): readonly Benchmark[] {
  const unknown = names.filter((name) => !NAMES.includes(name));
  if (unknown.length > 0) throw new Error(`There is no benchmark ${unknown.join(", ")}; there: ${NAMES.join(", ")}`);
  return names.length === 0 ? BENCHMARKS : BENCHMARKS.filter(({ name }) => names.includes(name));
}

async function foundTools() {
  const found = await Promise.all(TOOLS.map((name) => findTool(name)));
  const missing = TOOLS.filter((_, index) => !found[index]);
  if (missing.length > 0) throw new Error(`${missing.join(", ")} missing; get them with: npm run doctor -- --install`);
  return found.filter((tool) => tool !== undefined);
}

async function run(benchmark: Benchmark, surroundings: Surroundings): Promise<Outcome> {
  const outcome = await benchmark.run(surroundings);
  for (const table of outcome.tables) console.log(asText(table));
  for (const { what, goal, found, met } of outcome.goals)
    console.log(`${met ? "met   " : "MISSED"} ${what}: ${found} (goal: ${goal})`);
  for (const note of outcome.notes) console.log(`note: ${note}`);
  return outcome;
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({ options: { quick: { type: "boolean" } }, allowPositionals: true });
  const quick = values.quick ?? false;
  const benchmarks = chosen(positionals);
  const tools = await foundTools();
  const machine = await machineFacts(tools);
  const paths = Object.fromEntries(tools.map(({ name, path }) => [name, path]));
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  const failed: string[] = [];
  // What was started is stopped as this process exits, and may still be writing.
  process.once("exit", () => rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 }));
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));
  for (const benchmark of benchmarks) {
    const { name, compares, minutes } = benchmark;
    const allowed = quick ? minutes.quick : minutes.whole;
    console.log(`\n# ${name}: ${compares} (at most ${allowed} minutes on two idle cores)`);
    const begun = Date.now();
    const elapsed = () => (Date.now() - begun) / 60_000;
    const say = (line: string) => console.log(`[${(elapsed() * 60).toFixed(0).padStart(4)} s] ${line}`);
    try {
      const { prometheus = "", promtool = "", alertmanager = "" } = paths;
      const outcome = await run(benchmark, {
        quick,
        alone: positionals.length === 1,
        folder,
        tools: { prometheus, promtool, alertmanager },
        say,
      });
      console.log(`${name} took ${elapsed().toFixed(1)} of ${allowed} minutes`);
      if (!quick) writeResult({ name, compares, machine, minutes: elapsed(), ...outcome });
    } catch (error) {
      failed.push(name);
      console.error(`${name} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
  }
  // A quick run shows that everything runs; its figures are no results.
  if (!quick) writeFileSync(RESULTS_PAGE, pageOf(readResults(NAMES), readFileSync(CHANGES, "utf8")));
  if (failed.length > 0) console.error(`Failed: ${failed.join(", ")}`);
  return failed.length > 0 ? 1 : 0;
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error) => {
    console.error(messageOf(error));
    process.exitCode = 2;
  },
);
