// Changes as a pull request's comment: what changes is understood without opening the diff.

import { readable } from "../../../components/rules/readable";
import type { Changes } from "../changes";
import type { FactChange } from "../changes/difference";
import { block, code, words } from "./escape";
import { folded, table } from "./pieces";
import { firstOf, notComparedIn, type Row, type Section, sectionsOf, summaryOf } from "./rows";

/** A workflow finds the comment of an environment by this line, and updates it. */
export const markerOf = (environment: string) => `<!-- tocsin-preview ${environment} -->`;

export interface MarkdownOptions {
  /** The environment: `prod`. */
  environment: string;
  /** What it is compared with: a git ref. */
  against: string;
}

/** So many changed, added and removed of each kind, then their number; fewer where the comment grows too long. */
const MOST = [20, 10, 5] as const;
/** GitHub takes 65,536 characters; other parts of a comment want some as well. */
const ROOM = 40_000;
/** A section with more lines is folded, but for alerts. */
const FOLDED_FROM = 12;
/** Blocks of code that stand open. */
const OPEN_BLOCKS = 3;
const NAMES = 3;
const MEMBERS = 5;

/** Code and sentences stand in lines of their own; all else fits into a table. */
const IN_BLOCKS = ["expression", "queries", "summary", "description"];

/** Markdown as GitHub reads it, with a line break at the end. */
export function renderMarkdown(changes: Changes, options: MarkdownOptions): string {
  for (const most of MOST) {
    const text = draft(changes, options, most);
    if (text.length <= ROOM) return text;
  }
  return draft(changes, options, 0);
}

function draft(changes: Changes, { environment, against }: MarkdownOptions, most: number): string {
  const sections = sectionsOf(changes);
  const notCompared = notComparedIn(changes);
  return [
    markerOf(environment),
    `### What watches ${code(environment)}`,
    "",
    `**${summaryOf(changes)}**, compared with ${code(against)}.`,
    ...sections.flatMap((section) => sectionLines(section, most)),
    ...(sections.length > 0 ? latencyLines(changes) : []),
    ...(notCompared.length > 0
      ? ["", `Not compared, as only one side says it: ${notCompared.map(words).join(", ")}.`]
      : []),
    "",
  ].join("\n");
}

function sectionLines({ kind, one, title, counts, rows }: Section, most: number): string[] {
  const { rows: first, more } = firstOf(rows, most);
  const changed = first.filter(({ mark }) => mark === "~");
  const others = first.filter(({ mark }) => mark !== "~");
  const content = [
    ...changedTable(one, changed),
    ...open(changed.flatMap(diffs)),
    ...othersTable(one, others),
    ...folded("Expressions", expressions(others)),
    ...(more ? ["", `… ${more}.`] : []),
  ];
  return kind === "alerts" || content.length <= FOLDED_FROM
    ? ["", `#### ${title}: ${counts}`, ...content]
    : folded(`${title}: ${counts}`, content);
}

/** A line for each fact that changed. */
function changedTable(one: string, rows: readonly Row[]): string[] {
  const cells = rows.flatMap((row) =>
    row.facts
      .filter(({ fact }) => !IN_BLOCKS.includes(fact))
      .map((fact) => [names(row), place(row), words(fact.fact), ...beforeAndAfter(fact)]),
  );
  const where = rows.some(({ severity }) => severity) ? "severity" : "";
  return table([one, where, "what", "before", "after"], cells);
}

/** A line for each thing that came or went. */
function othersTable(one: string, rows: readonly Row[]): string[] {
  const cells = rows.map((row) => {
    const facts = row.facts.filter(({ fact }) => !IN_BLOCKS.includes(fact));
    const told = facts.map((fact) => `${words(fact.fact)} ${alone(fact)}`);
    return [row.mark === "+" ? "added" : "removed", names(row), place(row), told.join("; ")];
  });
  return table(["", one, "", ""], cells);
}

const NONE = "–";

function beforeAndAfter(fact: FactChange): [before: string, after: string] {
  if (!("added" in fact)) return [code(fact.from ?? "") || NONE, code(fact.to ?? "") || NONE];
  const members = (said: string, list: readonly string[]) =>
    list.length > 0 ? `${said} ${someOf(list, MEMBERS)}` : NONE;
  return [members("no longer", fact.removed), members("also", fact.added)];
}

const alone = (fact: FactChange) =>
  "added" in fact ? someOf([...fact.added, ...fact.removed], MEMBERS) : code(fact.from ?? fact.to ?? "");

const someOf = (all: readonly string[], most: number) =>
  all.slice(0, most).map(code).join(", ") + (all.length > most ? ` and ${all.length - most} more` : "");

const names = (row: Row) => someOf(row.names, NAMES);

const place = ({ severity, of }: Row) => (severity ? words(severity) : of ? `in ${code(of)}` : "");

/** Old and new, below each other. */
function diffs(row: Row): string[][] {
  return row.facts
    .filter(({ fact }) => IN_BLOCKS.includes(fact))
    .map((fact) => {
      const [old, now] = "added" in fact ? [fact.removed, fact.added] : [[fact.from ?? ""], [fact.to ?? ""]];
      const lines = [...old.map((line) => `- ${line}`), ...now.map((line) => `+ ${line}`)];
      return ["", `${names(row)} ${place(row)}, ${fact.fact}:`, "", ...block("diff", lines)];
    });
}

/** Each expression once: the severities of an alert share it. */
function expressions(rows: readonly Row[]): string[] {
  const told = rows.flatMap((row) =>
    row.facts.flatMap((fact) =>
      fact.fact === "expression" && "from" in fact
        ? [["", `${names(row)}:`, "", ...block("promql", [fact.from ?? fact.to ?? ""])].join("\n")]
        : [],
    ),
  );
  return [...new Set(told)];
}

/** A few blocks stand open, the others are folded. */
function open(blocks: readonly string[][]): string[] {
  return [...blocks.slice(0, OPEN_BLOCKS).flat(), ...folded("More of what changed", blocks.slice(OPEN_BLOCKS).flat())];
}

function latencyLines({ latency }: Changes): string[] {
  const told = (worst: Changes["latency"][number]["after"]) =>
    worst ? `${code(readable(worst.seconds, "seconds"))} by ${code(worst.alert)}` : NONE;
  const lines = latency.map(({ severity, before, after }) => [words(severity), told(before), told(after)]);
  return lines.length > 0 ? ["", "#### Worst detection latency", ...table(["severity", "before", "after"], lines)] : [];
}
