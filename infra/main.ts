#!/usr/bin/env node
// The commands as a process: what the project's tocsin.config.ts brings is there before anything reads the table of mixins.
import "./machine/node";
import "./machine/late";
import { bringOwn, NEEDS_NONE } from "./own-mixins";

// Pulumi takes a stack trace with every promise, which costs seconds; only messages are shown.
Error.stackTraceLimit = 0;

async function main(): Promise<void> {
  const [command = "--help", what] = process.argv.slice(2);
  if (!NEEDS_NONE(command, what)) await bringOwn();
  const { cli } = await import("./cli.js");
  await cli.parseAsync();
}

main().catch(async (error: unknown) => {
  process.exitCode = 1;
  const { failureOf } = await import("./shown.js");
  console.error(`\n${await failureOf(error, process.argv[2] ?? "tocsin")}`);
});
