// Resources that a deployment would change: for the terminal, and for a pull request's comment.
import type { ResourceChange } from "../changes/resources";
import { code } from "./escape";
import { folded, table } from "./pieces";

/** So many are named; then their number. */
const SHOWN = 20;
/** At most this many of a resource's properties. */
const PROPERTIES = 6;

const MARKS = { added: "+", changed: "~", removed: "-" } as const;

/** A line for each of the first twenty, below their number. */
export function resourcesText(changes: readonly ResourceChange[]): string {
  const lines = changes.slice(0, SHOWN).map(({ change, type, name, properties }) => {
    const what = properties.length > 0 ? `  ${someOf(properties)}` : "";
    return `  ${MARKS[change]} ${name} (${kindOf(type)})${what}`;
  });
  return [`Resources: ${countsOf(changes)}`, ...lines, ...moreOf(changes, "  … ")].join("\n");
}

/** Numbers by kind; the first twenty are folded. */
export function resourcesMarkdown(changes: readonly ResourceChange[]): string {
  const kinds = [...new Set(changes.map(({ type }) => type))];
  const counts = kinds.map((type) => {
    const of = changes.filter((one) => one.type === type);
    const count = (change: ResourceChange["change"]) => String(of.filter((one) => one.change === change).length || "");
    return [code(kindOf(type)), count("added"), count("changed"), count("removed")];
  });
  const rows = changes.slice(0, SHOWN).map(({ change, type, name, properties }) => [
    change,
    code(name),
    code(kindOf(type)),
    properties
      .map((property) => code(property))
      .slice(0, PROPERTIES)
      .join(", "),
  ]);
  return [
    `#### Resources: ${countsOf(changes)}`,
    ...table(["kind", "added", "changed", "removed"], counts),
    ...folded("Which ones", [...table(["", "resource", "kind", "what changes"], rows), ...moreOf(changes, "\n… ")]),
    "",
    "",
  ].join("\n");
}

function countsOf(changes: readonly ResourceChange[]): string {
  const counts = (["added", "changed", "removed"] as const)
    .map((change) => [changes.filter((one) => one.change === change).length, change] as const)
    .filter(([count]) => count > 0);
  return counts.map((count) => count.join(" ")).join(", ") || "no change";
}

const moreOf = (changes: readonly ResourceChange[], mark: string) =>
  changes.length > SHOWN ? [`${mark}and ${changes.length - SHOWN} more`] : [];

const someOf = (all: readonly string[]) =>
  all.slice(0, PROPERTIES).join(", ") + (all.length > PROPERTIES ? ` and ${all.length - PROPERTIES} more` : "");

/** `aws:ec2/instance:Instance` → `aws Instance`; `kubernetes:core/v1:Secret` → `kubernetes Secret`. */
function kindOf(type: string): string {
  const parts = type.split(":");
  return `${parts[0]} ${parts.at(-1)}`;
}
