// Changes for the terminal: a line for each, old → new.

import { readable } from "../../../components/rules/readable";
import type { Changes } from "../changes";
import type { FactChange } from "../changes/difference";
import { firstOf, notComparedIn, type Row, sectionsOf, summaryOf } from "./rows";

/** Of each kind so many changed, added and removed; then their number. */
const MOST = 20;
/** Longer texts are shown where they differ. */
const LONG = 100;
const NAMES = 5;
/** Their lengths make a list unreadable; the Markdown has them. */
const LEFT_OUT = ["expression", "detection latency"];

/** Plain lines, with a line break at the end. */
export function renderText(changes: Changes): string {
  const sections = sectionsOf(changes).flatMap(({ title, counts, rows }) => {
    const first = firstOf(rows, MOST);
    return ["", `${title}: ${counts}`, ...first.rows.flatMap(rowLines), ...(first.more ? [`  … ${first.more}`] : [])];
  });
  const notCompared = notComparedIn(changes);
  return [
    summaryOf(changes),
    ...sections,
    ...latencyLines(changes),
    ...(notCompared.length > 0 ? ["", `Not compared, as only one side says it: ${notCompared.join(", ")}`] : []),
    "",
  ].join("\n");
}

function rowLines({ mark, names, severity, of, facts }: Row): string[] {
  const place = severity ?? of;
  const head = `  ${mark} ${someOf(names)}${place ? ` (${place})` : ""}`;
  const told = facts
    .filter(({ fact }) => mark === "~" || !LEFT_OUT.includes(fact))
    .map((fact) => `${fact.fact}: ${mark === "~" ? change(fact) : alone(fact)}`);
  const short = told.filter((text) => text.length <= LONG).join("; ");
  const long = told.filter((text) => text.length > LONG).map((text) => `      ${text}`);
  return [short ? `${head}  ${short}` : head, ...long];
}

const alone = (fact: FactChange) =>
  "added" in fact ? someOf([...fact.added, ...fact.removed]) : (fact.from ?? fact.to ?? "");

const someOf = (all: readonly string[]) =>
  all.slice(0, NAMES).join(", ") + (all.length > NAMES ? ` and ${all.length - NAMES} more` : "");

function change(fact: FactChange): string {
  if ("added" in fact) {
    return someOf([...fact.added.map((member) => `+${member}`), ...fact.removed.map((member) => `-${member}`)]);
  }
  const { from, to } = fact;
  if (from === null || to === null) return `${from ?? "none"} → ${to ?? "none"}`;
  return (from.length + to.length > LONG ? aroundDifference(from, to) : [from, to]).join(" → ");
}

/** Two long texts, with what they share at either end cut to some words. */
function aroundDifference(from: string, to: string): [string, string] {
  const shortest = Math.min(from.length, to.length);
  let start = 0;
  while (start < shortest && from[start] === to[start]) start++;
  let end = 0;
  while (end < shortest - start && from.at(-1 - end) === to.at(-1 - end)) end++;
  const before = Math.max(0, start - LONG / 4);
  const after = Math.max(0, end - LONG / 4);
  const cut = (text: string) =>
    `${before > 0 ? "…" : ""}${text.slice(before, text.length - after)}${after > 0 ? "…" : ""}`;
  return [cut(from), cut(to)];
}

function latencyLines({ latency }: Changes): string[] {
  const moved = latency.filter(({ before, after }) => before?.seconds !== after?.seconds);
  if (moved.length === 0) return [];
  const told = (worst: (typeof moved)[number]["after"]) =>
    worst ? `${readable(worst.seconds, "seconds")} (${worst.alert})` : "none";
  return [
    "",
    "Worst detection latency",
    ...moved.map(({ severity, before, after }) => `  ~ ${severity}: ${told(before)} → ${told(after)}`),
  ];
}
