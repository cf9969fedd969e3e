// How many series there will be, before and after: for the terminal, and for a pull request's comment.
import type { Monitoring } from "../../components/monitoring";

type Forecast = Monitoring["forecast"];

const SHOWN = 20;

/** The forecast in a few lines; `base` is undefined where there was none. */
export function forecastText(base: Forecast | undefined, head: Forecast): string {
  const rows = rowsOf(base, head).map(([job, before, after]) => `  ${job.padEnd(28)} ${before.padStart(8)} → ${after}`);
  return [`Series: ${headline(base, head)}`, ...rows].join("\n");
}

/** The forecast as a section of Markdown. */
export function forecastMarkdown(base: Forecast | undefined, head: Forecast): string {
  const rows = rowsOf(base, head).map(([job, before, after]) => `| \`${job}\` | ${before} | ${after} |`);
  const table = rows.length > 0 ? ["", "| job | before | after |", "| --- | ---: | ---: |", ...rows] : [];
  return ["#### Series", "", `${headline(base, head)}.`, ...table, "", ""].join("\n");
}

function headline(base: Forecast | undefined, head: Forecast): string {
  const least = head.atLeast ? "at least " : "";
  const change = base && base.expected !== head.expected ? `${number(base.expected)} → ` : "";
  const budget = head.budget
    ? `, ${Math.round(head.budget.share * 100)} % of the budget of ${number(head.budget.series)}${OVER[head.budget.exceeded]}`
    : "";
  return `${change}${least}${number(head.expected)} expected, ${number(head.bound)} at most${budget}`;
}

const OVER = { no: "", possible: ", which labels could exceed", yes: ": over it" } as const;

/** Jobs whose number changes, the largest change first; `""` is what has no job, such as sums over services. */
function rowsOf(base: Forecast | undefined, head: Forecast): [job: string, before: string, after: string][] {
  const of = (forecast: Forecast | undefined, job: string) =>
    forecast?.byJob.find((row) => row.job === job)?.expected ?? 0;
  const jobs = [...new Set([...(base?.byJob ?? []), ...head.byJob].map(({ job }) => job))];
  const changes = jobs
    .map((job) => ({ job, before: of(base, job), after: of(head, job) }))
    .filter(({ before, after }) => before !== after)
    .sort((a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before));
  const rows = changes.map(({ job, before, after }): [string, string, string] => [
    job || "(no job)",
    number(before),
    number(after),
  ]);
  const left = rows.length - SHOWN;
  return left > 0 ? [...rows.slice(0, SHOWN), [`and ${left} more`, "", ""]] : rows;
}

const number = (value: number) => Math.round(value).toLocaleString("en");
