// Parts of a Markdown page that sections are made of, as lines.

/** Stands closed; nothing where there are no lines. The title is HTML already. */
export function folded(title: string, lines: readonly string[]): string[] {
  return lines.length > 0 ? ["", "<details>", `<summary>${title}</summary>`, ...lines, "", "</details>"] : [];
}

/** Columns that are empty in every line are left out; nothing where there are no lines. The cells are Markdown already. */
export function table(head: readonly string[], lines: readonly (readonly string[])[]): string[] {
  if (lines.length === 0) return [];
  const used = head.map((title, at) => title !== "" || lines.some((cells) => cells[at] !== ""));
  const line = (cells: readonly string[]) => `| ${cells.filter((_, at) => used[at]).join(" | ")} |`;
  return ["", line(head), line(head.map(() => "---")), ...lines.map(line)];
}
