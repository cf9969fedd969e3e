// Preview: what a change costs to look at, by the number of services and of rules: it has to grow with them and no faster.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import execa from "execa";
import { stringify } from "yaml";
import { z } from "zod";
import { findEngine } from "../../infra/engine";
import { House } from "../e2e/house";
import { estateFile } from "./estate/estate";
import type { Benchmark, Outcome, Surroundings } from "./shared/benchmark";
import { growthExponent } from "./shared/statistics";

const SERVICES = { whole: [10, 50, 100, 200], quick: [10] };
const RULES = { whole: [100, 1_000, 10_000], quick: [100] };
const ROOT = join(__dirname, "..", "..");
/** A time that doubles with the size has the exponent 1; some noise is allowed. */
const LINEAR = 1.15;

/** Where a process does one thing, the processor's time for it alone; else all the time until it ended. */
interface Found {
  size: number;
  seconds: number;
}

export const preview: Benchmark = {
  name: "preview",
  compares: "the time of sizes with each other",
  minutes: { whole: 2, quick: 1 },
  run: async (surroundings): Promise<Outcome> => {
    const mode = surroundings.quick ? "quick" : "whole";
    const mocks = await each(
      SERVICES[mode],
      (size) => underMocks(size, surroundings),
      "program under mocks",
      surroundings,
    );
    const engine = (await findEngine()) ? await engineTimes(SERVICES[mode], surroundings) : [];
    const lint = await each(RULES[mode], (size) => linted(size, surroundings), "lint", surroundings);
    const kinds = [
      { what: "program under mocks", unit: "services", found: mocks },
      { what: "preview --offline on the real engine", unit: "services", found: engine },
      { what: "lint", unit: "rules", found: lint },
    ];
    return {
      tables: kinds.map(({ what, unit, found }) => ({
        title: `${what}, by ${unit}`,
        columns: [unit, "seconds", "ms for each"],
        rows: found.map(({ size, seconds }) => [size.toLocaleString("en-US"), seconds, (1_000 * seconds) / size]),
      })),
      goals: kinds
        .filter(({ found }) => found.length > 1)
        .map(({ what, found }) => {
          const exponent = growthExponent(found.map(({ size, seconds }) => ({ size, cost: seconds })));
          return {
            what: `${what} grows linearly`,
            goal: `an exponent of at most ${LINEAR}`,
            found: exponent.toFixed(2),
            met: exponent <= LINEAR,
          };
        }),
      notes: [
        "Of the program and of lint, the processor's time without that to start Node.js; of the preview, all the time that it takes. What is the same for all sizes brings the exponent below 1.",
        ...(engine.length === 0
          ? ["The engine is missing, so no preview was run on it: npm run doctor -- --install"]
          : []),
      ],
    };
  },
};

async function each(
  sizes: readonly number[],
  run: (size: number) => Promise<number>,
  what: string,
  { say }: Surroundings,
): Promise<Found[]> {
  const found: Found[] = [];
  for (const size of sizes) {
    const seconds = await run(size);
    say(`${what}, ${size}: ${seconds.toFixed(2)} s`);
    found.push({ size, seconds });
  }
  return found;
}

/** What a program of this folder took for its work, in seconds of the processor, as it says. Throws where it fails. */
async function worked(program: string, file: string): Promise<number> {
  const { stdout } = await execa(process.execPath, ["--import", "tsx", join(__dirname, "preview", program), file], {
    cwd: ROOT,
  });
  return z.coerce.number().positive().parse(stdout.trim());
}

async function underMocks(services: number, { folder }: Surroundings): Promise<number> {
  const file = join(folder, `settings-${services}.json`);
  writeFileSync(file, JSON.stringify(estateFile(services)));
  return worked("under-mocks.ts", file);
}

async function engineTimes(sizes: readonly number[], surroundings: Surroundings): Promise<Found[]> {
  const house = await House.build();
  try {
    return await each(
      sizes,
      async (services) => {
        await house.settings((config) => {
          for (const [key, value] of Object.entries(estateFile(services))) config[`tocsin:${key}`] = value;
        });
        const { exitCode, output, seconds } = await house.run(["preview", "--offline"]);
        if (exitCode !== 0) throw new Error(`preview --offline ended with ${exitCode}:\n${output.slice(-2_000)}`);
        return seconds;
      },
      "preview --offline",
      surroundings,
    );
  } finally {
    await house.tearDown();
  }
}

/** Rules as teams have them: a ratio, a quantile and a threshold in turn, in groups of twenty. */
async function linted(rules: number, { folder }: Surroundings): Promise<number> {
  const file = join(folder, "lint", `${rules}.yml`);
  mkdirSync(join(folder, "lint"), { recursive: true });
  const rule = (index: number) => ({
    alert: `Alert${index}`,
    expr: [
      `sum by (service) (rate(requests_${index}_total{status=~"5.."}[5m])) / sum by (service) (rate(requests_${index}_total[5m])) > 0.05`,
      `histogram_quantile(0.95, sum by (service, le) (rate(duration_${index}_seconds_bucket[5m]))) > 1`,
      `queue_${index}_messages > 1000`,
    ][index % 3],
    for: "5m",
    labels: { severity: "warning" },
    annotations: {
      summary: "Something is wrong",
      description: "With a value",
      runbook_url: "https://example.com/runbook",
    },
  });
  const groups = Array.from({ length: Math.ceil(rules / 20) }, (_, group) => ({
    name: `group-${group}`,
    rules: Array.from({ length: Math.min(20, rules - 20 * group) }, (_, index) => rule(20 * group + index)),
  }));
  writeFileSync(file, stringify({ groups }));
  return worked("lint.ts", file);
}
