// Prints what watches an environment as JSON, for a comparison with another commit: `print.ts ENV`.
import { monitoringOf } from "./monitoring-of";

monitoringOf(process.argv[2] ?? "local").then(
  (monitoring) => process.stdout.write(JSON.stringify(monitoring)),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);
