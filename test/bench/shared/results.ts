// The results of runs: a JSON file for each benchmark, and one page made of them all.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Outcome } from "./benchmark";
import type { Machine } from "./machine";
import { asMarkdown } from "./table";

const cell = z.union([z.string(), z.number(), z.null().transform(() => Number.NaN)]);

const resultSchema = z.object({
  name: z.string(),
  compares: z.string(),
  machine: z.object({
    at: z.string(),
    cpu: z.string(),
    cores: z.number(),
    memoryGib: z.number(),
    kernel: z.string(),
    load: z.number(),
    commit: z.string(),
    versions: z.record(z.string(), z.string()),
  }),
  minutes: z.number(),
  tables: z.array(z.object({ title: z.string(), columns: z.array(z.string()), rows: z.array(z.array(cell)) })),
  goals: z.array(z.object({ what: z.string(), goal: z.string(), found: z.string(), met: z.boolean() })),
  notes: z.array(z.string()),
});

/** What a benchmark found, where and in how long. */
export interface Result extends Outcome {
  name: string;
  compares: string;
  machine: Machine;
  minutes: number;
}

export const RESULTS_FOLDER = join(__dirname, "..", "results");
export const RESULTS_PAGE = join(__dirname, "..", "..", "..", "BENCHMARKS.md");

export function writeResult(result: Result): void {
  mkdirSync(RESULTS_FOLDER, { recursive: true });
  writeFileSync(join(RESULTS_FOLDER, `${result.name}.json`), `${JSON.stringify(result, undefined, 2)}\n`);
}

/** The last result of each benchmark that has one, in this order. */
export function readResults(names: readonly string[]): Result[] {
  const there = readdirSync(RESULTS_FOLDER);
  return names
    .filter((name) => there.includes(`${name}.json`))
    .map((name) => resultSchema.parse(JSON.parse(readFileSync(join(RESULTS_FOLDER, `${name}.json`), "utf8"))));
}

/** The page: the goals first, then each benchmark with where it ran, its tables and its notes. */
export function pageOf(results: readonly Result[], changes: string): string {
  const goals = {
    title: "Goals",
    columns: ["what", "goal", "found", ""],
    rows: results.flatMap((one) =>
      one.goals.map(({ what, goal, found, met }) => [what, goal, found, met ? "met" : "missed"]),
    ),
  };
  return [
    "# Benchmarks",
    "",
    "Written by `npm run bench`. Each compares ours with the usual way side by side in one run, on the real Prometheus and Alertmanager; the ratios are what counts, the times depend on the machine.",
    "",
    asMarkdown(goals),
    changes,
    ...results.map(section),
  ].join("\n");
}

function section({ name, compares, machine, minutes, tables, notes }: Result): string {
  const versions = Object.entries(machine.versions).map(([tool, version]) => `${tool} ${version}`);
  return [
    `## ${name}`,
    "",
    `Compares ${compares}.`,
    "",
    ...tables.map(asMarkdown),
    ...notes.map((note) => `- ${note}`),
    `- ${machine.at.slice(0, 10)}, commit ${machine.commit}, ${machine.cores} × ${machine.cpu}, ${machine.memoryGib} GiB, Linux ${machine.kernel}, load ${machine.load.toFixed(1)} at the start; ${versions.join(", ")}; took ${minutes.toFixed(1)} minutes.`,
    "",
  ].join("\n");
}
