// A table of figures, as text for a terminal and as Markdown for the results page.

export type Cell = string | number;

export interface Table {
  title: string;
  columns: readonly string[];
  /** The first column is text; numbers of the others are set to the right. */
  rows: readonly (readonly Cell[])[];
}

/** Three significant digits, and no more of a large number than thousands. */
export function shown(cell: Cell): string {
  if (typeof cell === "string") return cell;
  if (!Number.isFinite(cell)) return "–";
  if (Math.abs(cell) >= 100) return Math.round(cell).toLocaleString("en-US");
  return String(Number(cell.toPrecision(3)));
}

/** The table in columns of equal width. */
export function asText({ title, columns, rows }: Table): string {
  const cells = [columns, ...rows].map((row) => row.map(shown));
  const widths = columns.map((_, column) => Math.max(...cells.map((row) => (row[column] ?? "").length)));
  const lines = cells.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join("  ")
      .trimEnd(),
  );
  const [head = "", ...body] = lines;
  return [title, `  ${head}`, `  ${"-".repeat(head.length)}`, ...body.map((line) => `  ${line}`), ""].join("\n");
}

/** The table in Markdown, with its title in bold. */
export function asMarkdown({ title, columns, rows }: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  const rule = columns.map((_, column) => (column === 0 ? "---" : "---:"));
  return [`**${title}**`, "", line(columns), line(rule), ...rows.map((row) => line(row.map(shown))), ""].join("\n");
}
