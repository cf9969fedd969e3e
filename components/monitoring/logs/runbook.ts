// The runbook of alerts on logs.
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The name under which it is found, beside those of mixins. */
export const LOG_RUNBOOK = "logs";

/** Markdown. */
export const logRunbook = (): string => readFileSync(join(__dirname, "runbook.md"), "utf8");
