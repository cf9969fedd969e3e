// How many series there will be, before and after: for the terminal, and for a pull request's comment.
import type { Monitoring } from "../../../components/monitoring";
import { code } from "./escape";
import { folded, table } from "./pieces";

type Forecast = Monitoring["forecast"];
type Certainty = Forecast["jobs"][number]["certainty"];

const SHOWN = 20;

/** The forecast in a few lines; `base` is undefined where there was none. */
export function forecastText(base: Forecast | undefined, head: Forecast): string {
  const rows = firstOf(changesIn(jobsOf(base), jobsOf(head))).map(
    ([job, before, after]) => `  ${(job || NO_JOB).padEnd(28)} ${before.padStart(8)} → ${after}`,
  );
  return [`Series: ${headline(base, head)}`, ...rows].join("\n");
}

/** The forecast as a section of Markdown: by job, and folded by metric. */
export function forecastMarkdown(base: Forecast | undefined, head: Forecast): string {
  const jobs = firstOf(changesIn(jobsOf(base), jobsOf(head))).map(([job, ...counts]) => [
    cell(job || NO_JOB, counts),
    ...counts,
    sureness(head, job),
  ]);
  const metrics = firstOf(changesIn(metricsOf(base), metricsOf(head))).map(([name, ...counts]) => [
    cell(name, counts),
    ...counts,
  ]);
  return [
    "#### Series",
    "",
    `${headline(base, head)}.`,
    ...table(["job", "before", "after", "how sure"], jobs),
    ...folded("By metric", table(["metric", "before", "after"], metrics)),
    "",
    "",
  ].join("\n");
}

/** What has no numbers is a remark. */
const cell = (name: string, counts: readonly string[]) => (counts.includes("") ? name : code(name));

/** What has no job, such as sums over services. */
const NO_JOB = "(no job)";

function headline(base: Forecast | undefined, head: Forecast): string {
  const least = head.atLeast ? "at least " : "";
  const change = base && base.expected !== head.expected ? `${number(base.expected)} → ` : "";
  const budget = head.budget
    ? `, ${Math.round(head.budget.share * 100)}% of the budget of ${number(head.budget.series)}${OVER[head.budget.exceeded]}`
    : "";
  return `${change}${least}${number(head.expected)} expected, ${number(head.bound)} at most${budget}`;
}

const OVER = { no: "", possible: ", which labels could exceed", yes: ": over it" } as const;

const SURE: Readonly<Record<Certainty, string>> = {
  measured: "counted at a real one",
  catalogue: "by the catalogue, at least",
  unknown: "the targets are not known",
};

/** By the least certain of its scrape jobs; what rules add follows from theirs. */
function sureness({ jobs }: Forecast, label: string): string {
  const kinds = jobs.filter(({ job }) => job === label).map(({ certainty }) => certainty);
  const least = (["unknown", "catalogue", "measured"] as const).find((kind) => kinds.includes(kind));
  return least ? SURE[least] : "";
}

const jobsOf = (forecast: Forecast | undefined) =>
  (forecast?.byJob ?? []).map(({ job, expected }) => ({ name: job, expected }));

const metricsOf = (forecast: Forecast | undefined) => (forecast?.jobs ?? []).flatMap(({ metrics }) => metrics);

interface Counted {
  name: string;
  expected: number;
}

/** Those whose number changes, the largest change first. */
function changesIn(
  base: readonly Counted[],
  head: readonly Counted[],
): { name: string; before: number; after: number }[] {
  const [before, after] = [sums(base), sums(head)];
  const names = [...new Set([...before.keys(), ...after.keys()])];
  return names
    .map((name) => ({ name, before: before.get(name) ?? 0, after: after.get(name) ?? 0 }))
    .filter((row) => row.before !== row.after)
    .sort((a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before));
}

function sums(all: readonly Counted[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const { name, expected } of all) found.set(name, (found.get(name) ?? 0) + expected);
  return found;
}

function firstOf(changes: ReturnType<typeof changesIn>): [name: string, before: string, after: string][] {
  const rows = changes.map(({ name, before, after }): [string, string, string] => [
    name,
    number(before),
    number(after),
  ]);
  const left = rows.length - SHOWN;
  return left > 0 ? [...rows.slice(0, SHOWN), [`and ${left} more`, "", ""]] : rows;
}

const number = (value: number) => Math.round(value).toLocaleString("en");
