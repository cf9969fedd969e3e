// Lint: how long its whole run takes, with promtool's exact verdicts, beside promtool alone on the same files.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import execa from "execa";
import { stringify } from "yaml";
import type { Benchmark, Outcome, Surroundings } from "./shared/benchmark";

const ROOT = join(__dirname, "..", "..");
const SIZES = { whole: [1_000, 10_000], quick: [100] };
/** On two idle cores; the ratio to promtool tells more where others work beside it. */
const GOALS: Readonly<Record<number, number>> = { 1000: 1, 10000: 5 };
const PER_FILE = 100;

export const lint: Benchmark = {
  name: "lint",
  compares: "lint with promtool's verdicts, and promtool check rules alone",
  minutes: { whole: 2, quick: 1 },
  run: async (surroundings): Promise<Outcome> => {
    const found = [];
    for (const size of SIZES[surroundings.quick ? "quick" : "whole"]) found.push(await measured(size, surroundings));
    return {
      tables: [
        {
          title: "The whole run, by rules",
          columns: ["rules", "lint, s", "promtool, s", "ratio"],
          rows: found.map((one) => [one.size, one.lint, one.promtool, one.lint / one.promtool]),
        },
      ],
      goals: found.flatMap(({ size, lint: seconds }) => {
        const goal = GOALS[size];
        const what = `${size.toLocaleString("en-US")} rules`;
        return goal === undefined
          ? []
          : [{ what, goal: `at most ${goal} s`, found: `${seconds.toFixed(1)} s`, met: seconds <= goal }];
      }),
      notes: [
        `${PER_FILE} rules a file; the least of three runs each, taken in turn; the first, which makes the file that starts, is left out.`,
      ],
    };
  },
};

async function measured(size: number, { folder, tools, say }: Surroundings) {
  const files = Array.from({ length: size / PER_FILE }, (_, i) => join(folder, "lint", `${size}`, `${i}.yml`));
  for (const [i, file] of files.entries()) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, stringify({ groups: [{ name: `shop-${i}`, rules: rulesFrom(i * PER_FILE) }] }));
  }
  const runs = { lint: [] as number[], promtool: [] as number[] };
  // The same promtool for both.
  const env = { PATH: `${dirname(tools.promtool)}:${process.env.PATH ?? ""}` };
  const ofLint = ["--max-semi-space-size=64", join(ROOT, "policies/launcher/lint.mjs"), dirname(files[0] ?? "")];
  await execa("node", ofLint, { env, reject: false });
  for (let i = 0; i < 3; i += 1) {
    runs.lint.push(await seconds(() => execa("node", ofLint, { env, reject: false })));
    runs.promtool.push(await seconds(() => execa(tools.promtool, ["check", "rules", ...files], { reject: false })));
    say(`${size} rules: lint ${runs.lint[i]?.toFixed(1)} s, promtool ${runs.promtool[i]?.toFixed(1)} s`);
  }
  return { size, lint: Math.min(...runs.lint), promtool: Math.min(...runs.promtool) };
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1_000;
}

/** Rules of the usual forms, each of another metric. */
function rulesFrom(first: number): object[] {
  return Array.from({ length: PER_FILE }, (_, i) => {
    const n = first + i;
    const failed = `sum by (job) (rate(requests_${n}_total{code=~"5.."}[5m]))`;
    const all = `sum by (job) (rate(requests_${n}_total[5m]))`;
    const alerts = [
      { alert: `Errors${n}`, expr: `${failed} / ${all} > 0.05` },
      { alert: `Down${n}`, expr: `up{job="job-${n}"} == 0` },
      {
        alert: `Slow${n}`,
        expr: `histogram_quantile(0.99, sum by (le, job) (rate(took_${n}_seconds_bucket[5m]))) > 0.5`,
      },
      { record: `job:requests_${n}:rate5m`, expr: all },
    ];
    const rule = alerts[i % alerts.length] ?? {};
    const more = { for: "5m", labels: { severity: "warning" }, annotations: { summary: "{{ $labels.job }} fails" } };
    return "record" in rule ? rule : { ...rule, ...more };
  });
}
