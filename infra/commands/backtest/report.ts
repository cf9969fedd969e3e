// A backtest as people read it.
import type { Backtest, Compared, Verdict } from "./backtest";

export interface Asked {
  environment: string;
  prometheus: string;
  days: number;
  /** The git ref of the base, where there is one. */
  against?: string;
}

/** Lines for a terminal: how far the history reaches, a row for each rule, and what is doubtful about some. */
export function reportOf({ grid, historySince, rules }: Backtest, asked: Asked): string {
  if (rules.length === 0) {
    return `No alert of ${asked.environment} fires differently than at ${asked.against}; there is nothing to evaluate.`;
  }
  const title = `${asked.environment} over ${spoken(asked.days * 86_400)} of ${asked.prometheus}`;
  if (historySince === undefined) {
    return `${title}: there is no history. It has no series, in this time, of anything that ${rules.length} alerts read.`;
  }
  const shorter = grid.endSeconds - historySince < asked.days * 86_400 - 2 * grid.stepSeconds;
  const reach = shorter
    ? `its history reaches back to ${moment(historySince)} only (${spoken(grid.endSeconds - historySince)})`
    : "its history covers all of it";
  return [
    `${title}: ${reach}.`,
    `Evaluated every ${spoken(grid.stepSeconds)}; what comes and goes in between is not seen.`,
    "",
    ...table(rules),
    ...notes(rules),
  ].join("\n");
}

function table(rules: readonly Compared[]): string[] {
  const compares = rules.some(({ before, kind }) => before || kind === "added");
  const header = ["alert", "severity", "", ...(compares ? ["before", "after"] : ["would have fired"])];
  const rows = [...rules]
    .sort(loudestFirst)
    .map(({ name, severity, kind, before, after }) => [
      ...[name, severity, compares ? kind : ""],
      ...(compares ? [figures(before)] : []),
      figures(after),
    ]);
  const widths = header.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  return [header, ...rows].map((row) =>
    `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}`.trimEnd(),
  );
}

const loudness = ({ before, after }: Compared) => Math.max(before?.firing?.seconds ?? 0, after?.firing?.seconds ?? 0);

const loudestFirst = (a: Compared, b: Compared) => loudness(b) - loudness(a) || a.name.localeCompare(b.name);

function figures(verdict: Verdict | undefined): string {
  if (!verdict) return "-";
  const { firing } = verdict;
  if (!firing) return "not known";
  if (firing.times === 0) return "never";
  const times = firing.times === 1 ? "once" : `${firing.times} times`;
  const series = firing.series === 1 ? "" : ` on ${firing.series} series`;
  const longest = firing.times === 1 ? "" : `, ${spoken(firing.longestSeconds)} at the longest`;
  return `${times}${series}, ${spoken(firing.seconds)} in all${longest}`;
}

function notes(rules: readonly Compared[]): string[] {
  const lines = rules.flatMap(({ name, severity, before, after }) => {
    const [was, is] = [doubts(before), doubts(after)];
    const said = (doubt: string, side: string) => `  ${name} (${severity})${side}: ${doubt}`;
    return [
      ...was.filter((doubt) => !is.includes(doubt)).map((doubt) => said(doubt, ", before")),
      ...is.map((doubt) => said(doubt, before && !was.includes(doubt) ? ", after" : "")),
    ];
  });
  return lines.length > 0 ? ["", ...lines] : [];
}

function doubts(verdict: Verdict | undefined): string[] {
  if (!verdict) return [];
  const { problem, missing, since } = verdict;
  if (problem !== undefined) return [problem];
  return [
    ...(missing.length > 0 ? [`there is no history of ${missing.join(", ")}`] : []),
    ...(since !== undefined ? [`all of its metrics are there only since ${moment(since)}`] : []),
  ];
}

const moment = (seconds: number) => `${new Date(seconds * 1000).toISOString().slice(0, 16).replace("T", " ")} UTC`;

const UNITS = [
  [86_400, "d"],
  [3_600, "h"],
  [60, "min"],
] as const;

/** The two largest units: `1 d 3 h`, `12 min`, `50 s`. */
export function spoken(seconds: number): string {
  let rest = Math.round(seconds);
  const parts = UNITS.flatMap(([length, unit]) => {
    const count = Math.floor(rest / length);
    rest -= count * length;
    return count > 0 ? [`${count} ${unit}`] : [];
  });
  return [...parts, ...(rest > 0 || parts.length === 0 ? [`${rest} s`] : [])].slice(0, 2).join(" ");
}
