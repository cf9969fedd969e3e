// How often each team is paged, before and after: for the terminal, and for a pull request's comment.

import type { PagesIn } from "../pages";
import { allowed, times } from "../pages/budget";
import { words } from "./escape";
import { table } from "./pieces";

/** A few lines. */
export function pagesText({ known, limits }: PagesIn): string {
  if (typeof known === "string") return `Pages: not known, as ${known}`;
  const rows = known.teams.map(({ team, before, after }) => {
    const { week, night } = allowed(limits, team);
    const of = (count: number | undefined) => (count === undefined ? "" : ` of ${count}`);
    return `  ${team.padEnd(28)} ${times(before.week)} → ${times(after.week)}${of(week)}, at night ${times(before.night)} → ${times(after.night)}${of(night)}`;
  });
  return [`Pages a week, ${basisOf(known)}`, ...rows].join("\n");
}

/** A section of Markdown. */
export function pagesMarkdown({ known, limits }: PagesIn): string {
  if (typeof known === "string") return `#### Pages\n\nNot known, as ${words(known)}.\n\n`;
  const of = (count: number | undefined) => (count === undefined ? "–" : String(count));
  const rows = known.teams.map(({ team, before, after }) => {
    const { week, night } = allowed(limits, team);
    return [
      words(team),
      ...[times(before.week), times(after.week), of(week)],
      ...[times(before.night), times(after.night), of(night)],
    ];
  });
  return [
    "#### Pages",
    "",
    `A week, ${words(basisOf(known))}.`,
    ...table(["team", "before", "after", "budget", "at night before", "after", "budget"], rows),
    "",
    "",
  ].join("\n");
}

function basisOf({ days, zone, unknown, teams }: Exclude<PagesIn["known"], string>): string {
  const over = `by the history of ${Math.round(days * 10) / 10} days (night: ${zone})`;
  const left = unknown.length > 0 ? `; not known of ${unknown.join(", ")}, which have no history` : "";
  return `${over}${teams.length === 0 ? ": none" : ""}${left}`;
}
