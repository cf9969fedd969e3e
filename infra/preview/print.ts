// Prints what an environment comes to as JSON, for a comparison: `print.ts ENV`.
import { messageOf } from "../../components/error-text";
import { bringOwn } from "../own-mixins";

// Pulumi takes a stack trace with every promise, which costs more time than the program; here nobody sees them.
Error.stackTraceLimit = 0;

async function rendered(environment: string) {
  await bringOwn();
  const { renderedHere } = await import("./render-here.js");
  return renderedHere(environment);
}

rendered(process.argv[2] ?? "local").then(
  (said) => process.stdout.write(JSON.stringify(said)),
  (error: unknown) => {
    process.stderr.write(`${messageOf(error)}\n`);
    process.exitCode = 1;
  },
);
