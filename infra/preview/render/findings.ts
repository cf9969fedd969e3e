// What the policies object to, in a pull request's comment.
import type { Finding } from "../findings";
import { block, code } from "./escape";
import { folded } from "./pieces";

/** This many are shown in full; then their number. */
const SHOWN = 20;

const LEVELS = [
  ["mandatory", "must be mended"],
  ["warning", "to be looked at"],
] as const;

/** A section of Markdown; what must be mended first, and open. */
export function findingsMarkdown(findings: readonly Finding[]): string {
  const sections = LEVELS.map(([level, words]) => {
    const of = findings.filter((finding) => finding.level === level);
    const lines = [
      ...of.slice(0, SHOWN).flatMap(told),
      ...(of.length > SHOWN ? ["", `… and ${of.length - SHOWN} more.`] : []),
    ];
    return { level, words, count: of.length, lines };
  }).filter(({ count }) => count > 0);
  const counts = sections.map(({ count, words }) => `${count} ${words}`).join(", ") || "nothing to object to";
  return [
    `#### Policies: ${counts}`,
    ...sections.flatMap(({ level, words, lines }) => (level === "mandatory" ? lines : folded(words, lines))),
    "",
    "",
  ].join("\n");
}

function told({ policy, resource, message }: Finding): string[] {
  const where = resource ? `, in ${code(resource)}` : "";
  return ["", `${code(policy)}${where}:`, "", ...block("text", message.split("\n"))];
}
