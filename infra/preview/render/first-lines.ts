// A long list for the terminal: its first lines, and how many follow.

export function firstLines(lines: readonly string[], most: number): string[] {
  return lines.length > most ? [...lines.slice(0, most), `  … ${lines.length - most} more`] : [...lines];
}
