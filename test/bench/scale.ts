// Scale: what an estate of a thousand services and a thousand hosts costs to look at, and what it needs. Nothing may grow faster than it.
import { join } from "node:path";
import execa from "execa";
import { z } from "zod";
import { sizingTable } from "./scale/sizing";
import type { Benchmark, Outcome, Surroundings } from "./shared/benchmark";
import { growthExponent, median } from "./shared/statistics";

const SIZES = { whole: [100, 300, 1_000, 2_000], quick: [30, 60] };
const REPETITIONS = { whole: 3, quick: 1 };
const ROOT = join(__dirname, "..", "..");
/** A time that doubles with the size has the exponent 1; some noise is allowed. */
const LINEAR = 1.15;

const foundSchema = z.object({ seconds: z.record(z.string(), z.number()), megabytes: z.number(), series: z.number() });

type Found = z.infer<typeof foundSchema> & { size: number };

export const scale: Benchmark = {
  name: "scale",
  compares: "the time and memory of sizes with each other, as many hosts as services",
  minutes: { whole: 3, quick: 0.3 },
  run: async (surroundings): Promise<Outcome> => {
    const mode = surroundings.quick ? "quick" : "whole";
    const found: Found[] = [];
    for (const size of SIZES[mode]) found.push(await medianOf(size, REPETITIONS[mode], surroundings));
    const steps = Object.keys(found[0]?.seconds ?? {});

    return {
      tables: [
        {
          title: "Seconds of the processor for each step, by services and hosts",
          columns: ["services and hosts", "series", ...steps, "memory, MB"],
          rows: found.map(({ size, series, seconds, megabytes }) => [
            size.toLocaleString("en-US"),
            series,
            ...steps.map((step) => seconds[step] ?? Number.NaN),
            megabytes,
          ]),
        },
        sizingTable(),
      ],
      goals: [
        ...steps.map((step) => ({
          what: `${step} grows linearly`,
          exponent: growthExponent(found.map(({ size, seconds }) => ({ size, cost: seconds[step] ?? Number.NaN }))),
        })),
        {
          what: "memory grows linearly",
          exponent: growthExponent(found.map(({ size, megabytes }) => ({ size, cost: megabytes }))),
        },
      ].map(({ what, exponent }) => ({
        what: `${what}, up to ${SIZES[mode].at(-1)?.toLocaleString("en-US")} services and hosts`,
        goal: `an exponent of at most ${LINEAR}`,
        found: exponent.toFixed(2),
        met: exponent <= LINEAR,
      })),
      notes: [
        `Medians of ${REPETITIONS[mode]}, each a process of its own. Settings, assembly with the forecast, the forecast alone, all files of render, what a preview says of one service and one host more, the whole program under mocks, and all policies on what it registers.`,
        "The lower table is computed by the forecast, the sizing and the price list that deployments use: all series of every exporter for 30 days, list prices of us-east-1. Two servers scrape the same.",
      ],
    };
  },
};

async function medianOf(size: number, times: number, { say }: Surroundings): Promise<Found> {
  const runs: z.infer<typeof foundSchema>[] = [];
  for (let run = 0; run < times; run++) {
    const program = join(__dirname, "scale", "steps.ts");
    const { stdout } = await execa(process.execPath, ["--import", "tsx", program, String(size)], { cwd: ROOT });
    runs.push(foundSchema.parse(JSON.parse(stdout)));
  }
  const [first] = runs;
  if (!first) throw new Error("Nothing was run");
  const seconds = Object.fromEntries(
    Object.keys(first.seconds).map((step) => [step, median(runs.map((run) => run.seconds[step] ?? Number.NaN))]),
  );
  say(
    `${size}: ${Object.entries(seconds)
      .map(([step, took]) => `${step} ${took.toFixed(2)} s`)
      .join(", ")}`,
  );
  return { size, series: first.series, seconds, megabytes: median(runs.map(({ megabytes }) => megabytes)) };
}
