// The runbook of alerts on logs.
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Markdown. */
export const logRunbook = (): string => readFileSync(join(__dirname, "runbook.md"), "utf8");
