// The figures of several drills, for people.
import type { DrillResult } from "./drill";

export function resultTable(results: readonly DrillResult[]): string {
  const header = ["alert", "severity", "fires", "notified", "budget", "resolved"];
  const rows = results.map((one) => [
    one.alert,
    one.severity,
    ...[one.detectionSeconds, one.totalSeconds, one.budgetSeconds, one.resolvedSeconds].map((s) => `${s} s`),
  ]);
  const widths = header.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  return [header, ...rows]
    .map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}`.trimEnd())
    .join("\n");
}
